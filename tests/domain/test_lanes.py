"""The order of the queue: what presses comes first, nothing waits for ever, reports weigh by sender."""

from datetime import UTC, datetime, timedelta

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.lanes import (
    Lane,
    Report,
    Standing,
    count_arranged,
    lane_of,
    pressure,
    risk_of,
    span,
    weight_of,
)

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)


def _standing(lane: Lane = Lane.HELD, *, minutes: float = 0, risk: int = 20, reach: int = 10) -> Standing:
    return Standing(lane=lane, risk=risk, reach=reach, since=NOW - timedelta(minutes=minutes))


def _report(
    minutes_ago: int = 0, *, age: timedelta = timedelta(days=400), upheld: int = 0, dismissed: int = 0
) -> Report:
    at = NOW - timedelta(minutes=minutes_ago)
    return Report(at=at, joined_at=at - age, upheld=upheld, dismissed=dismissed)


def test_a_place_does_not_depend_on_the_hour_and_orders_a_lane_by_pressure() -> None:
    standings = [_standing(minutes=m, risk=r) for m in (0, 7, 90) for r in (5, 50, 95)]
    by_place = sorted(standings, key=lambda one: one.place)
    for later in (timedelta(), timedelta(days=3)):
        pressures = [pressure(one.lane, one.place, NOW + later) for one in by_place]
        assert pressures == sorted(pressures, reverse=True)


@pytest.mark.parametrize("lane", Lane)
def test_whatever_waits_comes_first_at_last(lane: Lane) -> None:
    old = _standing(lane, risk=5, reach=0)
    urgent = Standing(lane=Lane.THREAT, risk=100, reach=100_000, since=NOW + timedelta(days=600))
    then = NOW + timedelta(days=600)
    assert pressure(lane, old.place, then) > pressure(Lane.THREAT, urgent.place, then)


def test_twice_the_target_presses_more_than_half_of_another() -> None:
    held, reported = _standing(minutes=60), _standing(Lane.REPORTED, minutes=60)
    assert pressure(Lane.HELD, held.place, NOW) > pressure(Lane.REPORTED, reported.place, NOW)


@pytest.mark.parametrize(
    ("status", "called", "rules", "complaints", "flags", "lane"),
    [
        (Status.HELD, None, {"links"}, 0, 0, Lane.HELD),
        (Status.HELD, None, {"links"}, 0, 3, Lane.HELD),
        (Status.PUBLISHED, None, set(), 0, 1, Lane.REPORTED),
        (Status.PUBLISHED, None, set(), 1, 2, Lane.LEGAL),
        (Status.HELD, Lane.LEAD, {"threats"}, 0, 0, Lane.LEAD),
        (Status.HELD, None, {"threats"}, 0, 0, Lane.THREAT),
        (Status.HELD, Lane.OPINION, set(), 1, 0, Lane.LEGAL),
        (Status.PUBLISHED, Lane.SAMPLE, set(), 0, 0, Lane.SAMPLE),
        (Status.PUBLISHED, Lane.SAMPLE, set(), 0, 1, Lane.REPORTED),
    ],
)
def test_the_lane_follows_from_what_happened(
    status: Status, called: Lane | None, rules: set[str], complaints: int, flags: int, lane: Lane
) -> None:
    assert lane_of(status, called, rules, complaints, flags) is lane


def test_who_was_right_before_weighs_more() -> None:
    good, bad = _report(upheld=8), _report(dismissed=8)
    assert weight_of(good, [good]) > 4 * weight_of(bad, [bad])
    assert risk_of([], [], [good], 0) > risk_of([], [], [bad], 0)


def test_reports_from_new_accounts_at_once_look_arranged_and_weigh_little() -> None:
    crowd = [_report(minute, age=timedelta(hours=2)) for minute in range(20)]
    honest = _report(3, upheld=2)
    assert count_arranged([*crowd, honest]) == 21
    assert sum(weight_of(one, crowd) for one in crowd) < 2 * weight_of(honest, [*crowd, honest])


def test_accounts_that_were_opened_together_are_linked_however_old() -> None:
    together = [
        Report(at=NOW, joined_at=LONG_AGO + timedelta(minutes=minute), upheld=0, dismissed=0)
        for minute in range(6)
    ]
    apart = [Report(at=NOW, joined_at=LONG_AGO + timedelta(days=day)) for day in range(6)]
    assert (count_arranged(together), count_arranged(apart)) == (6, 0)


def test_many_reports_over_a_day_are_no_crowd() -> None:
    assert count_arranged([_report(60 * hour, age=timedelta(days=1)) for hour in range(10)]) == 0


@pytest.mark.parametrize(
    ("time", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (119, "119 minutes"), (120, "2 hours"), (2880, "2 days")],
)
def test_spans_are_told_in_the_unit_that_matters(time: int, words: str) -> None:
    assert span(timedelta(minutes=time)) == words
