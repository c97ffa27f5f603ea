"""Configuration is checked at start, and says everything that is wrong at once."""

from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from random import Random

import pytest

from commentbox.settings import DEFAULT_SECRET, LEAST_BITS, Settings, SettingsError, bits_in, load

SECRET = "kR4v0Tq8mZ1xWc7LhY2pNs9bUe3dJf6G"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"COMMENTBOX_{name.upper()}", raising=False)
        monkeypatch.delenv(f"COMMENTBOX_{name.upper()}_FILE", raising=False)


def test_production_refuses_the_default_secret() -> None:
    with pytest.raises(SettingsError, match="COMMENTBOX_SECRET_KEY: set a secret of your own"):
        load()
    with pytest.raises(SettingsError):
        load(overrides={"secret_key": DEFAULT_SECRET})


def test_production_does_not_do_without_a_second_factor() -> None:
    with pytest.raises(SettingsError, match="COMMENTBOX_STAFF_SECOND_FACTOR: may be false only while"):
        load(overrides={"secret_key": SECRET, "staff_second_factor": False})
    relaxed = load(overrides={"environment": "development", "staff_second_factor": False})
    assert not relaxed.staff_second_factor
    assert load(overrides={"secret_key": SECRET}).staff_second_factor


def test_development_starts_without_any_setting() -> None:
    assert load(overrides={"environment": "development"}).port == 8080


@pytest.mark.parametrize("url", ["sqlite:///commentbox.db", "sqlite:///./commentbox.db"])
def test_a_database_file_is_looked_for_in_the_folder_one_is_in(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = load(overrides={"secret_key": SECRET, "database_url": url}).database_url
    assert (
        found
        == f"sqlite:///{tmp_path / 'commentbox.db'}"
        == load(overrides={"secret_key": SECRET}).database_url
    )


def test_all_errors_are_named_at_once() -> None:
    wrong = {
        "port": 0,
        "database_url": "mysql://x",
        "base_url": "comments.example/path",
        "trusted_proxies": "::/0",
    }
    with pytest.raises(SettingsError) as refused:
        load(overrides=wrong | {"secret_key": SECRET})
    told = str(refused.value)
    assert all(f"COMMENTBOX_{name.upper()}: " in told for name in wrong)
    assert len(told.splitlines()) == len(wrong)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "box.env"
    file.write_text(f"COMMENTBOX_SECRET_KEY='{SECRET}'\nCOMMENTBOX_PORT=9000\nCOMMENTBOX_HOST=::1\n")
    monkeypatch.setenv("COMMENTBOX_PORT", "9100")
    settings = load(env_file=file)
    assert (settings.port, settings.host, settings.secret_key) == (9100, "::1", SECRET)


def test_a_secret_can_stand_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    monkeypatch.setenv("COMMENTBOX_SECRET_KEY_FILE", str(file))
    assert load().secret_key == SECRET


def test_a_secret_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTBOX_SECRET_KEY_FILE", "/nowhere/secret")
    with pytest.raises(SettingsError, match="COMMENTBOX_SECRET_KEY_FILE: cannot read /nowhere/secret"):
        load()


def test_files_that_cannot_be_read_are_named_beside_all_other_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "picture"
    picture.write_bytes(b"\xff\xd8\xff")
    monkeypatch.setenv("COMMENTBOX_SECRET_KEY_FILE", "/nowhere/secret")
    monkeypatch.setenv("COMMENTBOX_SMTP_URL_FILE", str(picture))
    monkeypatch.setenv("COMMENTBOX_PORT", "high")
    with pytest.raises(SettingsError) as refused:
        load()
    named = [line.split(":")[0] for line in str(refused.value).splitlines()]
    assert named == ["COMMENTBOX_SECRET_KEY_FILE", "COMMENTBOX_SMTP_URL_FILE", "COMMENTBOX_PORT"]


@pytest.mark.parametrize(
    "url", ["postgresql://ann:secret@db:port/box", "postgresql://ann:secret@db:54 32/box"]
)
def test_a_mistyped_database_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="COMMENTBOX_DATABASE_URL: must be like") as refused:
        load(overrides={"secret_key": SECRET, "database_url": url})
    assert "ann:secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["postgres://db/box", "postgresql://db/box", "postgresql+psycopg://db/box"])
def test_every_spelling_of_postgresql_means_psycopg(url: str) -> None:
    assert (
        load(overrides={"secret_key": SECRET, "database_url": url}).database_url
        == "postgresql+psycopg://db/box"
    )


@pytest.mark.parametrize(
    ("base_url", "is_secure"),
    [
        ("https://comments.example", True),
        ("http://comments.example", False),
        ("http://localhost:8080", True),
        ("http://127.0.0.1:8080", True),
        ("http://comments.localhost", True),
    ],
)
def test_secure_cookies_go_where_browsers_take_them(base_url: str, is_secure: bool) -> None:
    assert load(overrides={"secret_key": SECRET, "base_url": base_url}).is_secure is is_secure


def test_secrets_are_not_printed() -> None:
    assert SECRET not in repr(load(overrides={"secret_key": SECRET}))


@pytest.mark.parametrize(
    "base_url",
    [
        "https://comments.example ",
        "https://comments.example:70000",
        "https://comments.example:0",
        "https://ann@comments.example",
        "https://comments.example?x",
        "https://comments_box.example",
        "https://bücher.example",
    ],
)
def test_an_address_under_which_nothing_would_be_answered_is_refused(base_url: str) -> None:
    with pytest.raises(SettingsError, match="COMMENTBOX_BASE_URL"):
        load(overrides={"secret_key": SECRET, "base_url": base_url})


@pytest.mark.parametrize(
    ("base_url", "kept"),
    [
        ("https://Comments.Example/", "https://comments.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_is_kept_as_browsers_write_it(base_url: str, kept: str) -> None:
    assert load(overrides={"secret_key": SECRET, "base_url": base_url}).base_url == kept


WEAK = [
    "a" * 64,
    "abcabcabcabcabcabcabcabcabcabcabcabcabcabc",
    "0123456789" * 5,
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "qwertyuiopasdfghjklzxcvbnm1234567890",
    "changeme-changeme-changeme-changeme-changeme",
    "this is the secret of our comments, keep it",
    "TheSecretKeyOfOurLittleNewspaper2026",
    "correct-horse-battery-staple-correct-horse",
    "4f1c9a4f1c9a4f1c9a4f1c9a4f1c9a4f1c9a4f1c9a",
    "00000000000000000000000000000000000000001",
]


@pytest.mark.parametrize("secret", WEAK)
def test_production_refuses_a_secret_that_can_be_guessed(secret: str) -> None:
    assert bits_in(secret) < LEAST_BITS
    with pytest.raises(SettingsError, match="COMMENTBOX_SECRET_KEY: can be guessed"):
        load(overrides={"secret_key": secret})


def test_development_takes_any_secret_that_is_long_enough() -> None:
    assert load(overrides={"environment": "development", "secret_key": "a" * 32})
    with pytest.raises(SettingsError):
        load(overrides={"environment": "development", "secret_key": "a" * 31})


def test_what_chance_has_drawn_is_strong_enough() -> None:
    draw = Random(7)
    for _ in range(2_000):
        raw = draw.randbytes(36)
        for secret in (
            b64encode(raw).decode(),
            raw.hex(),
            raw[:16].hex(),
            urlsafe_b64encode(raw).decode()[:32],
        ):
            assert bits_in(secret) >= LEAST_BITS, secret
    assert bits_in("lamp orbit velvet canoe drizzle hatch ember quilt maple sunken") >= LEAST_BITS


def test_a_weak_old_secret_is_taken_because_it_is_on_its_way_out() -> None:
    found = load(overrides={"secret_key": SECRET, "secret_key_old": WEAK[0]})
    assert found.secrets == (SECRET, WEAK[0])
    with pytest.raises(SettingsError, match="COMMENTBOX_SECRET_KEY_OLD"):
        load(overrides={"secret_key": SECRET, "secret_key_old": DEFAULT_SECRET})


def test_the_old_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "old"
    file.write_text(f"{WEAK[1]}\n")
    monkeypatch.setenv("COMMENTBOX_SECRET_KEY_OLD_FILE", str(file))
    assert load(overrides={"secret_key": SECRET}).secret_key_old == WEAK[1]
