"""One's own load for oneself, everybody's for leads."""

import pytest
from sqlalchemy import Engine, func, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Forbidden
from commentbox.domain.people import Actor, Role
from commentbox.services.care import read_own_load, read_team_load
from commentbox.services.console_choices import save_choices
from commentbox.services.desk import read_own, sit_down
from commentbox.services.do_jobs import tidy
from commentbox.services.review import NewDecision, decide, undo
from commentbox.services.sites import Site
from commentbox.store import care
from commentbox.store.readings import ReadingRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.store.plans import plan_of


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w)


@pytest.fixture
def ada(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)


@pytest.fixture
def lead(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Bo Chief", role=Role.LEAD, at=site)


def remove(work: WorkFactory, site: Site, by: Actor, reason: Reason = Reason.ABUSE) -> int:
    with work() as w:
        row = make.comment(w, site, status=Status.HELD)
        new = NewDecision(action=Action.REMOVE, reason=reason, revision=1, seen=0)
        return decide(w, by, "courier", row.id, new).decision_id


def word(work: WorkFactory, by: Actor) -> str:
    with work() as w:
        return read_own(w, by, "courier").care


def test_one_sees_today_and_the_week_and_what_others_took_back(
    work: WorkFactory, site: Site, ada: Actor, lead: Actor, clock: Clock
) -> None:
    remove(work, site, ada)  # on a Monday
    clock.advance(days=1)
    remove(work, site, ada, Reason.SPAM)
    clock.advance(minutes=4)
    taken = remove(work, site, ada)
    with work() as w:
        undo(w, lead, "courier", taken)
    with work() as w:
        (own,) = read_own_load(w, ada)
    assert (own.today.count, own.today.heavy, own.today.time.seconds) == (2, 1, 240)
    assert (own.week.count, own.week.heavy, own.overturned) == (3, 2, 1)
    clock.advance(days=6)
    with work() as w:
        (own,) = read_own_load(w, ada)
    assert (own.today.count, own.week.count, own.overturned) == (0, 0, 1)


def test_what_was_read_counts_once_and_for_a_week(
    work: WorkFactory, site: Site, ada: Actor, lead: Actor, clock: Clock
) -> None:
    with work() as w:
        rows = [make.comment(w, site, status=Status.HELD) for _ in range(3)]
        rows[0].findings = [{"rule": "threats", "outcome": 1, "reason": "It reads like a threat."}]
        ids = [row.id for row in rows]
    for read in (*ids[:2], ids[0], 999_999):  # one twice, and one that is nowhere
        with work() as w:
            sit_down(w, ada, "courier", [], ids, read=read)
    clock.advance(days=1)
    with work() as w:
        sit_down(w, ada, "courier", [], ids, read=ids[2])
    with work() as w:
        (own,), (other,) = read_own_load(w, ada), read_own_load(w, lead)
    assert (own.only_read_today.count, own.only_read_today.heavy) == (1, 0)
    assert (own.only_read_this_week.count, own.only_read_this_week.heavy, own.week.count) == (3, 1, 0)
    assert other.only_read_this_week.count == 0
    with work() as w:
        decide(w, ada, "courier", ids[2], NewDecision(action=Action.APPROVE, revision=1, seen=0))
    with work() as w:
        (own,) = read_own_load(w, ada)
    assert (own.only_read_today.count, own.today.count) == (0, 1)  # in one of the two
    clock.advance(days=8)
    with work() as w:
        tidy(w)
        assert w.session.scalars(select(func.count(ReadingRow.comment_id))).one() == 1


def test_a_lead_sees_who_bears_how_much_by_name(
    work: WorkFactory, site: Site, ada: Actor, lead: Actor
) -> None:
    for _ in range(3):
        remove(work, site, lead)
    remove(work, site, ada, Reason.SPAM)
    with work() as w:
        team = read_team_load(w, lead, "courier")
    assert [(name, load.count, load.heavy) for name, load in team.people] == [
        ("Ada Quill", 1, 0),
        ("Bo Chief", 3, 3),
    ]
    with pytest.raises(Forbidden), work() as w:
        read_team_load(w, ada, "courier")


def test_the_desk_has_a_word_about_a_break_until_it_is_switched_off(
    work: WorkFactory, site: Site, ada: Actor, clock: Clock
) -> None:
    for _ in range(3):
        remove(work, site, ada)
        clock.advance(minutes=1)
    assert word(work, ada) == ""
    with work() as w:
        save_choices(w, ada, {}, is_blurred=True, break_heavy=3)
    assert word(work, ada).startswith("3 heavy comments since your last pause.")
    with work() as w:
        save_choices(w, ada, {}, is_blurred=True, break_minutes=0, break_heavy=0)
    assert word(work, ada) == ""


def test_a_persons_load_is_read_along_their_own_entries(
    engine: Engine, work: WorkFactory, clock: Clock
) -> None:
    steps = plan_of(engine, work, lambda session: care.done_by(session, 1, 2, clock.now, 9))
    assert "ix_log_entries_site_id_by_id_place (site_id=? AND by_id=? AND place>" in steps[0], steps
    assert not any(step.startswith("SCAN") for step in steps)
    steps = plan_of(engine, work, lambda session: care.count_overturned(session, 1, 2, clock.now))
    assert "ix_log_entries_site_id_by_id_place (site_id=? AND by_id=? AND place>" in steps[0], steps
