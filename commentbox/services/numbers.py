"""What a site's comments come to in some days: closed days as they were counted, today as it is so far."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from commentbox.domain.appeals import Outcome, count_courses
from commentbox.domain.days import day_of, day_typed, span_of
from commentbox.domain.errors import Invalid
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.domain.tally import BY_SECTION, WHOLE, Tally, is_counted, tally
from commentbox.domain.waits import EDGES, share_within
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import site_to_moderate
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.appeal_counts import appeals_since
from commentbox.store.appeals import oldest_open
from commentbox.store.day_counts import by_day, last_counted_day, sections_between, sums
from commentbox.store.day_facts import facts_of_day
from commentbox.store.line import oldest_by_lane
from commentbox.store.people import sections_at

LIVE_AT_MOST = 5_000  # comments, decisions and reports of a day that is not over
LONGEST = 400  # days
_LIVE_DAYS = 3
_DAY = timedelta(days=1)
CHARTED = ("posted", "published", "held", "removed", "reported")


@dataclass(frozen=True, kw_only=True)
class NumbersAsked:
    """As typed: two days, both part of the time, and a section or nothing for the whole site."""

    since: str = ""
    until: str = ""
    section: str = WHOLE


@dataclass(frozen=True, kw_only=True)
class LaneNumbers:
    """Of one lane: what waits now, and within how many minutes half, and nine of ten, were decided."""

    lane: Lane
    count_waiting: int
    waits_since: datetime | None
    decided: int
    half_within: int | None
    most_within: int | None
    in_target: int


@dataclass(frozen=True, kw_only=True)
class NumbersPage:
    """`own`: the sections of who moderates some, as far as they are counted, and they see no other;
    `uncounted`: the rest of theirs. Where none is counted, it is the whole site that is shown.

    `is_cut`: more happened today than is counted at once. `is_behind`: a closed day is missing."""

    site: Site
    counts: Counts
    first: date
    last: date
    today: date
    section: str
    totals: Mapping[str, int]
    days: Sequence[tuple[date, Mapping[str, int]]]
    sections: Sequence[tuple[str, Mapping[str, int]]]
    lanes: Sequence[LaneNumbers]
    is_cut: bool
    is_behind: bool
    own: Sequence[str] = ()
    uncounted: Sequence[str] = ()

    def of(self, kind: str) -> int:
        return self.totals.get(kind, 0)


@dataclass(kw_only=True)
class Counted:
    """The counts of some days. `sections` has every one of them, whichever was asked for."""

    days: dict[date, Counter[str]]
    totals: Counter[str]
    sections: dict[str, Counter[str]]
    is_cut: bool = False
    is_behind: bool = False


def read_numbers(work: Work, actor: Actor | None, site_key: str, asked: NumbersAsked) -> NumbersPage:
    """For whoever may see them. Raises `Invalid`, naming the field, for days that cannot be."""
    site = site_to_moderate(work, actor, site_key, Right.NUMBERS)
    person = signed_in(actor)
    theirs = sections_at(work.session, person.id, site.id)
    own = tuple(name for name in theirs if is_counted(name))
    if own and asked.section not in own:
        asked = replace(asked, section=own[0])
    today = day_of(work.now, site.policy.time_zone)
    first, last = days_asked(asked, today)
    found = count(work, site, first, last, asked.section)
    if not asked.section:
        found.totals.update(_appeals(work, site, first, last))
    return NumbersPage(
        site=site,
        counts=count_waiting(work, site, person),
        first=first,
        last=last,
        today=today,
        section=asked.section,
        totals=found.totals,
        days=sorted(found.days.items()),
        sections=sorted(
            ((name, counts) for name, counts in found.sections.items() if not own or name in own),
            key=lambda pair: (-pair[1]["posted"], pair[0]),
        ),
        lanes=[] if asked.section else _lanes(work, site, found.totals),
        is_cut=found.is_cut,
        is_behind=found.is_behind,
        own=own,
        uncounted=tuple(name for name in theirs if name not in own),
    )


def days_asked(asked: NumbersAsked, today: date) -> tuple[date, date]:
    """The last seven days, if nothing else is asked for."""
    last = day_typed(asked.until, "until") or today
    first = day_typed(asked.since, "since") or last - 6 * _DAY
    if first > last:
        raise Invalid("bad_day", "The last day is before the first one.", field="until")
    if last - first >= LONGEST * _DAY:
        raise Invalid("bad_day", f"Choose at most {LONGEST} days at once.", field="since")
    return first, last


def count(work: Work, site: Site, first: date, last: date, section: str) -> Counted:
    """Never more work than the days asked for, and of days that are not counted yet a bounded part."""
    today = day_of(work.now, site.policy.time_zone)
    counted = last_counted_day(work.session, site.id)
    closed = min(last, counted) if counted is not None else first - _DAY
    found = _closed(work, site, first, closed, section)
    day = max(first, closed + _DAY)
    if day < today - _LIVE_DAYS * _DAY and day <= last:
        found.is_behind, day = True, today - (_LIVE_DAYS - 1) * _DAY
    while day <= min(last, today):
        facts, is_cut = facts_of_day(work.session, site.id, span_of(day, site.policy.time_zone), LIVE_AT_MOST)
        found.is_cut = found.is_cut or is_cut
        _add(found, day, tally(facts), section)
        day += _DAY
    return found


def steps_of(totals: Mapping[str, int], lane: Lane | None = None) -> Counter[int]:
    """How many decisions took how long, by the edge of each step; of one lane or of all."""
    found: Counter[int] = Counter()
    for kind, number in totals.items():
        name, _, rest = kind.partition(":")
        if name == "wait":
            of_lane, _, edge = rest.partition(":")
            if lane is None or of_lane == lane.value:
                found[int(edge)] += number
    return found


def _closed(work: Work, site: Site, first: date, last: date, section: str) -> Counted:
    days: dict[date, Counter[str]] = {}
    day = first
    while day <= last:
        days[day] = Counter()
        day += _DAY
    for (at, kind), number in by_day(work.session, site.id, section, first, last, CHARTED).items():
        days[at][kind] = number
    sections: dict[str, Counter[str]] = {}
    for name, kind, number in sections_between(work.session, site.id, first, last):
        sections.setdefault(name, Counter())[kind] = number
    totals = Counter(sums(work.session, site.id, section, first, last))
    return Counted(days=days, totals=totals, sections=sections)


def _add(found: Counted, day: date, day_tally: Tally, section: str) -> None:
    found.days[day] = Counter()
    for (name, kind), number in day_tally.items():
        if name != WHOLE and kind in BY_SECTION:
            found.sections.setdefault(name, Counter())[kind] += number
        if name == section:
            found.totals[kind] += number
            found.days[day][kind] += number


def _appeals(work: Work, site: Site, first: date, last: date) -> Counter[str]:
    since, until = (span_of(day, site.policy.time_zone) for day in (first, last))
    found = count_courses(appeals_since(work.session, site.id, since[0]), since[0], until[1])
    kinds = ("received", Outcome.OVERTURNED.value, Outcome.UPHELD.value)
    return Counter({f"appeals_{kind}": found[kind] for kind in kinds if found[kind]})


def _lanes(work: Work, site: Site, totals: Mapping[str, int]) -> list[LaneNumbers]:
    appeals = oldest_open(work.session, site.id)
    waiting = {**oldest_by_lane(work.session, site.id), Lane.APPEALS: appeals}
    found = []
    for lane in Lane:
        number, since = waiting.get(lane, (0, None))
        steps = steps_of(totals, lane)
        minutes = lane.target.total_seconds() / 60
        if number or steps:
            each = LaneNumbers(
                lane=lane,
                count_waiting=number,
                waits_since=since,
                decided=steps.total(),
                half_within=share_within(steps, 0.5),
                most_within=share_within(steps, 0.9),
                in_target=sum(steps[edge] for edge in EDGES if edge <= minutes),
            )
            found.append(each)
    return found
