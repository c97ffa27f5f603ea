"""Who meets appeals, and until when: moderators of sections within these, and leads all of it in numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from commentbox.domain.appeals import Outcome
from commentbox.domain.comment import Action, Reason
from commentbox.domain.errors import Conflict, Forbidden, NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.words import moment
from commentbox.services.answer_appeal import NewAnswer, answer_appeal
from commentbox.services.appeals import (
    appeal_sanction,
    read_records,
)
from commentbox.services.numbers import NumbersAsked, read_numbers
from commentbox.services.policies import change_policy
from commentbox.services.sites import get_site
from commentbox.store.jobs import JobRow
from commentbox.store.people import StaffRow
from tests.conftest import Clock, WorkFactory
from tests.services.court import WHY, Court

UPHELD, OVERTURNED = Outcome.UPHELD, Outcome.OVERTURNED


@pytest.fixture
def court(work: WorkFactory) -> Court:
    return Court(work)


def test_leads_read_how_often_appeals_were_right(court: Court, clock: Clock) -> None:
    court.appeal()
    court.answer(OVERTURNED)
    court.decide(Action.REMOVE, court.ben)
    ban = court.sanction()
    with court.work() as w:
        appeal_sanction(w, court.cy, ban, WHY)
    since, until = clock.now - timedelta(days=1), clock.now + timedelta(days=1)
    with pytest.raises(Forbidden), court.work() as w:
        read_records(w, court.ada, "courier", since, until)
    with court.work() as w:
        found = read_records(w, court.eve, "courier", since, until)
        later = read_records(w, court.eve, "courier", until, until + timedelta(days=1))
    told = [(each.name, each.what, each.decisions, each.appealed, each.overturned) for each in found.removals]
    assert told == [("Ada Quill", Reason.ABUSE, 1, 1, 1), ("Ben Ross", Reason.ABUSE, 1, 0, 0)]
    (record,) = found.sanctions
    assert (record.what, record.appealed, record.overturned, record.upheld) == (SanctionKind.BAN, 1, 0, 0)
    assert (later.removals, later.sanctions) == ([], [])
    with court.work() as w:
        lanes = read_numbers(w, court.eve, "courier", NumbersAsked()).lanes
    assert [(each.count_waiting, each.waits_since) for each in lanes if each.lane is Lane.APPEALS] == [
        (1, clock.now)
    ]


def test_a_moderator_of_a_section_answers_what_is_within_it(court: Court) -> None:
    with court.work() as w:
        row = w.session.get_one(StaffRow, (court.ben.id, court.site.id))
        row.sections = ["/sport/"]
    court.appeal()
    ban = court.sanction()
    with court.work() as w:
        appeal_sanction(w, court.cy, ban, WHY)
    assert court.queue(court.ben, "appeals").line == ()
    assert court.queue(court.ben).counts.waiting == 0
    first, second = court.rows()
    for appeal, error in ((first, NotFound), (second, Forbidden)):
        new = NewAnswer(outcome=UPHELD, answer="Read again.")
        with pytest.raises(error), court.work() as w:
            answer_appeal(w, court.ben, "courier", appeal.id, new)
    with court.work() as w:
        row = w.session.get_one(StaffRow, (court.ben.id, court.site.id))
        row.sections = ["/bridge"]
        w.session.execute(delete(StaffRow).where(StaffRow.person_id.not_in((court.ada.id, court.ben.id))))
    assert len(court.queue(court.ben, "appeals").line) == 1
    shown = {card.id: card.appeal for card in court.queue(court.ada, "appeals").line}
    hindered = {key: bool(appeal and appeal.hindrance) for key, appeal in shown.items()}
    assert hindered == {court.comment_id: True, f"appeal-{second.id}": False}


def test_fewer_days_for_appeals_hold_for_what_is_decided_from_then_on(court: Court, clock: Clock) -> None:
    clock.now += timedelta(days=1)
    with court.work() as w:
        site = get_site(w, "courier")
        fewer = replace(site.policy, appeal_days=20)
        change_policy(w, court.eve, "courier", fewer, seen=site.version, reason="We are a small paper.")
    before = court.recourse()
    assert before is not None and before.until == clock.now + timedelta(days=183)
    clock.now += timedelta(hours=1)
    court.sanction()
    (told,) = [each.recourse for each in [court.standing()]]
    assert told is not None and told.until == clock.now + timedelta(days=20)
    with court.work() as w:
        jobs = [job.payload["text"] for job in w.session.scalars(select(JobRow).where(JobRow.kind == "mail"))]
    assert any(f"in your account until {moment(told.until)}." in text for text in jobs)
    clock.now += timedelta(days=21)
    with pytest.raises(Conflict, match="too long ago"), court.work() as w:
        appeal_sanction(w, court.cy, told.number, WHY)
    assert court.appeal()
