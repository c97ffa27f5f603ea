"""Where what waits for a moderator stands in line: its lane, and how much it presses.

A comment's place in its lane is one number that does not change while it waits, so the database keeps the
line in an index. Between lanes the age counts in targets: what has waited for twice its lane's target presses
more than what has waited for half of its own. That grows without end, so nothing waits for ever.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import floor, log2, prod

from commentbox.domain.comment import Action, Status

NEW_ACCOUNT = timedelta(days=7)
_MANY, _AT_ONCE = 5, timedelta(minutes=30)
_LINKED, _JOINED_TOGETHER = 3, timedelta(hours=1)
_STEP = 1000  # of a place: a thousandth of a target
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Lane(StrEnum):
    """The most pressing first."""

    LEGAL = "legal"
    THREAT = "threat"
    LEAD = "lead"
    OPINION = "opinion"
    HELD = "held"
    REPORTED = "reported"
    APPEALS = "appeals"
    SAMPLE = "sample"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def target(self) -> timedelta:
        """How soon somebody should have decided."""
        return _TARGETS[self]

    @property
    def weight(self) -> float:
        return _WEIGHTS[self]


# A moderator's act that passes a comment on, and to where.
CALLS = {Action.ESCALATE: Lane.LEAD, Action.TO_LEGAL: Lane.LEGAL, Action.ASK: Lane.OPINION}


@dataclass(frozen=True, kw_only=True)
class Report:
    """One open report, as far as it says something about whoever sent it."""

    at: datetime
    joined_at: datetime
    upheld: int = 0  # earlier reports of this reader that a removal answered
    dismissed: int = 0

    @property
    def is_from_new_account(self) -> bool:
        return self.at - self.joined_at < NEW_ACCOUNT

    @property
    def credibility(self) -> float:
        """The share of this reader's reports that is likely to be right; one half where nothing is known."""
        return (self.upheld + 1) / (self.upheld + self.dismissed + 2)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A comment's place in line with everything it comes from. `risk` is in percent, `reach` in people."""

    lane: Lane
    risk: int
    reach: int
    since: datetime

    @property
    def place(self) -> int:
        """Lower comes first within the lane, at any time of day."""
        in_targets = (self.since - _EPOCH) / self.lane.target
        return floor(_STEP * (in_targets - _weighed(self.lane, self.risk, self.reach)))


def pressure(lane: Lane, place: int, now: datetime) -> float:
    """Risk × reach, plus the age in targets: comparable between lanes."""
    return (now - _EPOCH) / lane.target - place / _STEP


def span(time: timedelta) -> str:
    """In words, to the unit that matters."""
    minutes = max(0, int(time.total_seconds() // 60))
    count, unit = next(
        (minutes // size, unit)
        for size, unit in ((1440, "day"), (60, "hour"), (1, "minute"))
        if minutes >= 2 * size or size == 1
    )
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def is_waiting(status: Status, open_flags: int, called: Lane | None) -> bool:
    return status is Status.HELD or (status is Status.PUBLISHED and (open_flags > 0 or called is not None))


def lane_of(status: Status, called: Lane | None, rules: Collection[str], complaints: int, flags: int) -> Lane:
    """`called`: where somebody has passed it on to, or chance. `rules`: which of them found something."""
    if complaints or called is Lane.LEGAL:
        return Lane.LEGAL
    if called in (Lane.LEAD, Lane.OPINION):
        return called
    if not URGENT.isdisjoint(rules):
        return Lane.THREAT
    if status is Status.HELD:
        return Lane.HELD
    return Lane.REPORTED if flags else called or Lane.HELD


def risk_of(
    held_by: Iterable[str],
    noted_by: Iterable[str],
    reports: Collection[Report],
    removed_share: float,
    score: int = 0,
) -> int:
    """How likely it does harm, in percent: each sign takes its part of what the others leave.

    `score`: what the triage makes of the text, where it may say so.
    """
    signs = [_HOLDS.get(rule, 0.3) for rule in held_by]
    signs += [_HOLDS.get(rule, 0.2) / 2 for rule in noted_by]
    signs += [0.35 * weight_of(report, reports) for report in reports]
    signs += [removed_share / 2, score / 100]
    return max(5, round(100 * (1 - prod(1 - sign for sign in signs))))


def weight_of(report: Report, reports: Collection[Report]) -> float:
    """The reader's record; next to nothing where the reports look arranged and theirs is one of those."""
    is_of_them = report.is_from_new_account or _is_linked(report, reports)
    return report.credibility * (0.1 if is_of_them and count_arranged(reports) else 1)


def count_arranged(reports: Collection[Report]) -> int:
    """How many reports came at once, mostly from new accounts or such that joined together; 0 if none did."""
    moments = sorted(report.at for report in reports)
    for start in moments:
        near = [report for report in reports if start <= report.at <= start + _AT_ONCE]
        odd = [report for report in near if report.is_from_new_account or _is_linked(report, near)]
        if len(near) >= _MANY and 2 * len(odd) > len(near):
            return len(near)
    return 0


def _is_linked(report: Report, others: Collection[Report]) -> bool:
    """Whether several of them opened their accounts within an hour of this one."""
    near = [other for other in others if abs(other.joined_at - report.joined_at) <= _JOINED_TOGETHER / 2]
    return len(near) >= _LINKED


def _weighed(lane: Lane, risk: int, reach: int) -> float:
    return lane.weight * risk / 100 * log2(2 + reach)


_LABELS = {
    Lane.LEGAL: "Legal",
    Lane.THREAT: "Threats",
    Lane.LEAD: "For the lead",
    Lane.OPINION: "Second opinion",
    Lane.HELD: "Held",
    Lane.REPORTED: "Reported",
    Lane.APPEALS: "Appeals",
    Lane.SAMPLE: "Sample",
}
_TARGETS = {
    Lane.LEGAL: timedelta(hours=24),
    Lane.THREAT: timedelta(minutes=15),
    Lane.LEAD: timedelta(hours=4),
    Lane.OPINION: timedelta(hours=8),
    Lane.HELD: timedelta(minutes=30),
    Lane.REPORTED: timedelta(hours=2),
    Lane.APPEALS: timedelta(days=7),
    Lane.SAMPLE: timedelta(hours=72),
}
_WEIGHTS = {
    Lane.LEGAL: 3.0,
    Lane.THREAT: 4.0,
    Lane.LEAD: 1.5,
    Lane.OPINION: 1.0,
    Lane.HELD: 1.0,
    Lane.REPORTED: 1.0,
    Lane.APPEALS: 1.0,
    Lane.SAMPLE: 0.2,
}
URGENT = frozenset({"threats", "self_harm"})
_HOLDS = {  # how often what a rule holds turns out to be harmful; a guess to begin with
    "threats": 0.8,
    "self_harm": 0.8,
    "banned_words": 0.6,
    "repeats": 0.5,
    "removals": 0.5,
    "links": 0.4,
    "suspect_words": 0.4,
    "shouting": 0.2,
    "disposable": 0.2,
    "unchallenged": 0.15,
    "newcomers": 0.1,
    "triage": 0.0,  # its score counts by itself
    "premoderation": 0.1,
    "unconfirmed": 0.1,
}
