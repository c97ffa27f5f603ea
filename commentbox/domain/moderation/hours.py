"""The hours in which somebody of the newsroom looks at comments, written as people write them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 24 * 60
_WEEK = 7 * _DAY
_LINE = re.compile(r"([a-z ,–-]+?) +(\d{1,2})(?::(\d\d))? *[–-] *(\d{1,2})(?::(\d\d))?")
_ASK = "write days and hours, such as Mon-Fri 8:00-22:00 or daily 7-23"
_LONGEST = 100


def is_staffed(lines: tuple[str, ...], time_zone: str, at: datetime) -> bool:
    """Whether this moment lies in one of these spans; always, where there are none."""
    local = at.astimezone(zone_of(time_zone) or UTC)
    minute = local.weekday() * _DAY + local.hour * 60 + local.minute
    spans = _spans(lines)
    return not spans or any(start <= minute < end or start <= minute + _WEEK < end for start, end in spans)


def opens_again(lines: tuple[str, ...], time_zone: str, at: datetime) -> datetime | None:
    """The minute in which the next of these spans begins, in UTC; None while one of them lasts."""
    if is_staffed(lines, time_zone, at):
        return None
    local = at.astimezone(zone_of(time_zone) or UTC).replace(second=0, microsecond=0)
    minute = local.weekday() * _DAY + local.hour * 60 + local.minute
    wait = min((start - minute) % _WEEK for start, _ in _spans(lines))
    opening = local + timedelta(minutes=wait)  # by the clock on the wall, whatever summer time does meanwhile
    later = opening.astimezone(UTC)
    return later if later > at else opening.replace(fold=1).astimezone(UTC)


def hours_problem(line: str) -> str:
    """What is wrong with one line; nothing if it can be read."""
    return "" if _read(line) else f"“{line[:40]}”: {_ASK}"


def zone_problem(value: object) -> str:
    is_known = isinstance(value, str) and zone_of(value) is not None
    return "" if is_known else "must be the name of a time zone, such as Europe/London or UTC"


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo | None:
    """None for a name that no zone has."""
    if name == "UTC":
        return UTC  # needs no table of zones, which a small system may not have
    try:
        return ZoneInfo(name) if len(name) <= _LONGEST else None
    except (OSError, ValueError, LookupError):
        return None


@lru_cache(maxsize=64)
def _spans(lines: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """In minutes of the week; one that goes past midnight ends on the day after."""
    return tuple(span for line in lines for span in _read(line))


def _read(line: str) -> list[tuple[int, int]]:
    found = _LINE.fullmatch(line.strip().lower()) if len(line) <= _LONGEST else None
    if found is None:
        return []
    days = list(_days(found[1]))
    start, end = (int(found[at]) * 60 + int(found[at + 1] or 0) for at in (2, 4))
    if not days or -1 in days or start >= _DAY or end > _DAY or start == end:
        return []
    end += _DAY if end < start else 0
    return [(day * _DAY + start, day * _DAY + end) for day in days]


def _days(text: str) -> Iterator[int]:
    """Numbers of days from Monday on; -1 for what is none."""
    if text.strip() in ("daily", "every day"):
        yield from range(7)
        return
    for part in text.split(","):
        first, *last = (_day(word) for word in re.split("[–-]", part))
        if first < 0 or -1 in last or len(last) > 1:
            yield -1
        else:
            yield from ((first + step) % 7 for step in range((last[0] - first) % 7 + 1 if last else 1))


def _day(word: str) -> int:
    short = word.strip()[:3]
    return _DAYS.index(short) if short in _DAYS else -1
