"""A copy of the database from before is restored: who was erased is erased again, and nobody else."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, create_engine, select

from commentbox import schema
from commentbox.cli import main
from commentbox.services.erase import NOBODY, ask_to_delete, carry_out
from commentbox.services.sure import Sure
from commentbox.services.work import begin
from commentbox.settings import Settings, load
from commentbox.store.comments import CommentRow
from commentbox.store.engine import prepare
from commentbox.store.people import PersonRow
from tests import make

THEN, LATER = datetime(2026, 5, 4, 12, 0, tzinfo=UTC), datetime(2026, 5, 5, 12, 0, tzinfo=UTC)


def test_restoring_an_old_copy_brings_nobody_back(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # away from anybody's .env
    log, copy = tmp_path / "erasures", tmp_path / "copy.db"
    settings, engine = opened(database_file, log)
    with begin(engine, settings, THEN) as w:
        site = make.site(w)
        ann, bob = make.member(w, "Ann Alder"), make.member(w, "Bob Birch")
        for who, words in ((ann, "Quinces for all."), (bob, "Agreed entirely.")):
            make.comment(w, site, who, words)
    engine.dispose()
    shutil.copy(database_file, copy)
    with begin(engine, settings, THEN) as w:
        ask_to_delete(w, Sure(id=ann.id, token="x"), "remove")
    carry_out(lambda writing: begin(engine, settings, LATER, writing=writing), {"person_id": ann.id})
    with begin(engine, settings, LATER) as w:
        newcomer = make.member(w, "Cy Lind")
    with log.open("a") as file:
        file.write(f'{{"person": {bob.id}, "choice": "remove", "at": "2026-05-04T11:59:00+00:00"}}\n')
        file.write(f'{{"person": {newcomer.id}, "choice": "keep", "at": "{LATER.isoformat()}"}}\n')
    engine.dispose()
    restore(copy, database_file)
    for expected in ("1 carried out", "0 carried out"):
        answer = apply(database_file, log)
        assert answer.exit_code == 0, answer.output
        assert expected in answer.output
    with begin(engine, settings, LATER) as w:
        names = w.session.scalars(select(PersonRow.name).order_by(PersonRow.id)).all()
        kept = w.session.scalars(select(CommentRow.source).order_by(CommentRow.id)).all()
    engine.dispose()
    assert (names, kept) == ([NOBODY, "Bob Birch"], ["", "Agreed entirely."])


def opened(database: Path, log: Path) -> tuple[Settings, Engine]:
    given = {"environment": "development", "database_url": f"sqlite:///{database}", "erasure_log": str(log)}
    settings = load(overrides=given)
    engine = create_engine(settings.database_url)
    prepare(engine)
    schema.upgrade(engine)
    return settings, engine


def restore(copy: Path, database: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)
    shutil.copy(copy, database)


@pytest.mark.parametrize("text", ["nonsense\n", '{"person": 1}\n', None])
def test_a_log_that_cannot_be_read_is_told_and_changes_nothing(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "erasures"
    if text is not None:
        log.write_text(text)
    answer = apply(database_file, log)
    assert answer.exit_code == 1
    assert "cannot be read" in answer.output


def apply(database: Path, log: Path) -> Result:
    env = {
        "COMMENTBOX_ENVIRONMENT": "development",
        "COMMENTBOX_DATABASE_URL": f"sqlite:///{database}",
        "COMMENTBOX_ERASURE_LOG": str(log),
    }
    return CliRunner().invoke(main, ["erasures", "apply"], env=env)
