"""Pages that are sent again: without a question, for a second, and never with what was removed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

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

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"
PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def comment(work: WorkFactory) -> int:
    with work() as w:
        make.site(w)
        return make.comment(w, text="The words that go.").id


@pytest.fixture
def hot(settings: Settings, clock: Clock, engine: Engine) -> Iterator[Flask]:
    """A process as it is served: it believes what it knows for a second."""
    app = create_app(settings, clock=clock)
    app.testing = True
    yield app
    app.extensions["commentbox"].engine.dispose()


@pytest.fixture
def sent(hot: Flask) -> list[str]:
    """The statements this process sends to the database, from now on."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "BEGIN" not in statement:
            statements.append(statement)

    event.listen(_engine(hot), "before_cursor_execute", note)
    return statements


@contextmanager
def no_database(app: Flask) -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise OperationalError("SELECT", {}, ConnectionError("nobody answers"))

    event.listen(_engine(app), "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(_engine(app), "before_cursor_execute", refuse)


def _engine(app: Flask) -> Engine:
    engine: Engine = app.extensions["commentbox"].engine
    return engine


def remove(work: WorkFactory, comment: int) -> None:
    """As another process does it."""
    with work() as w:
        change_status(w.session, make.row(w, comment), Status.REMOVED)


def test_a_page_that_was_just_made_asks_for_nothing(hot: Flask, sent: list[str], comment: int) -> None:
    first = hot.test_client().get(THREAD)
    assert sent
    sent.clear()
    again = hot.test_client().get(THREAD)
    assert (again.get_data(), again.status) == (first.get_data(), first.status)
    assert dict(again.headers) == dict(first.headers)
    assert sent == []


def test_after_a_second_the_version_alone_is_asked_for(
    hot: Flask, sent: list[str], clock: Clock, comment: int
) -> None:
    first = hot.test_client().get(THREAD).get_data()
    sent.clear()
    clock.advance(seconds=1)
    assert hot.test_client().get(THREAD).get_data() == first
    assert len(sent) == 2  # the site and the article
    assert not [statement for statement in sent if "comments" in statement]


def test_an_article_nobody_has_commented_on_is_kept_too_until_somebody_does(
    hot: Flask, sent: list[str], work: WorkFactory, clock: Clock
) -> None:
    with work() as w:
        make.site(w)
    assert b"Nobody has said anything yet" in hot.test_client().get(THREAD).get_data()
    sent.clear()
    hot.test_client().get(THREAD)
    assert sent == []
    with work() as w:
        make.comment(w, text="The first word.")
    clock.advance(seconds=1)
    assert b"The first word." in hot.test_client().get(THREAD).get_data()


def test_what_another_process_removed_is_gone_after_a_second(
    hot: Flask, work: WorkFactory, clock: Clock, comment: int
) -> None:
    assert b"The words that go." in hot.test_client().get(THREAD).get_data()
    remove(work, comment)
    clock.advance(seconds=1)
    assert b"The words that go." not in hot.test_client().get(THREAD).get_data()


def test_many_who_want_the_same_page_cause_one(hot: Flask, sent: list[str], comment: int) -> None:
    start = Barrier(8)

    def ask(_number: int) -> bytes:
        start.wait()
        return hot.test_client().get(THREAD).get_data()

    hot.test_client().get(f"{THREAD}&sort=newest")
    one = len(sent)
    sent.clear()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert len(sent) == one


def test_without_a_database_the_last_page_is_sent_and_says_that_it_is_old(
    hot: Flask, clock: Clock, comment: int
) -> None:
    client = hot.test_client()
    client.get(THREAD)
    clock.advance(minutes=10)
    with no_database(hot):
        old = [client.get(THREAD) for _ in range(3)]
        assert [answer.status_code for answer in old] == [200] * 3
        assert all(b"The words that go." in answer.get_data() for answer in old)
        assert {answer.headers["Warning"] for answer in old} == {'110 - "Response is Stale"'}
        assert client.get(f"{THREAD}&sort=oldest").status_code == 503  # never made
    clock.advance(seconds=1)
    assert "Warning" not in client.get(THREAD).headers


def by_another_page(hot: Flask) -> None:
    hot.test_client().get(f"{THREAD}&sort=newest")


def in_its_round(hot: Flask) -> None:
    hot.extensions["commentbox_front"].versions.sweep()


@pytest.mark.parametrize("learn", [by_another_page, in_its_round])
def test_without_a_database_what_was_removed_stays_away(
    hot: Flask, work: WorkFactory, clock: Clock, comment: int, learn: Callable[[Flask], object]
) -> None:
    client = hot.test_client()
    client.get(THREAD)
    remove(work, comment)
    clock.advance(seconds=1)
    learn(hot)
    with no_database(hot):
        assert client.get(THREAD).status_code == 503
        clock.advance(minutes=2)
        assert client.get(THREAD).status_code == 503


@pytest.mark.parametrize(
    ("header", "is_packed"),
    [
        ("gzip", True),
        ("br, GZIP ;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("identity", False),
        ("x-gzipped", False),
        ("", False),
    ],
)
def test_packed_for_who_can_read_it_whoever_asked_before(
    hot: Flask, work: WorkFactory, comment: int, header: str, is_packed: bool
) -> None:
    client = hot.test_client()
    for before in ({}, PACKED):
        client.get(THREAD, headers=before)
    answer = client.get(THREAD, headers={"Accept-Encoding": header})
    assert answer.headers.get("Content-Encoding") == ("gzip" if is_packed else None)
    etag = {"Accept-Encoding": header, "If-None-Match": f'"other", W/{answer.headers["ETag"]}'}
    assert client.get(THREAD, headers=etag).status_code == 304


def test_another_host_gets_no_kept_page(hot: Flask, comment: int) -> None:
    client = hot.test_client()
    assert client.get(THREAD).status_code == 200
    assert client.get(THREAD, base_url="http://evil.example").status_code == 421
