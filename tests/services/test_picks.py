"""Editors pick a comment: the log, undo, readers, and what ends a pick."""

import pytest

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.ranking import Sort
from commentbox.services.read_thread import read_thread
from commentbox.services.review import NewDecision
from tests import make
from tests.conftest import WorkFactory
from tests.services.desk import REMOVE, Desk

PICK = NewDecision(action=Action.PICK, revision=1, seen=0)
UNPICK = NewDecision(action=Action.UNPICK, revision=1, seen=1)


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work, Status.PUBLISHED)


def picked(desk: Desk) -> tuple[list[int], int]:
    """What readers see of the picks, and the conversation's version."""
    with desk.work() as w:
        page = read_thread(w, "courier", make.ARTICLE, Sort.PICKS)
        first = read_thread(w, "courier", make.ARTICLE, Sort.BEST)
        assert [entry.id for entry in first.picks] == [entry.id for entry in page.roots]
        return [entry.id for entry in page.roots], page.article.version


def test_a_pick_is_seen_logged_and_taken_back(desk: Desk) -> None:
    nobody, before = picked(desk)
    done = desk.act(desk.ada, PICK)
    assert (done.message, done.status) == ("Picked: it is among the editors’ picks.", Status.PUBLISHED)
    found, after = picked(desk)
    assert (nobody, found) == ([], [desk.comment_id])
    assert after > before
    back = desk.take_back(desk.ben, done.decision_id)
    assert back.message == "Out of the editors’ picks."
    assert picked(desk)[0] == []
    actions = [(row.action, row.person_id, row.undoes_id) for row in desk.decisions()]
    assert actions == [
        (Action.PICK, desk.ada.id, None),
        (Action.UNPICK, desk.ben.id, done.decision_id),
    ]


def test_a_retry_picks_once_and_the_other_moderator_is_told(desk: Desk) -> None:
    first = desk.act(desk.ada, PICK)
    again = desk.act(desk.ada, PICK)
    assert (again.decision_id, again.is_repeat) == (first.decision_id, True)
    with pytest.raises(Conflict, match=r"Ada Quill picked this comment\. Your decision to pick it"):
        desk.act(desk.ben, PICK)
    desk.act(desk.ben, UNPICK)
    assert picked(desk)[0] == []


@pytest.mark.parametrize("status", [Status.HELD, Status.PUBLISHED])
def test_picking_what_waits_approves_it_first_and_both_are_taken_back(
    work: WorkFactory, status: Status
) -> None:
    desk = Desk(work, status)
    if status is Status.PUBLISHED:
        desk.flag()
    done = desk.act(desk.ada, PICK)
    again = desk.act(desk.ada, PICK)
    assert (again.decision_id, again.is_repeat) == (done.decision_id, True)
    assert (done.status, done.counts.waiting, desk.comment().open_flags) == (Status.PUBLISHED, 0, 0)
    assert [row.action for row in desk.decisions()] == [Action.APPROVE, Action.PICK]
    back = desk.take_back(desk.ada, done.decision_id)
    assert desk.take_back(desk.ada, done.decision_id).is_repeat
    assert (back.status, back.counts.waiting, picked(desk)[0]) == (status, 1, [])


def test_a_pick_is_no_answer_to_the_law(desk: Desk) -> None:
    desk.act(desk.ben, NewDecision(action=Action.TO_LEGAL, revision=1, seen=0))
    done = desk.act(desk.ada, NewDecision(action=Action.PICK, revision=1, seen=1))
    assert (done.counts.of(Lane.LEGAL), len(desk.decisions())) == (1, 2)


def test_only_what_is_on_the_page_is_picked(work: WorkFactory) -> None:
    desk = Desk(work, Status.REMOVED)
    with pytest.raises(Conflict, match="not on the page"):
        desk.act(desk.ada, PICK)
    assert desk.decisions() == []


def test_a_reader_picks_nothing(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.act(desk.author, PICK)


def test_other_words_are_no_pick(desk: Desk) -> None:
    desk.act(desk.ada, PICK)
    desk.edit()
    assert picked(desk)[0] == []


def test_a_removed_pick_is_gone_and_comes_back_with_the_comment(desk: Desk) -> None:
    desk.act(desk.ada, PICK)
    removal = desk.act(desk.ada, NewDecision(action=REMOVE.action, reason=REMOVE.reason, revision=1, seen=1))
    assert picked(desk)[0] == []
    desk.take_back(desk.ada, removal.decision_id)
    assert picked(desk)[0] == [desk.comment_id]


def test_answers_are_picked_like_first_comments(desk: Desk, work: WorkFactory) -> None:
    with work() as w:
        answer = make.comment(w, desk.site, parent=make.row(w, desk.comment_id)).id
    desk.act(desk.ada, PICK, comment_id=answer)
    assert picked(desk)[0] == [answer]
