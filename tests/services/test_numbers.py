"""Days are counted from the data: closed ones once, whoever counts, and today as it is so far."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.days import day_typed, span_of
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.services.count_days import count_again, count_days
from commentbox.services.flag_comment import flag_comment
from commentbox.services.numbers import NumbersAsked, NumbersPage, read_numbers
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import Site
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.day_counts import DayCountRow
from commentbox.store.people import StaffRow
from tests import make
from tests.conftest import Clock, WorkFactory

Open = Callable[[bool], AbstractContextManager[Work]]
SPORT, NEWS = f"{make.PAPER}/sport/game", f"{make.PAPER}/news/bridge"
POLICY = Policy(
    pace_seconds=0, hold_links_from_new=False, new_person_approved=0, banned_words=("oaf",),
    time_zone="Europe/Berlin",
)  # fmt: skip


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w, policy=POLICY)


@pytest.fixture
def ada(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)


@pytest.fixture
def open_work(engine: Engine, settings: Settings, clock: Clock) -> Open:
    return lambda writing: begin(engine, settings, clock(), writing=writing)


def page(work: WorkFactory, ada: Actor, **asked: str) -> NumbersPage:
    with work() as w:
        return read_numbers(w, ada, "courier", NumbersAsked(**asked))


def an_evening(work: WorkFactory, ada: Actor, clock: Clock) -> None:
    """Four comments on two sections, one of them held and approved, one reported and removed."""
    with work() as w:
        reader, other = make.member(w), make.member(w)
        first = post_comment(w, reader, "courier", make.draft("Well played.", url=SPORT))
        post_comment(w, other, "courier", make.draft("Indeed.", url=SPORT, parent=first.entry.id))
        bad = post_comment(w, other, "courier", make.draft("Go away.", url=NEWS))
        held = post_comment(w, reader, "courier", make.draft("What an oaf.", url=NEWS))
        flag_comment(w, reader, "courier", bad.entry.id, "abuse", "")
    clock.advance(minutes=25)
    with work() as w:
        decide(w, ada, "courier", held.entry.id, NewDecision(action=Action.APPROVE, revision=1, seen=1))
        new = NewDecision(action=Action.REMOVE, reason=Reason.ABUSE, revision=1, seen=0)
        decide(w, ada, "courier", bad.entry.id, new)


def test_today_is_counted_as_it_is(work: WorkFactory, ada: Actor, clock: Clock) -> None:
    an_evening(work, ada, clock)
    with work() as w:
        make.comment(w, status=Status.HELD, url=NEWS, minutes_ago=5)
    found = page(work, ada, since="2026-05-04")
    expected = {
        "posted": 5, "replies": 1, "published": 5, "held": 1, "removed": 1, "reported": 1, "people": 3,
        "talks": 2, "talkers": 5, "held_approved": 1, "passed_removed": 1, "source:reports": 1,
        "reason:abuse": 1, "wait:held:30": 1, "wait:reported:30": 1,
    }  # fmt: skip
    assert dict(found.totals) == expected
    assert [(name, counts["posted"]) for name, counts in found.sections] == [("/news/", 3), ("/sport/", 2)]
    held = next(each for each in found.lanes if each.lane is Lane.HELD)
    assert (held.count_waiting, held.decided, held.half_within, held.in_target) == (1, 1, 30, 1)
    assert not found.is_cut and not found.is_behind
    sport = page(work, ada, since="2026-05-04", section="/sport/")
    assert dict(sport.totals) == {"posted": 2, "replies": 1, "published": 2, "talks": 1, "talkers": 2}


def test_who_moderates_some_sections_meets_the_numbers_of_these(
    work: WorkFactory, site: Site, ada: Actor, clock: Clock
) -> None:
    an_evening(work, ada, clock)
    with work() as w:
        mo = make.member(w, "Mo Hale", role=Role.MODERATOR, at=site)
        w.session.get_one(StaffRow, (mo.id, site.id)).sections = ["/sport/", "/news/city/"]
    for asked in ("", "/sport/", "/news/"):
        found = page(work, mo, section=asked)
        assert (found.section, found.totals["posted"], list(found.lanes)) == ("/sport/", 2, [])
        assert [name for name, _ in found.sections] == ["/sport/"]
    assert (found.own, found.uncounted) == (("/sport/",), ("/news/city/",))
    with work() as w:
        w.session.get_one(StaffRow, (mo.id, site.id)).sections = ["/news/city/"]
    whole = page(work, mo)
    assert (whole.totals["posted"], whole.own, whole.uncounted) == (4, (), ("/news/city/",))


def test_a_closed_day_is_counted_once_by_the_sites_clock(
    work: WorkFactory, ada: Actor, clock: Clock, open_work: Open
) -> None:
    clock.advance(hours=9, minutes=50)  # ten to midnight there
    an_evening(work, ada, clock)
    live = [page(work, ada, until=day, since=day) for day in ("2026-05-04", "2026-05-05")]
    assert count_days(open_work) == 0  # two hours must have gone by
    clock.advance(hours=26)
    assert count_days(open_work) == 2
    assert count_days(open_work) == 0
    counted = [page(work, ada, until=day, since=day) for day in ("2026-05-04", "2026-05-05")]
    assert [dict(each.totals) for each in counted] == [dict(each.totals) for each in live]
    assert counted[0].totals["posted"] == 4 and counted[1].totals["removed"] == 1
    assert counted[0].sections == live[0].sections
    both = page(work, ada, since="2026-05-04", until="2026-05-06")
    assert both.totals["posted"] == 4 and both.totals["removed"] == 1
    assert [counts.get("posted", 0) for _, counts in both.days] == [4, 0, 0]


def test_who_counts_at_once_counts_once(work: WorkFactory, ada: Actor, clock: Clock, open_work: Open) -> None:
    an_evening(work, ada, clock)
    clock.advance(days=2)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_days, [open_work] * 4))
    with work() as w:
        query = select(func.sum(DayCountRow.count)).where(
            DayCountRow.kind == "posted", DayCountRow.section == ""
        )
        assert w.session.scalars(query).one() == 4


def test_a_day_that_is_counted_again_comes_to_the_same(
    work: WorkFactory, ada: Actor, clock: Clock, open_work: Open
) -> None:
    an_evening(work, ada, clock)
    clock.advance(days=2)
    assert count_days(open_work) == 2
    before = page(work, ada, since="2026-05-04").totals
    with work() as w:
        count_again(w, "courier", date(2026, 5, 4))
    assert count_days(open_work) == 2
    assert page(work, ada, since="2026-05-04").totals == before


def test_days_nobody_has_counted_are_told_of(work: WorkFactory, ada: Actor, clock: Clock) -> None:
    an_evening(work, ada, clock)
    clock.advance(days=10)
    assert page(work, ada, since="2026-05-01").is_behind


def test_a_busy_day_is_counted_up_to_a_bound(
    work: WorkFactory, ada: Actor, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_evening(work, ada, clock)
    monkeypatch.setattr("commentbox.services.numbers.LIVE_AT_MOST", 3)
    found = page(work, ada, since="2026-05-04")
    assert found.is_cut and found.totals["posted"] == 3


def test_who_was_here_before_has_come_back(work: WorkFactory, ada: Actor, clock: Clock) -> None:
    with work() as w:
        reader = make.member(w)
        make.comment(w, author=reader)
    clock.advance(days=1)
    with work() as w:
        make.comment(w, author=reader)
        make.comment(w)
    found = page(work, ada, since="2026-05-05")
    assert (found.of("people"), found.of("returned")) == (2, 1)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"since": "May"}, "since"),
        ({"since": "2026-05-05", "until": "2026-05-04"}, "until"),
        ({"since": "2020-01-01"}, "since"),
    ],
)
def test_days_that_cannot_be_are_refused(
    work: WorkFactory, ada: Actor, asked: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        page(work, ada, **asked)
    assert refused.value.field == field


def test_another_publishers_moderator_sees_nothing(work: WorkFactory, ada: Actor) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
    with pytest.raises(NotFound), work() as w:
        read_numbers(w, ada, "gazette", NumbersAsked())


def test_the_span_of_a_day_follows_the_clock(site: Site) -> None:
    spring = day_typed("2026-03-29", "since")
    assert spring is not None
    start, end = span_of(spring, site.policy.time_zone)
    assert end - start == timedelta(hours=23)
