"""Configuration is checked at start, and says everything that is wrong at once."""

from pathlib import Path

import pytest

from commentbox.settings import DEFAULT_SECRET, Settings, SettingsError, load

SECRET = "a secret of forty characters, or thereabouts"


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
