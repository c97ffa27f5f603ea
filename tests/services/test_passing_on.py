"""What a moderator does not decide alone: to the lead, for the law's sake, to a colleague."""

import pytest

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Conflict
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Role
from commentbox.services.queue import QueueAsked, read_queue
from commentbox.services.review import NewDecision
from tests import make
from tests.conftest import WorkFactory
from tests.services.desk import APPROVE, Desk


def _new(action: Action, seen: int = 0, reason: Reason | None = None) -> NewDecision:
    return NewDecision(action=action, reason=reason, revision=1, seen=seen)


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


def _queue_of(desk: Desk, who: object, only: str | None = None) -> list[int]:
    with desk.work() as w:
        return [card.id for card in read_queue(w, who, "courier", QueueAsked(only=only)).cards]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "lane", "said"),
    [
        (Action.ESCALATE, Lane.LEAD, "Ada Quill passed this comment on to the lead."),
        (Action.TO_LEGAL, Lane.LEGAL, "Ada Quill passed this comment on to the legal lane."),
        (Action.ASK, Lane.OPINION, "Ada Quill asked for a second opinion about this comment."),
    ],
)
def test_it_waits_in_another_lane_and_not_for_who_passed_it_on(
    desk: Desk, action: Action, lane: Lane, said: str
) -> None:
    done = desk.act(desk.ada, _new(action))
    assert (done.status, dict(done.counts.lanes)) == (Status.HELD, {lane: 1})
    assert _queue_of(desk, desk.ada) == []
    assert _queue_of(desk, desk.ada, lane.value) == [desk.comment_id]
    with pytest.raises(Conflict, match=said.replace(".", r"\.")):
        desk.act(desk.ben, APPROVE)
    back = desk.take_back(desk.ada, done.decision_id)
    assert back.message == "Taken back: it is where it was before."
    assert (_queue_of(desk, desk.ada), dict(back.counts.lanes)) == ([desk.comment_id], {Lane.HELD: 1})


def test_what_is_for_the_lead_waits_for_administrators(desk: Desk, work: WorkFactory) -> None:
    with work() as w:
        lead = make.member(w, "Lea Dunn", role=Role.ADMIN, at=desk.site)
    done = desk.act(desk.ada, _new(Action.ESCALATE))
    assert done.counts.waiting == 0
    assert (_queue_of(desk, desk.ben), _queue_of(desk, lead)) == ([], [desk.comment_id])


def test_a_published_comment_can_be_asked_about_and_stays_where_it_is(work: WorkFactory) -> None:
    desk = Desk(work, Status.PUBLISHED)
    desk.act(desk.ada, _new(Action.ASK))
    assert (desk.comment().status, _queue_of(desk, desk.ben)) == (Status.PUBLISHED, [desk.comment_id])
    decided = desk.act(desk.ben, _new(Action.APPROVE, seen=1))
    assert decided.counts.waiting == 0
    desk.take_back(desk.ben, decided.decision_id)
    comment = desk.comment()
    assert (comment.called, comment.called_by) == (Lane.OPINION, desk.ada.id)


def test_it_answers_no_report(work: WorkFactory) -> None:
    desk = Desk(work, Status.PUBLISHED)
    desk.flag()
    desk.act(desk.ada, _new(Action.ESCALATE))
    assert desk.comment().open_flags == 1


def test_what_is_removed_is_passed_on_to_nobody(work: WorkFactory) -> None:
    desk = Desk(work, Status.REMOVED)
    with pytest.raises(Conflict, match="nothing to pass on"):
        desk.act(desk.ada, _new(Action.ASK))
