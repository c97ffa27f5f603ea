"""`commentbox log verify` says whether the logs are as they were written; `numbers recount` counts again."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commentbox.cli import main


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("COMMENTBOX_ENVIRONMENT", "development")
    monkeypatch.setenv("COMMENTBOX_DATABASE_URL", f"sqlite:///{tmp_path / 'box.db'}")
    monkeypatch.setenv("COMMENTBOX_PASSWORD", "correct horse battery")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_the_log_of_every_site_is_verified(box: CliRunner, tmp_path: Path) -> None:
    who = ["--admin", "Ada Desk", "--email", "ada@paper.example"]
    where = ["--site", "courier", "--name", "The Courier", "--origin", "https://paper.example"]
    run(box, "init", *where, *who)
    run(box, "staff", "reset-factor", "--email", "ada@paper.example")
    intact = run(box, "log", "verify")
    assert intact.exit_code == 0, intact.output
    head = intact.output.split("courier: intact, 1 entries, head ")[1].split()[0]
    assert run(box, "log", "verify", "--site", "courier", "--head", head).exit_code == 0
    assert run(box, "log", "verify", "--head", head).exit_code == 2
    assert run(box, "log", "verify", "--site", "gazette").exit_code == 1
    with closing(sqlite3.connect(tmp_path / "box.db")) as connection, connection:
        connection.execute("UPDATE staff_log SET by_id = 1")
    broken = run(box, "log", "verify", "--site", "courier")
    assert broken.exit_code == 1
    assert "courier: BROKEN at entry 1 (line of the staff log 1): it was changed." in broken.output
    with closing(sqlite3.connect(tmp_path / "box.db")) as connection, connection:
        for table in ("staff_log", "log_entries", "log_heads"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
    emptied = run(box, "log", "verify", "--site", "courier", "--head", head)
    assert emptied.exit_code == 1
    assert "the head you noted is not in this log" in emptied.output


def test_days_are_counted_again(box: CliRunner) -> None:
    who = ["--admin", "Ada Desk", "--email", "ada@paper.example"]
    where = ["--site", "courier", "--name", "The Courier", "--origin", "https://paper.example"]
    run(box, "init", *where, *who)
    done = run(box, "numbers", "recount", "--site", "courier", "--since", "2026-05-04")
    assert (done.exit_code, done.output) == (0, "courier: 0 days counted\n")
    assert run(box, "numbers", "recount", "--site", "gazette", "--since", "2026-05-04").exit_code == 1
    assert run(box, "numbers", "recount", "--site", "courier", "--since", "May").exit_code == 2


def run(box: CliRunner, *words: str) -> Result:
    return box.invoke(main, list(words))
