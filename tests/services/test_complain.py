"""A legal complaint: without an account, in the queue until decided, answered by letter, then forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.lanes import Lane
from commentbox.services.complain import KEPT, Received, complain
from commentbox.services.do_jobs import tidy
from commentbox.services.queue import QueueAsked, QueuePage, read_queue
from commentbox.services.review import NewDecision
from commentbox.services.withdraw import put_back, withdraw
from commentbox.settings import Settings
from commentbox.store.complaints import ComplainantRow, ComplaintRow
from commentbox.store.recount import recount
from tests.conftest import Clock, WorkFactory
from tests.services.desk import APPROVE, HOLD, REMOVE, Desk
from tests.services.post import Post

SENT = {
    "name": "Cleo Marsh",
    "email": "cleo@mail.example",
    "capacity": "concerned",
    "ground": "defamation",
    "law": "",
    "passage": "Cheap umbrellas",
    "why": "I sell umbrellas, and they are not cheap.",
    "good_faith": "1",
    "key": "key-00000001",
}


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work, Status.PUBLISHED)


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


def send(desk: Desk, **changed: str) -> Received:
    with desk.work() as w:
        return complain(w, "courier", desk.comment_id, SENT | changed)


def queue(desk: Desk, only: str | None = "legal") -> QueuePage:
    with desk.work() as w:
        assert recount(w.session, 1) == 0
        return read_queue(w, desk.ada, "courier", QueueAsked(only=only))


def test_it_is_in_a_lane_of_its_own_with_the_words_on_the_card(desk: Desk, post: Post) -> None:
    desk.flag()
    received = send(desk)
    for only in ("legal", None):
        (card,) = queue(desk, only).cards
        assert card.is_waiting
    assert (queue(desk).counts.of(Lane.LEGAL), queue(desk).counts.waiting) == (1, 1)
    (legal,) = card.complaints
    assert (legal.number, legal.name, legal.why) == (received.number, "Cleo Marsh", SENT["why"])
    assert "cleo@mail.example" not in repr(card)
    assert desk.comment().status is Status.PUBLISHED
    (letter,) = post.come()
    assert letter["to"] == "cleo@mail.example"
    assert f"no. {received.number} is received" in letter["subject"]
    assert SENT["why"] in letter["text"]


def test_letters_are_in_the_language_of_the_form(desk: Desk, post: Post, clock: Clock) -> None:
    with desk.work() as w:
        complain(w, "courier", desk.comment_id, SENT, "de")
    (receipt,) = post.come()
    assert receipt["subject"] == "Ihre Beschwerde Nr. 1 ist eingegangen (Courier)"
    assert "Guten Tag Cleo Marsh" in receipt["text"]
    desk.act(desk.ada, REMOVE)
    clock.advance(minutes=3)
    (answer,) = [letter for letter in post.come() if letter["to"] == "cleo@mail.example"]
    assert "von der Seite entfernt" in answer["text"].replace("\n", " ")


def test_a_retry_has_one_effect(desk: Desk, post: Post) -> None:
    first, second = send(desk), send(desk)
    assert (second.number, second.is_repeat) == (first.number, True)
    assert len(post.come()) == 1
    assert send(desk, key="key-00000002").number != first.number


@pytest.mark.parametrize(("decision", "words"), [(APPROVE, "stays on the page"), (REMOVE, "removed it")])
def test_the_decision_answers_it(
    desk: Desk, post: Post, clock: Clock, decision: NewDecision, words: str
) -> None:
    send(desk)
    post.come()
    desk.act(desk.ada, decision)
    assert queue(desk).cards == ()
    assert [letter["to"] for letter in post.come()] == []  # it may be a slip
    clock.advance(minutes=3)
    letters = [letter for letter in post.come() if letter["to"] == "cleo@mail.example"]
    assert words in letters[0]["text"].replace("\n", " ")


def test_holding_back_is_no_answer_yet(desk: Desk) -> None:
    send(desk)
    desk.act(desk.ada, HOLD)
    (card,) = queue(desk).cards
    assert (card.status, len(card.complaints)) == (Status.HELD, 1)


def test_a_decision_taken_back_opens_it_again(desk: Desk, post: Post, clock: Clock) -> None:
    send(desk)
    post.come()
    first = desk.act(desk.ada, APPROVE)
    desk.take_back(desk.ada, first.decision_id)
    clock.advance(minutes=3)
    assert post.come() == []
    (card,) = queue(desk).cards
    second = desk.act(desk.ada, NewDecision(action=Action.APPROVE, revision=1, seen=card.seen))
    clock.advance(minutes=3)
    assert len(post.come()) == 1
    desk.take_back(desk.ada, second.decision_id)
    (letter,) = post.come()
    assert "taken back" in letter["text"]


def test_the_author_deletes_the_comment_and_that_is_the_answer(desk: Desk, post: Post, clock: Clock) -> None:
    send(desk)
    post.come()
    with desk.work() as w:
        withdraw(w, desk.author, desk.comment_id)
    assert queue(desk).counts.of(Lane.LEGAL) == 0
    with desk.work() as w:
        put_back(w, desk.author, desk.comment_id)
    assert queue(desk).counts.of(Lane.LEGAL) == 1
    clock.advance(minutes=11)
    assert post.come() == []
    with desk.work() as w:
        withdraw(w, desk.author, desk.comment_id)
    clock.advance(minutes=11)
    (letter,) = post.come()
    assert "deleted" in letter["text"]


def test_who_complained_is_forgotten_after_the_stated_time(desk: Desk, clock: Clock) -> None:
    send(desk)
    desk.act(desk.ada, APPROVE)
    for span, left in ((KEPT - timedelta(hours=1), 1), (timedelta(hours=2), 0)):
        clock.now += span
        with desk.work() as w:
            tidy(w)
            assert len(w.session.scalars(select(ComplainantRow)).all()) == left
    with desk.work() as w:
        assert w.session.scalars(select(ComplaintRow)).one().why == SENT["why"]


BAD = {
    "name": ({"name": ""}, "name"),
    "address": ({"email": "nowhere"}, "email"),
    "capacity": ({"capacity": "king"}, "capacity"),
    "ground": ({"ground": ""}, "ground"),
    "no reason": ({"why": " "}, "why"),
    "too long a passage": ({"passage": "a" * 1001}, "passage"),
    "no good faith": ({"good_faith": ""}, "good_faith"),
    "no key": ({"key": ""}, "key"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_missing_is_named_and_nothing_is_stored(desk: Desk, name: str) -> None:
    changed, field = BAD[name]
    with pytest.raises(Invalid) as refused:
        send(desk, **changed)
    assert refused.value.field == field
    with desk.work() as w:
        assert w.session.scalars(select(ComplaintRow)).all() == []


def test_about_the_abuse_of_children_nobody_needs_a_name(desk: Desk, post: Post) -> None:
    received = send(desk, ground="child_abuse", name="", email="")
    assert not received.is_written
    assert post.come() == []
    assert queue(desk).counts.of(Lane.LEGAL) == 1


@pytest.mark.parametrize("status", [Status.HELD, Status.REMOVED, Status.WITHDRAWN])
def test_what_is_not_on_the_page_is_not_there(work: WorkFactory, status: Status) -> None:
    desk = Desk(work, status)
    with pytest.raises(NotFound):
        send(desk)
