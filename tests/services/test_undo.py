"""Taking a decision back: a new decision, and never a way past what nobody has read."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict
from commentbox.domain.lanes import Lane
from commentbox.services.review import NewDecision
from commentbox.store.comments import CommentRow
from commentbox.store.flags import FlagRow
from tests.conftest import WorkFactory
from tests.services.desk import APPROVE, HOLD, REMOVE, Desk


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


@pytest.fixture
def shown(work: WorkFactory) -> Desk:
    """The same with a published comment."""
    return Desk(work, Status.PUBLISHED)


@pytest.mark.parametrize("new", [APPROVE, REMOVE])
def test_an_undo_is_a_new_decision_and_the_old_one_stays(desk: Desk, new: NewDecision) -> None:
    first = desk.act(desk.ada, new)
    back = desk.take_back(desk.ben, first.decision_id)
    assert (back.status, back.message) == (Status.HELD, "Taken back: the comment waits again.")
    old, added = desk.decisions()
    assert (old.id, old.person_id) == (first.decision_id, desk.ada.id)
    assert (added.undoes_id, added.person_id, added.status_after) == (old.id, desk.ben.id, Status.HELD)
    assert desk.comment().count_decisions == 2


def test_an_undo_reopens_the_flags_its_decision_answered_and_no_others(shown: Desk) -> None:
    shown.flag("one")
    shown.act(shown.ada, APPROVE)
    shown.flag("two")
    second = shown.act(shown.ada, replace(APPROVE, seen=1))
    assert shown.take_back(shown.ada, second.decision_id).counts.of(Lane.REPORTED) == 1
    with shown.work() as w:
        assert w.session.scalars(select(FlagRow.note).where(FlagRow.settled_by.is_(None))).all() == ["two"]
    assert shown.comment().open_flags == 1


def test_an_undo_asked_twice_by_the_same_person_happens_once(desk: Desk) -> None:
    first = desk.act(desk.ada, REMOVE)
    back = desk.take_back(desk.ada, first.decision_id)
    assert desk.take_back(desk.ada, first.decision_id) == replace(back, is_repeat=True)
    assert len(desk.decisions()) == 2


def test_an_undo_that_somebody_else_has_done_is_a_conflict(desk: Desk) -> None:
    first = desk.act(desk.ada, REMOVE)
    desk.take_back(desk.ada, first.decision_id)
    with pytest.raises(Conflict) as caught:
        desk.take_back(desk.ben, first.decision_id)
    assert "Ada Quill took a decision back: the comment waits again." in caught.value.message


def test_only_the_last_decision_can_be_taken_back(desk: Desk) -> None:
    first = desk.act(desk.ada, APPROVE)
    desk.act(desk.ben, replace(REMOVE, seen=1))
    with pytest.raises(Conflict) as caught:
        desk.take_back(desk.ada, first.decision_id)
    assert "Ben Ross removed this comment" in caught.value.message
    assert desk.comment().status is Status.REMOVED


def test_an_undo_cannot_be_undone(desk: Desk) -> None:
    first = desk.act(desk.ada, REMOVE)
    back = desk.take_back(desk.ada, first.decision_id)
    with pytest.raises(Conflict) as caught:
        desk.take_back(desk.ada, back.decision_id)
    assert caught.value.code == "not_undoable"


def test_an_undo_never_publishes_words_nobody_has_read(shown: Desk) -> None:
    held = shown.act(shown.ada, HOLD)
    shown.edit()
    with pytest.raises(Conflict) as caught:
        shown.take_back(shown.ada, held.decision_id)
    assert caught.value.code == "edited_meanwhile"
    assert shown.comment().status is Status.HELD


def test_an_undo_never_brings_back_what_its_author_withdrew(desk: Desk) -> None:
    first = desk.act(desk.ada, APPROVE)
    with desk.work() as w:
        w.session.get_one(CommentRow, desk.comment_id).status = Status.WITHDRAWN
    with pytest.raises(Conflict) as caught:
        desk.take_back(desk.ada, first.decision_id)
    assert caught.value.code == "withdrawn"
