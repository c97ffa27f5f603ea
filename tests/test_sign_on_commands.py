"""Doors and keys by command: asked for, listed, replaced, taken away; no secret where it could be read."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from joserfc.jwk import OKPKey

from commentbox.cli import main
from tests.test_cli import box, init

__all__ = ["box"]
ISSUER = "https://id.example"
DOOR = ["door", "add", "--site", "courier", "--key", "north", "--name", "North", "--client-id", "me"]
DOOR += ["--issuer", ISSUER]


def run(box: CliRunner, *words: str, **more: str) -> Result:
    return box.invoke(main, list(words), **more)  # type: ignore[arg-type]


def test_a_door_is_added_listed_and_removed(box: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    init(box)
    monkeypatch.setenv("COMMENTBOX_DOOR_SECRET", "very secret")
    added = run(box, *DOOR)
    assert added.exit_code == 0, added.output
    assert "http://localhost:8080/sign-on/courier/north/callback" in added.output
    assert "North\thttps://id.example" in run(box, "door", "list", "--site", "courier").output
    assert run(box, *DOOR[:-1], "https://other.example").exit_code == 0
    assert "https://other.example" in run(box, "door", "list", "--site", "courier").output
    assert b"very secret" not in Path("box.db").read_bytes()
    gone = ["door", "remove", "--site", "courier", "--key", "north"]
    assert run(box, *gone).exit_code == 0
    assert "There is no door" in run(box, *gone).output


def test_the_secret_may_come_from_a_file_or_be_typed(box: CliRunner, tmp_path: Path) -> None:
    init(box)
    file = tmp_path / "secret"
    file.write_text("very secret\n")
    assert run(box, *DOOR, "--secret-file", str(file)).exit_code == 0
    assert run(box, *DOOR, "--without-secret").exit_code == 0
    assert "Client secret" in run(box, *DOOR, input="typed\n").output


@pytest.mark.parametrize("issuer", ["http://id.example", "id.example", "https://a@id.example", "ftp://x", ""])
def test_a_provider_without_tls_is_refused(box: CliRunner, issuer: str) -> None:
    init(box)
    refused = run(box, *DOOR[:-1], issuer, "--without-secret")
    assert refused.exit_code == 1
    assert "https:// address" in refused.output


def test_a_key_is_made_listed_and_retired(box: CliRunner) -> None:
    init(box)
    made = run(box, "sso", "key", "add", "--site", "courier", "--kid", "spring")
    assert "aud: http://localhost:8080/courier" in made.output
    secret = made.output.strip().splitlines()[-1]
    assert len(secret) == 64
    pair = run(box, "sso", "key", "add", "--site", "courier", "--algorithm", "EdDSA")
    assert "BEGIN PRIVATE KEY" in pair.output
    assert secret.encode() not in Path("box.db").read_bytes()
    assert run(box, "sso", "key", "retire", "--site", "courier", "--kid", "spring").exit_code == 0
    listed = run(box, "sso", "key", "list", "--site", "courier").output
    assert "spring\tHS256" in listed
    assert "retired" in listed
    assert secret not in listed
    again = run(box, "sso", "key", "add", "--site", "courier", "--kid", "spring")
    assert "has a key “spring” already" in again.output


def test_a_key_may_be_brought(box: CliRunner, tmp_path: Path) -> None:
    init(box)
    words = ["sso", "key", "add", "--site", "courier", "--algorithm"]
    file = tmp_path / "key"
    pair = OKPKey.generate_key("Ed25519")
    for text in (pair.as_pem(private=False).decode(), pair.as_pem(private=True).decode()):
        file.write_text(text)
        brought = run(box, *words, "EdDSA", "--key-file", str(file))
        assert brought.exit_code == 0, brought.output
        assert "KEY-----" not in brought.output
    file.write_text("short")
    assert "32 bytes or more" in run(box, *words, "HS256", "--key-file", str(file)).output
    assert "no Ed25519 public key" in run(box, *words, "EdDSA", "--key-file", str(file)).output
