"""How much a moderator has read, how much of it was heavy, and when a break would do good."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.comment import Reason
from commentbox.domain.lanes import URGENT, span

PAUSE = timedelta(minutes=15)  # so long without a decision, and it was a pause
BREAK_MINUTES, BREAK_HEAVY = 90, 25
MOST_MINUTES, MOST_HEAVY = 480, 500
_ALONE = timedelta(minutes=1)  # what a decision takes that stands by itself
_HEAVY_REASONS = frozenset({Reason.ABUSE, Reason.ILLEGAL})


@dataclass(frozen=True, kw_only=True)
class Done:
    """One decision. `is_heavy`: the comment was a threat, hateful or against the law."""

    at: datetime
    is_heavy: bool


@dataclass(frozen=True, kw_only=True)
class Load:
    """Of some span of time. `time` is that of the stretches between pauses."""

    count: int
    heavy: int
    time: timedelta


def is_heavy(rules: Collection[str], reason: Reason | None) -> bool:
    return reason in _HEAVY_REASONS or not URGENT.isdisjoint(rules)


def weighed(at: datetime, findings: Iterable[Mapping[str, object]], reason: Reason | None = None) -> Done:
    """A comment somebody met at that moment: by what rules had found in it, and why it was removed, if so."""
    return Done(at=at, is_heavy=is_heavy({str(found.get("rule")) for found in findings}, reason))


def load_of(done: Sequence[Done]) -> Load:
    return Load(
        count=len(done),
        heavy=sum(each.is_heavy for each in done),
        time=sum((_time(one) for one in stretches(done)), timedelta()),
    )


def stretches(done: Sequence[Done]) -> list[list[Done]]:
    """The decisions in their order, parted by pauses."""
    found: list[list[Done]] = []
    for each in sorted(done, key=lambda one: one.at):
        if found and each.at - found[-1][-1].at < PAUSE:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def hint(done: Sequence[Done], now: datetime, *, minutes: int, heavy: int) -> str:
    """What to say to somebody who has been at it for long; nothing while there is no need, or they do not
    want to hear of it (0). It never keeps anybody from going on.
    """
    last = stretches(done)[-1:]
    if not last or now - last[0][-1].at >= PAUSE:
        return ""
    been, count = now - last[0][0].at, sum(each.is_heavy for each in last[0])
    if heavy and count >= heavy:
        return f"{count} heavy comments since your last pause. What they say is not about you. Take a break?"
    if minutes and been >= timedelta(minutes=minutes):
        return f"You have been at it for {span(been)} without a pause. A few minutes away do good."
    return ""


def _time(stretch: Sequence[Done]) -> timedelta:
    return max(_ALONE, stretch[-1].at - stretch[0].at)
