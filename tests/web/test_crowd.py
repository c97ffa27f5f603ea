"""More than can be answered: what waits, in which order, and what never does."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from commentbox.app import create_app
from commentbox.domain.comment import Status
from commentbox.services.sign_in import open_session
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.status import change_status
from commentbox.web.auth import COOKIES
from commentbox.web.crowd import _VOTES, SEATS, Level
from commentbox.web.front import Front
from commentbox.web.permits import PERMITS, Permit
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.web.test_api_comments import draft, send

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"


@pytest.fixture
def busy(settings: Settings, clock: Clock, engine: object) -> Iterator[Flask]:
    """A process as it is served, believing what it knows for a while."""
    app = create_app(settings, clock=clock)
    app.testing = True
    yield app
    app.extensions["commentbox"].engine.dispose()


@pytest.fixture
def client(busy: Flask, work: WorkFactory) -> FlaskClient:
    client = busy.test_client()
    with work() as w:
        make.site(w)
        token = open_session(w, make.member(w, "Ann").id, "reader")
    client.set_cookie(COOKIES["reader"], token, domain="comments.example")
    return client


@pytest.fixture
def seats() -> Iterator[ExitStack]:
    with ExitStack() as taken:
        yield taken


def take(app: Flask, clock: Clock, seats: ExitStack, count: int, seconds: float = 1) -> None:
    """So many requests more are being worked on, for so long."""
    front: Front = app.extensions["commentbox_front"]
    for _ in range(count):
        seats.enter_context(front.crowd.seat())
    clock.advance(seconds=seconds)


def test_votes_wait_first_then_comments_and_nothing_else(
    busy: Flask, client: FlaskClient, work: WorkFactory, clock: Clock, seats: ExitStack
) -> None:
    with work() as w:
        other = make.comment(w).id

    def vote() -> int:
        return send(client, {"vote": "up"}, f"comments/{other}/vote", "PUT").status_code

    take(busy, clock, seats, Level.READS)
    assert vote() == 200
    take(busy, clock, seats, 1)
    assert vote() == 503
    assert send(client, draft()).status_code == 201
    take(busy, clock, seats, 1)
    refused = send(client, draft(key="key-00000002"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.get_json()["error"]["code"] == "busy"
    with work() as w:
        assert w.session.scalar(select(func.count(CommentRow.id))) == 2
    assert client.get(f"/api/v1/courier/me?url={make.ARTICLE}", base_url=BOX).status_code == 200
    assert client.get("/login", base_url=BOX).status_code == 200
    seats.close()
    assert send(client, draft(key="key-00000002", text="Another one.")).status_code == 201


def test_a_moments_rush_is_no_crowd(busy: Flask, client: FlaskClient, clock: Clock, seats: ExitStack) -> None:
    take(busy, clock, seats, SEATS, seconds=0.9)
    assert send(client, draft()).status_code == 201


def test_many_that_are_done_soon_are_no_crowd(busy: Flask, client: FlaskClient, clock: Clock) -> None:
    for number in range(10):
        with ExitStack() as seats:
            take(busy, clock, seats, SEATS - 1, seconds=0.5)
            assert send(client, draft(key=f"key-{number:08}", text=f"Bridge {number}.")).status_code != 503


def test_pages_may_be_four_seconds_old_then_and_no_older(
    busy: Flask, client: FlaskClient, work: WorkFactory, clock: Clock, seats: ExitStack
) -> None:
    with work() as w:
        number = make.comment(w, text="The words that go.").id
    assert b"The words that go." in client.get(THREAD).get_data()
    with work() as w:
        change_status(w.session, make.row(w, number), Status.REMOVED)
    take(busy, clock, seats, Level.READS, seconds=3.9)
    assert b"The words that go." in client.get(THREAD).get_data()
    clock.advance(seconds=0.1)
    assert b"The words that go." not in client.get(THREAD).get_data()


def test_what_is_called_a_vote_is_there_and_belongs_to_taking_part() -> None:
    taking_part = {line.split()[1] for line, permit in PERMITS.items() if permit is Permit.TAKE_PART}
    assert taking_part > _VOTES
