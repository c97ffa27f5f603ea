"""What staff have set for one article: when it takes comments, who looks first, how fast, a notice."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from commentbox.domain.errors import Invalid
from commentbox.domain.moderation.hours import hours_problem
from commentbox.domain.moderation.rules.slow_mode import span
from commentbox.domain.moderation.section_defaults import (
    ALWAYS,
    MAX_SLOW_MODE,
    MOST_IDLE_DAYS,
    Line,
    SectionDefaults,
)
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.text import clean_body, is_blank
from commentbox.domain.words import Words

MAX_NOTICE = 500
MAX_HOURS = 7  # lines
COOL_SECONDS = 120  # between two comments of one reader, while it cools down
COOL_APPROVED = 2  # published comments on the site, and until then somebody is new
COOL_HOURS = (1, 3, 6, 12, 24)


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleSettings:
    """`closed_at`: by a person. The others close by themselves, at a moment or after so many quiet days.

    `idle_days`: 0 is never, whatever its section says.
    """

    closed_at: datetime | None = None
    closes_at: datetime | None = None
    idle_days: int | None = None
    hours: str = ""  # in which it is open, line by line, or `always`; nothing: as its section says
    premoderate: bool = False
    slow_mode_seconds: int = 0  # at least so many between two comments of one reader
    cools_until: datetime | None = None  # until then slower, and new people wait
    notice: str = ""  # plain text, the newsroom’s words above the comments

    def closing(self, active_at: datetime) -> datetime | None:
        """When comments close or have closed, if nobody writes after `active_at`.

        A whole minute, as public pages are made anew every minute: they and the door close together.
        """
        idle = None if not self.idle_days else active_at + timedelta(days=self.idle_days)
        moments = [moment for moment in (self.closed_at, self.closes_at, idle) if moment is not None]
        return min(moments).replace(second=0, microsecond=0) if moments else None

    @property
    def has_end(self) -> bool:
        """Whether it was said here until when it is open, if only that it has no end."""
        return any(end is not None for end in (self.closed_at, self.closes_at, self.idle_days))

    def is_open(self, active_at: datetime, now: datetime) -> bool:
        closing = self.closing(active_at)
        return closing is None or now < closing

    @property
    def opening_hours(self) -> tuple[str, ...]:
        """As `hours.opens_again` takes them; none is round the clock."""
        return () if self.hours == ALWAYS else tuple(self.hours.splitlines())

    def opened(self, now: datetime) -> "ArticleSettings":
        """Open again: a moment that is past closes nothing any more."""
        is_past = self.closes_at is not None and self.closes_at <= now
        return replace(self, closed_at=None, closes_at=None if is_past else self.closes_at)

    def is_cooling(self, now: datetime) -> bool:
        """It ends by itself: nothing need be done."""
        return self.cools_until is not None and now < self.cools_until

    def with_defaults(self, section: SectionDefaults) -> "ArticleSettings":
        """What was set for the article itself is kept; what was not comes from its section."""
        return replace(
            self,
            idle_days=self.idle_days if self.has_end else section.idle_days or None,
            hours=self.hours or "\n".join(section.hours),
            slow_mode_seconds=self.slow_mode_seconds or section.slow_mode_seconds,
            notice=self.notice or section.notice,
        )

    def taken_from(self, section: SectionDefaults) -> list[Line]:
        """What comes from the section, and from which."""
        own = {
            "open": self.hours,
            "slow mode": self.slow_mode_seconds,
            "notice": self.notice,
            "close after": self.has_end,
        }
        return [line for line in section.lines if not own.get(line.what)]

    def applied_to(self, policy: Policy, now: datetime) -> Policy:
        """The site’s policy as it is for this article: what was asked for here is never only watched."""
        cools = self.is_cooling(now)
        between = max(self.slow_mode_seconds, COOL_SECONDS if cools else 0)
        asked = {"premoderation"} if self.premoderate else set()
        asked |= {"slow_mode"} if between else set()
        asked |= {"newcomers"} if cools else set()
        least = COOL_APPROVED if cools else 0
        return replace(
            policy,
            premoderate=policy.premoderate or self.premoderate,
            hold_new=policy.hold_new or cools,
            new_person_approved=max(policy.new_person_approved, least),
            slow_mode_seconds=max(policy.slow_mode_seconds, between),
            rules_off=tuple(name for name in policy.rules_off if name not in asked),
            rules_watched=tuple(name for name in policy.rules_watched if name not in asked),
        )

    def to_dict(self) -> dict[str, str | int | bool | None]:
        """Plain values for the log, that `from_dict` takes back."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> "ArticleSettings":
        moments = {name: kept.get(name) for name in ("closed_at", "closes_at", "cools_until")}
        found = {name: datetime.fromisoformat(str(at)) if at else None for name, at in moments.items()}
        return cls(**{**kept, **found})  # type: ignore[arg-type]  # it was made by `to_dict`


def clean_notice(raw: object) -> str:
    """Nothing, or some lines of plain text."""
    if not isinstance(raw, str) or is_blank(raw):
        return ""
    try:
        return clean_body(raw, max_length=MAX_NOTICE)
    except Invalid as error:
        raise Invalid(error.code, error.message, field="notice") from None


def clean_hours(raw: str) -> str:
    """One line for some days, or several, parted by a semicolon too; `always` is round the clock."""
    lines = [line.strip() for line in raw.replace(";", "\n").splitlines() if line.strip()]
    if [line.lower() for line in lines] == [ALWAYS]:
        return ALWAYS
    problem = next(filter(None, map(hours_problem, lines)), "")
    if not problem and len(lines) > MAX_HOURS:
        problem = f"give at most {MAX_HOURS} lines of hours"
    if problem:
        raise Invalid("bad_hours", f"{problem[0].upper()}{problem[1:]}.", field="hours")
    return "\n".join(lines)


def clean_idle_days(raw: str) -> int:
    days = _number(raw, MOST_IDLE_DAYS)
    if not days:
        message = Words("Give a number of days from 1 to {most}.", most=MOST_IDLE_DAYS)
        raise Invalid("bad_days", message, field="idle_days")
    return days


def clean_slow_mode(raw: str) -> int:
    """Seconds; nothing and 0 turn it off."""
    seconds = _number(raw.strip() or "0", MAX_SLOW_MODE)
    if seconds is None:
        message = Words("Give a number of seconds up to {most}, or 0 for no slow mode.", most=MAX_SLOW_MODE)
        raise Invalid("bad_slow_mode", message, field="slow_mode_seconds")
    return seconds


def differences(before: ArticleSettings, after: ArticleSettings) -> list[str]:
    """What was done, in a few words each, for the log."""
    said = []
    if (before.closed_at is None) is not (after.closed_at is None):
        said.append("closed the comments" if after.closed_at else "opened the comments")
    if before.closes_at != after.closes_at:
        at = after.closes_at
        said.append(f"set the end to {at:%-d %B %Y, %H:%M} UTC" if at else "took the end away")
    if before.idle_days != after.idle_days:
        days = after.idle_days
        never = "took the end after quiet days away" if days is None else "set no end after quiet days"
        said.append(f"set the end after {days} quiet days" if days else never)
    if before.hours != after.hours:
        spans = after.hours.replace("\n", "; ")
        said.append(f"set the opening hours to {spans}" if spans else "took its own opening hours away")
    if before.premoderate is not after.premoderate:
        said.append("turned premoderation on" if after.premoderate else "turned premoderation off")
    if before.slow_mode_seconds != after.slow_mode_seconds:
        between = after.slow_mode_seconds
        said.append(f"set slow mode to {span(between)}" if between else "turned slow mode off")
    if before.cools_until != after.cools_until:
        at = after.cools_until
        said.append(f"cools it down until {at:%-d %B, %H:%M} UTC" if at else "ended the cool-down")
    if before.notice != after.notice:
        said.append(f"pinned the notice “{after.notice}”" if after.notice else "took the notice away")
    return said


def _number(raw: str, most: int) -> int | None:
    found = int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= len(str(most)) else most + 1
    return found if found <= most else None
