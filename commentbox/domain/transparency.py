"""What a newsroom may tell everybody about its moderation without pointing at anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.comment import Reason
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.waits import BEYOND
from commentbox.domain.words import Words, counted

SMALL = 5  # below that a number could say who is meant
SOURCES = {
    "rules": Words("The rules had held them"),
    "reports": Words("Readers had reported them"),
    "moderators": Words("Moderators came upon them"),
    "legal": Words("Somebody had complained that they are against the law"),
}
SANCTIONS = {
    SanctionKind.WARNING.value: Words("Warnings"),
    SanctionKind.MUTE.value: Words("People who could not comment for a while"),
    SanctionKind.BAN.value: Words("Bans"),
    SanctionKind.ALWAYS_READ.value: Words("People whose comments are read before they appear"),
}
APPEALS = {
    "received": Words("Appeals received"),
    "overturned": Words("Answered: the decision was wrong"),
    "upheld": Words("Answered: the decision stands"),
    "waiting": Words("Waiting at the end of the month"),
}
REASONS = {reason.value: reason.label for reason in Reason}
DECIDERS = {"person": Words("By a person"), "box": Words("Automatically")}


def veiled(number: int) -> int | None:
    """The number, or none where it is small; nothing at all is no secret."""
    return None if 0 < number < SMALL else number


def veiled_parts(parts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts of a sum that is told: a single small one could be worked out, so another one goes too."""
    found = {name: veiled(number) for name, number in parts.items()}
    hidden = [name for name, number in found.items() if number is None]
    if len(hidden) == 1:
        shown = [name for name, number in found.items() if number]
        for name in sorted(shown, key=lambda name: parts[name])[:1]:
            found[name] = None
    return found


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month that is over. `first`: a moment of its first day, by the site's clock, in UTC at noon.

    What is None is too small to be told. `half_within`: half of the decisions took no longer, in minutes.
    """

    key: str  # such as 2026-05
    first: datetime
    posted: int
    reported: int | None
    removed: int | None
    complaints: int | None
    reasons: Mapping[str, int | None]
    sources: Mapping[str, int | None]
    deciders: Mapping[str, int | None]
    sanctions: Mapping[str, int | None]
    appeals: Mapping[str, int | None]
    half_within: int | None

    @property
    def half_in_words(self) -> Words:
        if self.half_within is None:
            return Words("–")
        if self.half_within == BEYOND:
            return Words("more than a week")
        hours, minutes = divmod(self.half_within, 60)
        if minutes or hours < 2:
            span = counted("{n} minute", "{n} minutes", n=self.half_within)
        else:
            span = counted("{n} hour", "{n} hours", n=hours)
        return Words("{span} or less", span=span)


def month_of(
    key: str,
    first: datetime,
    totals: Mapping[str, int],
    half_within: int | None,
    appeals: Mapping[str, int] | None = None,
) -> Month:
    """What is told of a month whose counts these are (`domain/tally.py`, and `count_courses` of appeals)."""
    removed, by_box = totals.get("removed", 0), totals.get("removed_by_box", 0)
    return Month(
        key=key,
        first=first,
        posted=totals.get("posted", 0),
        reported=veiled(totals.get("reported", 0)),
        removed=veiled(removed),
        complaints=veiled(totals.get("complaints", 0)),
        reasons=veiled_parts({name: totals.get(f"reason:{name}", 0) for name in REASONS}),
        sources=veiled_parts({name: totals.get(f"source:{name}", 0) for name in SOURCES}),
        deciders=veiled_parts({"person": removed - by_box, "box": by_box}),
        sanctions={name: veiled(totals.get(f"sanction:{name}", 0)) for name in SANCTIONS},
        # As one sum: what came in less what was answered is what waits.
        appeals=veiled_parts({name: (appeals or {}).get(name, 0) for name in APPEALS}),
        half_within=half_within,
    )
