"""Copies of finished pages: asked for once, never older than the conversation, and bounded in bytes."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from commentbox.domain.comment import Status
from commentbox.domain.reactions import VoteKind
from commentbox.services.vote import vote
from commentbox.store.articles import publish_change
from commentbox.store.status import change_status
from commentbox.web.published import Copy, Shelf, copy_of
from tests import make
from tests.conftest import Clock, WorkFactory

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"


@pytest.fixture
def comment(work: WorkFactory) -> int:
    with work() as w:
        make.site(w)
        return make.comment(w, text="The words that go.", minutes_ago=90).id


def count_queries(client: FlaskClient, engine: Engine) -> int:
    """How many times the page's own queries went to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "comments" in statement:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert client.get(THREAD).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_an_unchanged_page_is_made_once(client: FlaskClient, comment: int) -> None:
    engine: Engine = client.application.extensions["commentbox"].engine
    assert count_queries(client, engine) > 0
    assert count_queries(client, engine) == 0


def test_a_copy_is_made_anew_each_minute(client: FlaskClient, clock: Clock, comment: int) -> None:
    engine: Engine = client.application.extensions["commentbox"].engine
    assert count_queries(client, engine) > 0
    clock.advance(minutes=1)
    assert count_queries(client, engine) > 0


def test_every_public_change_is_on_the_very_next_page(
    client: FlaskClient, work: WorkFactory, comment: int
) -> None:
    seen = [client.get(THREAD).get_data()]
    with work() as w:
        vote(w, make.member(w), "courier", comment, VoteKind.UP)
    seen.append(client.get(THREAD).get_data())
    with work() as w:
        make.comment(w, text="One more.")
    seen.append(client.get(THREAD).get_data())
    with work() as w:
        row = make.article_of(w)
        row.closed_at = w.now
        publish_change(w.session, row.id, count=0)
    seen.append(client.get(THREAD).get_data())
    assert len(set(seen)) == len(seen)


def test_a_removed_comment_is_gone_at_once(client: FlaskClient, work: WorkFactory, comment: int) -> None:
    assert b"The words that go." in client.get(THREAD).get_data()
    with work() as w:
        change_status(w.session, make.row(w, comment), Status.REMOVED)
    assert b"The words that go." not in client.get(THREAD).get_data()


def test_a_bad_bookmark_is_refused_though_the_first_page_is_kept(client: FlaskClient, comment: int) -> None:
    assert client.get(THREAD).status_code == 200
    assert client.get(f"{THREAD}&cursor=forged").status_code == 422


def test_the_shelf_drops_what_was_not_asked_for_the_longest() -> None:
    copies = [copy_of(f"page {number} " * 50) for number in range(3)]
    shelf: Shelf[Copy] = Shelf(most_bytes=copies[0].size * 2 + 10)
    shelf.put("a", copies[0])
    shelf.put("b", copies[1])
    assert shelf.get("a") is copies[0]
    shelf.put("c", copies[2])
    assert [shelf.get(key) is not None for key in "abc"] == [True, False, True]


def test_a_page_larger_than_the_shelf_is_not_kept() -> None:
    shelf: Shelf[Copy] = Shelf(most_bytes=10)
    shelf.put("a", copy_of("page " * 50))
    assert shelf.get("a") is None
