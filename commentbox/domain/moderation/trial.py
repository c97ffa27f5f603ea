"""Other rules tried on what was said before: what they would have caught, and what people made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commentbox.domain.comment import Action, Status
from commentbox.domain.moderation.verdict import Outcome

MAX_DAYS = 90


class Fate(StrEnum):
    """What became of a comment, as far as people had a hand in it."""

    REMOVED = "removed"
    APPROVED = "approved"  # a moderator looked and published it
    LEFT = "left"  # it stands, and nobody decided
    OPEN = "open"  # it waits, or its author took it back


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many comments, by what became of them."""

    removed: int = 0
    approved: int = 0
    left: int = 0
    open: int = 0

    @property
    def all(self) -> int:
        return self.removed + self.approved + self.left + self.open

    def more(self, fate: Fate) -> "Count":
        return Count(**{each.value: getattr(self, each.value) + (each is fate) for each in Fate})

    def to_dict(self) -> dict[str, int]:
        return {each.value: getattr(self, each.value) for each in Fate}


@dataclass(frozen=True, kw_only=True)
class Tally:
    """`now`: caught by the rules in force; `then`: by the others; the difference both ways.

    Caught is what would wait or go back to its author.
    """

    read: int = 0
    now: Count = Count()
    then: Count = Count()
    newly: Count = Count()
    no_longer: Count = Count()

    def add(self, now: Outcome, then: Outcome, fate: Fate) -> "Tally":
        is_now, is_then = now >= Outcome.HOLD, then >= Outcome.HOLD
        return Tally(
            read=self.read + 1,
            now=self.now.more(fate) if is_now else self.now,
            then=self.then.more(fate) if is_then else self.then,
            newly=self.newly.more(fate) if is_then and not is_now else self.newly,
            no_longer=self.no_longer.more(fate) if is_now and not is_then else self.no_longer,
        )

    def to_dict(self) -> dict[str, object]:
        counts = {name: getattr(self, name).to_dict() for name in ("now", "then", "newly", "no_longer")}
        return {"read": self.read, **counts}

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> "Tally":
        counts = {name: Count(**kept[name]) for name in ("now", "then", "newly", "no_longer") if name in kept}  # type: ignore[arg-type]  # made by `to_dict`
        return cls(read=int(str(kept.get("read", 0))), **counts)


def fate_of(status: Status, decided: Action | None) -> Fate:
    """`decided`: the last word of a person, if there was one."""
    if status is Status.REMOVED:
        return Fate.REMOVED
    if status is not Status.PUBLISHED:
        return Fate.OPEN
    return Fate.LEFT if decided is None else Fate.APPROVED


def in_words(count: Count) -> str:
    """What people did with these, such as `removed 33 of those 41, approved 3 and left 5 standing`."""
    if not count.all:
        return ""
    said = f"Moderators removed {count.removed:,} of those {count.all:,}"
    rest = [
        f"approved {count.approved:,}" if count.approved else "",
        f"left {count.left:,} standing without a decision" if count.left else "",
        f"{count.open:,} wait or were deleted by their authors" if count.open else "",
    ]
    return ", ".join([said, *filter(None, rest)]) + "."
