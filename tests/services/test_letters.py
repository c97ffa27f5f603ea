"""What the author of a removed comment is told, and when."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid
from commentbox.services.letters import UNDO_WINDOW
from commentbox.services.my_letters import choose_letters
from commentbox.services.review import NewDecision
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.desk import APPROVE, HOLD, REMOVE, Desk


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


@pytest.fixture
def shown(work: WorkFactory) -> Desk:
    """The same with a published comment."""
    return Desk(work, Status.PUBLISHED)


def test_the_author_is_told_the_reason_but_not_the_note(desk: Desk) -> None:
    desk.act(desk.ada, REMOVE)
    (letter,) = desk.letters()
    assert letter.payload["to"].endswith("@mail.example")
    assert "It is advertising" in letter.payload["text"]
    assert "> Cheap umbrellas!" in letter.payload["text"]
    assert make.ARTICLE in letter.payload["text"]
    assert "Third time today" not in letter.payload["text"]
    assert "Ada" not in letter.payload["text"]


def test_an_author_without_an_address_is_not_written_to(desk: Desk) -> None:
    with desk.work() as w:
        w.session.get_one(PersonRow, desk.author.id).email = None
    desk.act(desk.ada, REMOVE)
    assert desk.letters() == []


@pytest.mark.parametrize("new", [APPROVE, HOLD])
def test_only_a_removal_is_told(desk: Desk, new: NewDecision) -> None:
    desk.act(desk.ada, new)
    assert desk.letters() == []


def test_the_letter_waits_a_moment_and_an_undo_stops_it(desk: Desk, clock: Clock) -> None:
    removal = desk.act(desk.ada, REMOVE)
    assert [letter.run_at for letter in desk.letters()] == [clock.now + UNDO_WINDOW]
    desk.take_back(desk.ada, removal.decision_id)
    assert desk.letters() == []


def test_an_undo_after_the_letter_went_out_is_told_too(shown: Desk, clock: Clock) -> None:
    removal = shown.act(shown.ada, REMOVE)
    with shown.work() as w:
        w.session.scalars(select(JobRow)).one().done_at = clock.now
    shown.take_back(shown.ada, removal.decision_id)
    assert [letter.payload["subject"] for letter in shown.letters()] == [
        "Your comment was removed (Courier)",
        "Your comment is back (Courier)",
    ]


def test_who_is_held_again_is_not_told_to_be_back(desk: Desk, clock: Clock) -> None:
    removal = desk.act(desk.ada, REMOVE)
    with desk.work() as w:
        w.session.scalars(select(JobRow)).one().done_at = clock.now
    desk.take_back(desk.ada, removal.decision_id)
    assert desk.comment().status is Status.HELD
    letter = desk.letters()[-1]
    assert letter.payload["subject"] == "Your comment is looked at again (Courier)"
    assert "put it back" not in letter.payload["text"]


def test_who_wants_no_letters_about_decisions_gets_none(work: WorkFactory) -> None:
    desk = Desk(work)
    with work() as w:
        choose_letters(w, desk.author, {"decision": "never"})
    removal = desk.act(desk.ada, REMOVE)
    desk.take_back(desk.ada, removal.decision_id)
    assert desk.letters() == []
    with work() as w:
        choose_letters(w, desk.author, {"decision": "at_once"})
    desk.act(desk.ada, replace(REMOVE, seen=2))
    assert len(desk.letters()) == 1
    with work() as w, pytest.raises(Invalid):
        choose_letters(w, desk.author, {"decision": "hourly"})
