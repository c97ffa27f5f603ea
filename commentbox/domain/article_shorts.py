"""What can be said of an article in one word, and so of many at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from commentbox.domain.article_settings import (
    COOL_HOURS,
    ArticleSettings,
    clean_hours,
    clean_idle_days,
    clean_slow_mode,
)
from commentbox.domain.errors import Invalid

_SAME = timedelta(minutes=10)


class Short(StrEnum):
    """The values are those of the form."""

    CLOSE = "close"
    OPEN = "open"
    IDLE = "idle"  # with a number of days
    SECTION = "section"  # no end of its own
    HOURS = "hours"  # with opening hours, and none for those of the section
    PREMODERATE = "premoderate"
    READ_AFTER = "read_after"
    SLOW = "slow"  # with a number of seconds, and 0 for none
    COOL = "cool"  # with a number of hours
    WARM = "warm"

    @property
    def label(self) -> str:
        return _LABELS[self]


def in_short(settings: ArticleSettings, do: Short, number: str, now: datetime) -> ArticleSettings:
    """The settings afterwards. `number` are hours as people write them, where hours are asked for.

    Raises `Invalid` for one that cannot be.
    """
    match do:
        case Short.CLOSE:
            return replace(settings, closed_at=now)
        case Short.OPEN:
            return settings.opened(now)
        case Short.IDLE:
            return replace(settings, idle_days=clean_idle_days(number))
        case Short.SECTION:
            return replace(settings, closed_at=None, closes_at=None, idle_days=None)
        case Short.HOURS:
            return replace(settings, hours=clean_hours(number))
        case Short.PREMODERATE | Short.READ_AFTER:
            return replace(settings, premoderate=do is Short.PREMODERATE)
        case Short.SLOW:
            return replace(settings, slow_mode_seconds=clean_slow_mode(number))
        case Short.COOL:
            return _cooled(settings, number, now)
        case Short.WARM:
            return replace(settings, cools_until=None)


def _cooled(settings: ArticleSettings, number: str, now: datetime) -> ArticleSettings:
    """For so many hours from this minute on; the same once more, a little later, is a retry."""
    if number not in map(str, COOL_HOURS):
        told = ", ".join(map(str, COOL_HOURS))
        raise Invalid("bad_hours", f"Say for how many hours: {told}.", field="number")
    until = now.replace(second=0, microsecond=0) + timedelta(hours=int(number))
    kept = settings.cools_until
    if kept is not None and timedelta(0) <= until - kept < _SAME:
        return settings
    return replace(settings, cools_until=until)


_LABELS = {
    Short.CLOSE: "Close",
    Short.OPEN: "Open",
    Short.IDLE: "Close after so many quiet days",
    Short.SECTION: "Close when their section says",
    Short.HOURS: "Opening hours (none: as their section says)",
    Short.PREMODERATE: "Read everything first",
    Short.READ_AFTER: "Do not read everything first",
    Short.SLOW: "Slow mode, in seconds (0: off)",
    Short.COOL: "Cool down, in hours",
    Short.WARM: "End the cool-down",
}
