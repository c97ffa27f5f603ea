"""One decision about many comments: each has its own result; what nobody does alone waits for a second."""

from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Forbidden, Invalid, NotFound
from commentbox.domain.people import Actor, Role
from commentbox.services.accounts import set_role
from commentbox.services.acts import (
    JOB,
    ActPage,
    Item,
    NewAct,
    begin_act,
    carry_out_act,
    confirm_act,
    read_act,
    undo_act,
)
from commentbox.services.review import NewDecision, decide
from commentbox.services.second_person import ALONE_AFTER, MAX_ALONE
from commentbox.services.sign_in import open_session, sign_out
from commentbox.services.tokens import hash_token
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.jobs import JobRow
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.desk import Desk


class Acts(Desk):
    """A desk whose moderator is logged in, and acts about several comments."""

    def __init__(self, work: WorkFactory):
        super().__init__(work)
        with work() as w:
            self.lead = make.member(w, "Lea Dunn", role=Role.ADMIN, at=self.site)
            self.token = open_session(w, self.ada.id, "staff")

    def fill(self, count: int) -> list[int]:
        with self.work() as w:
            author = make.member(w)
            return [make.comment(w, self.site, author, status=Status.HELD).id for _ in range(count)]

    def begin(self, ids: list[int], *, key: str = "act-0001", action: Action = Action.REMOVE) -> int:
        items = [Item(comment_id=each, revision=1, seen=0) for each in ids]
        reason = Reason.SPAM if action is Action.REMOVE else None
        new = NewAct(key=key, action=action, reason=reason, note="", items=items)
        with self.work() as w:
            return begin_act(w, self.ada, "courier", lambda: new, hash_token(self.token))

    def open(self, writing: bool) -> AbstractContextManager[Work]:
        return self.work()

    def carry_out(self, act: int) -> ActPage:
        carry_out_act(self.open, {"act_id": act})
        return self.page(act)

    def page(self, act: int, who: Actor | None = None) -> ActPage:
        with self.work() as w:
            return read_act(w, who or self.ada, "courier", act)

    def statuses(self, ids: list[int]) -> set[Status]:
        with self.work() as w:
            return {w.session.get_one(CommentRow, each).status for each in ids}

    def jobs(self) -> int:
        with self.work() as w:
            return w.session.query(JobRow).where(JobRow.kind == JOB).count()


@pytest.fixture
def acts(work: WorkFactory) -> Acts:
    return Acts(work)


def test_every_comment_has_its_own_result_and_all_is_taken_back(acts: Acts) -> None:
    ids = acts.fill(3)
    with acts.work() as w:
        new = NewDecision(action=Action.APPROVE, revision=1, seen=0)
        decide(w, acts.ben, "courier", ids[1], new)
    page = acts.carry_out(acts.begin(ids))
    assert page.message == "2 of 3 decided."
    told = {result.comment_id: result.message for result in page.results}
    assert told[ids[0]] == "Removed: advertising or spam."
    assert told[ids[1]].startswith("Ben Ross approved this comment. Your decision to remove it")
    assert acts.statuses([ids[0], ids[2]]) == {Status.REMOVED}
    undo_act(acts.open, acts.ada, "courier", page.id)
    again = acts.page(page.id)
    assert (again.message, again.may_undo) == ("2 comments taken back.", False)
    assert acts.statuses([ids[0], ids[2]]) == {Status.HELD}


def test_a_retry_does_nothing_twice_and_one_that_broke_off_goes_on(acts: Acts) -> None:
    ids = acts.fill(3)
    act = acts.begin(ids)
    assert acts.begin(ids) == act
    acts.carry_out(act)
    acts.carry_out(act)
    assert len(acts.decisions()) == 3


def test_what_was_decided_since_is_not_taken_back_with_the_rest(acts: Acts) -> None:
    ids = acts.fill(2)
    page = acts.carry_out(acts.begin(ids))
    with acts.work() as w:
        decide(w, acts.ben, "courier", ids[0], NewDecision(action=Action.APPROVE, revision=1, seen=1))
    undo_act(acts.open, acts.ada, "courier", page.id)
    again = acts.page(page.id)
    assert again.message == "1 of 2 taken back."
    assert "Ben Ross approved" in again.results[0].message


def test_nobody_decides_about_many_alone(acts: Acts) -> None:
    ids = acts.fill(MAX_ALONE + 1)
    act = acts.begin(ids)
    page = acts.carry_out(act)
    assert (page.waits_for_second, page.may_confirm, acts.decisions()) == (True, False, [])
    for who, error in ((acts.ada, Forbidden), (acts.ben, Forbidden)):
        with acts.work() as w, pytest.raises(error):
            confirm_act(w, who, "courier", act, "1")
    assert acts.page(act, acts.lead).may_confirm
    for _ in range(2):
        with acts.work() as w:
            confirm_act(w, acts.lead, "courier", act, "1")
    assert acts.jobs() == 1
    assert acts.carry_out(act).message == f"{MAX_ALONE + 1} comments decided."


def test_a_refused_act_is_never_carried_out(acts: Acts) -> None:
    act = acts.begin(acts.fill(MAX_ALONE + 1))
    with acts.work() as w:
        confirm_act(w, acts.lead, "courier", act, "0")
    acts.carry_out(act)
    assert (acts.jobs(), acts.decisions()) == (0, [])


def test_an_administrator_does_not_confirm_their_own(acts: Acts) -> None:
    act = acts.begin(acts.fill(MAX_ALONE + 1))
    with acts.work() as w:
        set_role(w, acts.ada.id, acts.site.id, Role.ADMIN)
        acts.token = open_session(w, acts.ada.id, "staff")
    with acts.work() as w, pytest.raises(Forbidden, match="Somebody else"):
        confirm_act(w, replace(acts.ada, role=Role.ADMIN), "courier", act, "1")


def test_where_nobody_else_could_confirm_whoever_asked_does_ten_minutes_later(
    acts: Acts, clock: Clock
) -> None:
    with acts.work() as w:
        set_role(w, acts.ada.id, acts.site.id, Role.ADMIN)
        set_role(w, acts.lead.id, acts.site.id, Role.ANALYST)
        acts.token = open_session(w, acts.ada.id, "staff")
    chief, asked_at = replace(acts.ada, role=Role.ADMIN), clock.now
    act = acts.begin(acts.fill(MAX_ALONE + 1))
    page = acts.page(act, chief)
    assert (page.may_confirm, page.alone_from) == (False, asked_at + ALONE_AFTER)
    with acts.work() as w, pytest.raises(Forbidden, match=r"from \d\d:\d\d UTC on"):
        confirm_act(w, chief, "courier", act, "1")
    clock.advance(minutes=10)
    with acts.work() as w:
        set_role(w, acts.ben.id, acts.site.id, Role.LEAD)  # somebody who could, after all
    with acts.work() as w, pytest.raises(Forbidden, match="Somebody else"):
        confirm_act(w, chief, "courier", act, "1")
    with acts.work() as w:
        set_role(w, acts.ben.id, acts.site.id, Role.MODERATOR)
    with acts.work() as w:
        confirm_act(w, chief, "courier", act, "1")
        assert "without a second person" in str(w.session.scalars(select(StaffLogRow.detail)).all()[-1])
    assert acts.carry_out(act).message == f"{MAX_ALONE + 1} comments decided."


@pytest.mark.parametrize("lost", ["role", "session"])
def test_who_lost_the_right_meanwhile_decides_nothing(acts: Acts, lost: str) -> None:
    act = acts.begin(acts.fill(MAX_ALONE + 1))
    with acts.work() as w:
        confirm_act(w, acts.lead, "courier", act, "1")
        if lost == "session":
            sign_out(w, acts.token)
        else:
            set_role(w, acts.ada.id, acts.site.id, Role.READER)
    carry_out_act(acts.open, {"act_id": act})
    page = acts.page(act, acts.ben)
    assert (acts.decisions(), page.message) == ([], f"0 of {MAX_ALONE + 1} decided.")
    assert "was logged out, or is no moderator any more" in page.results[0].message


def test_an_act_needs_a_reason_and_comments_of_the_site(acts: Acts) -> None:
    with acts.work() as w:
        elsewhere = make.comment(w, make.site(w, "herald"), status=Status.HELD).id
    with pytest.raises(NotFound):
        acts.begin([elsewhere])
    with pytest.raises(Invalid):
        acts.begin([])
    new = NewAct(
        key="act-0002",
        action=Action.REMOVE,
        reason=None,
        note="",
        items=[Item(comment_id=1, revision=1, seen=0)],
    )
    with acts.work() as w, pytest.raises(Invalid, match="reason"):
        begin_act(w, acts.ada, "courier", lambda: new, hash_token(acts.token))
