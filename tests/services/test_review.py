"""Deciding: what a moderator's click does, and what it must never do."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Conflict, Invalid
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor
from commentbox.services.review import NewDecision
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.events import EventRow
from commentbox.store.flags import FlagRow
from commentbox.store.recount import recount
from tests import make
from tests.conftest import WorkFactory
from tests.services.desk import APPROVE, HOLD, REMOVE, Desk


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


@pytest.fixture
def shown(work: WorkFactory) -> Desk:
    """The same with a published comment."""
    return Desk(work, Status.PUBLISHED)


@pytest.mark.parametrize(
    ("new", "status", "message"),
    [
        (APPROVE, Status.PUBLISHED, "Approved: it is on the page."),
        (REMOVE, Status.REMOVED, "Removed: advertising or spam."),
        (HOLD, Status.HELD, "Held back: nobody sees it until somebody decides."),
    ],
)
def test_a_decision_leads_to_its_status_and_says_so(
    desk: Desk, new: NewDecision, status: Status, message: str
) -> None:
    decided = desk.act(desk.ada, new)
    assert (decided.status, decided.message) == (status, message)
    assert desk.comment().status is status


def test_a_decision_is_on_record_with_person_reason_and_revision(desk: Desk) -> None:
    desk.act(desk.ada, REMOVE)
    (row,) = desk.decisions()
    assert (row.person_id, row.action, row.reason, row.note) == (
        desk.ada.id, Action.REMOVE, Reason.SPAM, "Third time today.",
    )  # fmt: skip
    assert (row.revision, row.status_before, row.status_after) == (1, Status.HELD, Status.REMOVED)


def test_a_removal_needs_a_reason(desk: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        desk.act(desk.ada, replace(REMOVE, reason=None))
    assert caught.value.field == "reason"
    assert desk.comment().status is Status.HELD


def test_an_approval_drops_a_reason_that_came_along(desk: Desk) -> None:
    desk.act(desk.ada, replace(APPROVE, reason=Reason.ABUSE))
    assert desk.decisions()[0].reason is None


def test_the_second_of_two_moderators_is_told_what_the_first_did(desk: Desk) -> None:
    desk.act(desk.ada, REMOVE)
    with pytest.raises(Conflict) as caught:
        desk.act(desk.ben, APPROVE)
    assert caught.value.code == "decided_meanwhile"
    assert "Ada Quill removed this comment: advertising or spam." in caught.value.message
    assert "Your decision to approve it was not carried out." in caught.value.message
    assert desk.comment().status is Status.REMOVED


def test_of_two_decisions_at_the_same_instant_one_is_carried_out(desk: Desk) -> None:
    def attempt(actor: Actor, new: NewDecision) -> str:
        start.wait()
        try:
            return desk.act(actor, new).status.value
        except Conflict as error:
            return error.code

    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(copy_context().run, attempt, actor, new)
            for actor, new in ((desk.ada, REMOVE), (desk.ben, APPROVE))
        ]
    told = [answer.result() for answer in answers]
    assert sorted(told)[0] == "decided_meanwhile"
    assert desk.comment().status.value in told
    assert len(desk.decisions()) == 1


def test_even_the_same_decision_by_somebody_else_is_a_conflict(desk: Desk) -> None:
    desk.act(desk.ada, APPROVE)
    with pytest.raises(Conflict):
        desk.act(desk.ben, APPROVE)
    assert len(desk.decisions()) == 1


def test_a_decision_about_words_that_changed_is_refused(desk: Desk) -> None:
    desk.edit()
    with pytest.raises(Conflict) as caught:
        desk.act(desk.ada, APPROVE)
    assert caught.value.code == "edited_meanwhile"
    assert desk.comment().status is Status.HELD


def test_a_new_hold_by_the_box_after_an_edit_is_told_as_an_edit(desk: Desk) -> None:
    desk.edit()
    with desk.work() as w:
        row = w.session.get_one(CommentRow, desk.comment_id)
        row.count_decisions += 1
        w.session.add(
            DecisionRow(
                site_id=row.site_id, comment_id=row.id, revision=2, action=Action.HOLD, note="",
                status_before=Status.HELD, status_after=Status.HELD, created_at=w.now,
            )
        )  # fmt: skip
    with pytest.raises(Conflict) as caught:
        desk.act(desk.ada, APPROVE)
    assert caught.value.code == "edited_meanwhile"


def test_a_retry_gets_the_first_answer_and_has_no_second_effect(desk: Desk) -> None:
    first = desk.act(desk.ada, REMOVE)
    again = desk.act(desk.ada, REMOVE)
    assert again == replace(first, is_repeat=True)
    assert len(desk.decisions()) == 1
    assert len(desk.letters()) == 1


@pytest.mark.parametrize("changed", [{"reason": Reason.ABUSE}, {"note": ""}, {"action": Action.HOLD}])
def test_another_decision_is_no_retry(desk: Desk, changed: dict[str, object]) -> None:
    desk.act(desk.ada, REMOVE)
    with pytest.raises(Conflict):
        desk.act(desk.ada, replace(REMOVE, **changed))  # type: ignore[arg-type]


def test_a_retry_that_arrives_after_an_undo_decides_nothing(desk: Desk) -> None:
    first = desk.act(desk.ada, REMOVE)
    desk.take_back(desk.ada, first.decision_id)
    with pytest.raises(Conflict):
        desk.act(desk.ada, REMOVE)
    assert desk.comment().status is Status.HELD


def test_what_its_author_took_back_cannot_be_decided(work: WorkFactory) -> None:
    desk = Desk(work, Status.WITHDRAWN)
    with pytest.raises(Conflict) as caught:
        desk.act(desk.ada, APPROVE)
    assert caught.value.code == "withdrawn"


def test_approving_a_flagged_comment_settles_its_flags(shown: Desk) -> None:
    shown.flag()
    shown.flag()
    decided = shown.act(shown.ada, APPROVE)
    assert decided.message == "Approved: it stays on the page."
    assert (shown.comment().open_flags, decided.counts.of(Lane.REPORTED)) == (0, 0)
    with shown.work() as w:
        assert set(w.session.scalars(select(FlagRow.settled_by))) == {decided.decision_id}


def test_an_approval_that_changes_nothing_on_the_page_makes_no_event(shown: Desk) -> None:
    with shown.work() as w:
        before = w.session.scalars(select(ArticleRow.version)).one()
    shown.act(shown.ada, APPROVE)
    with shown.work() as w:
        assert w.session.scalars(select(EventRow)).all() == []
        assert w.session.scalars(select(ArticleRow.version)).one() == before


def test_a_flag_after_the_approval_reopens_the_case(shown: Desk) -> None:
    shown.flag()
    shown.act(shown.ada, APPROVE)
    shown.flag("Still an advertisement.")
    assert shown.comment().open_flags == 1


def test_a_change_of_status_moves_counts_version_and_events_together(shown: Desk) -> None:
    shown.act(shown.ada, REMOVE)
    with shown.work() as w:
        article = w.session.scalars(select(ArticleRow)).one()
        assert article.count_published == 0
        assert w.session.scalars(select(EventRow.kind)).all() == ["removed"]
        assert recount(w.session, article.id) == 0


def test_counts_equal_a_recount_after_any_order_of_decisions(shown: Desk) -> None:
    with shown.work() as w:
        parent = w.session.get_one(CommentRow, shown.comment_id)
        reply = make.comment(w, shown.site, text="No, dear ones.", parent=parent)
        answer = make.comment(w, shown.site, text="Why not?", parent=reply, status=Status.HELD)
    removal = shown.act(shown.ada, REMOVE)
    shown.act(shown.ben, APPROVE, comment_id=answer.id)
    shown.act(shown.ada, REMOVE, comment_id=reply.id)
    shown.take_back(shown.ben, removal.decision_id)
    with shown.work() as w:
        article = w.session.scalars(select(ArticleRow)).one()
        assert article.count_published == 2
        assert recount(w.session, article.id) == 0
