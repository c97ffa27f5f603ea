"""Public pages come from the server that follows, as long as it does; nothing old is shown meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from commentbox.app import create_app
from commentbox.domain.comment import Status
from commentbox.settings import Settings
from commentbox.store.status import change_status
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.postgres import Replica, following

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"


@pytest.fixture
def replica(migrated: str) -> Iterator[Replica]:
    with following(migrated) as found:
        yield found


@pytest.fixture
def node(settings: Settings, clock: Clock, engine: Engine, replica: Replica) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update={"replica_url": replica.url}), clock=clock)
    app.testing = True
    yield app
    for each in _engines(app).values():
        each.dispose()


def _engines(app: Flask) -> dict[str | None, Engine]:
    with app.app_context():
        engines: dict[str | None, Engine] = app.extensions["sqlalchemy"].engines
    return engines


def _read_at(app: Flask, which: str | None) -> list[str]:
    """The comments that are read there, from now on."""
    read: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM comments" in statement:
            read.append(statement)

    event.listen(_engines(app)[which], "before_cursor_execute", note)
    return read


@contextmanager
def _silent(engine: Engine) -> Iterator[list[str]]:
    """A server that does not answer; what it was asked."""
    asked: list[str] = []

    def refuse(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)
        raise OperationalError("SELECT", {}, ConnectionError("nobody answers"))

    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


def test_a_page_comes_from_the_replica_unless_it_is_behind_or_away(
    node: Flask, replica: Replica, settings: Settings, work: WorkFactory, clock: Clock
) -> None:
    with work() as w:
        make.site(w)
        number = make.comment(w, text="The words that go.").id
    replica.catch_up(settings.database_url)
    here, there = _read_at(node, None), _read_at(node, "replica")
    client = node.test_client()
    assert b"The words that go." in client.get(THREAD).get_data()
    assert (bool(here), bool(there)) == (False, True)

    replica.stop_following()
    with work() as w:
        change_status(w.session, make.row(w, number), Status.REMOVED)
    clock.advance(seconds=1)
    assert b"The words that go." not in client.get(THREAD).get_data()
    assert b"The words that go." not in client.get(f"{THREAD}&sort=oldest").get_data()  # not made before
    assert here

    replica.go_on()
    replica.catch_up(settings.database_url)
    for read in (here, there):
        read.clear()
    assert b"The words that go." not in client.get(f"{THREAD}&sort=newest").get_data()
    assert (bool(here), bool(there)) == (False, True)

    with _silent(_engines(node)["replica"]) as asked:
        assert client.get(f"{THREAD}&sort=replies").status_code == 200
        assert asked
        asked.clear()
        clock.advance(seconds=9)
        assert client.get(f"{THREAD}&sort=picks").status_code == 200
        assert not asked  # left alone for ten seconds
