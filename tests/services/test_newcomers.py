"""Whom the rules take for new: approvals count, and what stood for a day without a report."""

from commentbox.domain.comment import Action, Status
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Role
from commentbox.services.judging import STOOD
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.store.earlier import count_approved_by
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.desk import APPROVE, HOLD, REMOVE, Desk


def count(desk: Desk, *, but_id: int | None = None) -> int:
    with desk.work() as w:
        site, now = desk.site.id, w.now
        return count_approved_by(w.session, desk.author.id, site, now - STOOD, but_id=but_id)


def test_an_approval_counts_at_once_and_as_long_as_it_lasts(work: WorkFactory) -> None:
    desk = Desk(work)
    assert count(desk) == 0
    approved = desk.act(desk.ada, APPROVE)
    assert (count(desk), count(desk, but_id=desk.comment_id)) == (1, 0)
    desk.take_back(desk.ada, approved.decision_id)
    assert count(desk) == 0


def test_an_approval_that_was_taken_back_is_none_though_the_comment_stands(work: WorkFactory) -> None:
    desk = Desk(work, Status.PUBLISHED)
    desk.flag()
    approved = desk.act(desk.ada, APPROVE)
    assert count(desk) == 1
    desk.take_back(desk.ben, approved.decision_id)
    assert (desk.comment().status, count(desk)) == (Status.PUBLISHED, 0)


def test_what_nobody_reported_counts_after_a_day(work: WorkFactory, clock: Clock) -> None:
    desk = Desk(work, Status.PUBLISHED)
    clock.advance(seconds=STOOD.total_seconds() - 1)
    assert count(desk) == 0
    clock.advance(seconds=1)
    assert count(desk) == 1
    desk.flag()
    assert count(desk) == 0
    desk.act(desk.ada, NewDecision(action=Action.APPROVE, revision=1, seen=0))
    assert count(desk) == 1


def test_what_is_off_the_page_or_elsewhere_does_not_count(work: WorkFactory, clock: Clock) -> None:
    desk = Desk(work, Status.PUBLISHED)
    clock.advance(days=2)
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
        make.comment(w, "gazette", desk.author, url="https://gazette.example/a", minutes_ago=2 * 24 * 60)
    assert count(desk) == 1
    desk.act(desk.ada, HOLD)
    assert count(desk) == 0
    desk.act(desk.ada, NewDecision(action=REMOVE.action, reason=REMOVE.reason, revision=1, seen=1))
    assert count(desk) == 0


def test_two_approvals_end_the_waiting(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w, policy=Policy(hold_new=True, pace_seconds=0, verified_only=False))
        ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)
        ann = make.member(w)
    for said in ("The first.", "The second."):
        with work() as w:
            entry = post_comment(w, ann, "courier", make.draft(said)).entry
        assert entry.status is Status.HELD
        with work() as w:
            decide(w, ada, "courier", entry.id, NewDecision(action=Action.APPROVE, revision=1, seen=1))
    with work() as w:
        assert post_comment(w, ann, "courier", make.draft("The third.")).entry.status is Status.PUBLISHED
