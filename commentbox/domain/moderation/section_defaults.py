"""What holds for every article of a section that says nothing else of itself, written line by line."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from commentbox.domain.moderation.hours import hours_problem
from commentbox.domain.moderation.lists import section_problem

MAX_SLOW_MODE = 24 * 3600  # seconds
MOST_IDLE_DAYS = 365
ALWAYS = "always"  # instead of hours: round the clock
_LINE = re.compile(r"(/\S*) +(open|slow mode|notice|close after) +(\S.*)", re.IGNORECASE)
_ASK = "write a section and one thing, such as /sport/ open daily 7-23 or /sport/ slow mode 60"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing of one section: `what` is `open`, `slow mode`, `notice` or `close after`."""

    section: str
    what: str
    value: str

    @property
    def said(self) -> str:
        """In a few words, with the unit."""
        return f"{self.what} {self.value}{_UNITS.get(self.what, '')}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionDefaults:
    """What an article takes from its sections. Without `hours` it is open round the clock.

    `idle_days`: comments close when nobody has written for so long; 0 is never.
    """

    hours: tuple[str, ...] = ()
    slow_mode_seconds: int = 0
    notice: str = ""
    idle_days: int = 0
    lines: tuple[Line, ...] = ()  # where it comes from


def defaults_for(lines: tuple[str, ...], url: str) -> SectionDefaults:
    """Of each thing, what the longest section says that the address begins with after its host."""
    return _defaults(lines, urlsplit(url).path) if lines else _NOTHING


def default_problem(line: str) -> str:
    """What is wrong with one line; nothing if it can be read."""
    found = _read(line)
    if found is None:
        return f"“{line[:40]}”: {_ASK}"
    if problem := section_problem(found.section):
        return problem
    if found.what == "open" and found.value.lower() != ALWAYS:
        return hours_problem(found.value)
    if found.what == "slow mode" and not _is_number(found.value, MAX_SLOW_MODE):
        return f"“{line[:40]}”: give a number of seconds up to {MAX_SLOW_MODE:,}, or 0 for no slow mode"
    if found.what == "close after" and not _is_number(found.value, MOST_IDLE_DAYS):
        return f"“{line[:40]}”: give a number of quiet days up to {MOST_IDLE_DAYS}, or 0 for never"
    return ""


@lru_cache(maxsize=1024)
def _defaults(lines: tuple[str, ...], path: str) -> SectionDefaults:
    holds = _longest(
        [line for line in map(_read, lines) if line is not None and path.startswith(line.section)]
    )
    hours = tuple(line.value for line in holds if line.what == "open" and line.value.lower() != ALWAYS)
    slow = next((int(line.value) for line in holds if line.what == "slow mode"), 0)
    notice = "\n".join(line.value for line in holds if line.what == "notice")
    days = next((int(line.value) for line in holds if line.what == "close after"), 0)
    return SectionDefaults(
        hours=hours, slow_mode_seconds=slow, notice=notice, idle_days=days, lines=tuple(holds)
    )


def _longest(lines: list[Line]) -> list[Line]:
    """Several lines of one section stand side by side, such as hours on weekdays and at weekends."""
    most: dict[str, int] = {}
    for line in lines:
        most[line.what] = max(most.get(line.what, 0), len(line.section))
    return [line for line in lines if len(line.section) == most[line.what]]


def _read(line: str) -> Line | None:
    found = _LINE.fullmatch(line.strip())
    return None if found is None else Line(section=found[1], what=found[2].lower(), value=found[3].strip())


def _is_number(value: str, most: int) -> bool:
    is_one = value.isascii() and value.isdigit() and len(value) <= len(str(most))
    return is_one and int(value) <= most


_UNITS = {"slow mode": " seconds", "close after": " quiet days"}
_NOTHING = SectionDefaults()
