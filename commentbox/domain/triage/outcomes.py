"""What became of comments a model has scored: how far its scores can be trusted, and from which one on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_LEAST_HELD = 20  # comments from a threshold on, or it says nothing
_LOWEST = 50  # score that may hold a comment
_WIDE = 10  # of a step of the reliability curve, in percent
THRESHOLDS = (50, 60, 70, 80, 90, 95)


@dataclass(frozen=True, kw_only=True)
class At:
    """What a threshold would have come to."""

    threshold: int
    caught: int
    removed: int  # of those caught, by moderators
    all_removed: int

    @property
    def precision(self) -> float | None:
        """The share of those caught that moderators removed."""
        return self.removed / self.caught if self.caught else None

    @property
    def recall(self) -> float | None:
        """The share of what moderators removed that was caught."""
        return self.removed / self.all_removed if self.all_removed else None


@dataclass(frozen=True, kw_only=True)
class Step:
    """Comments with scores from `start` on: what the model said of them, and what moderators did."""

    start: int
    end: int
    count: int
    said: float
    removed: float


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """For each score from 0 to 100, how many comments with it were removed, and how many approved."""

    removed: Sequence[int] = (0,) * 101
    approved: Sequence[int] = (0,) * 101

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, bool]]) -> "Outcomes":
        counts = {True: [0] * 101, False: [0] * 101}
        for score, is_removed in pairs:
            counts[is_removed][score] += 1
        return cls(removed=tuple(counts[True]), approved=tuple(counts[False]))

    @property
    def count(self) -> int:
        return sum(self.removed) + sum(self.approved)

    def at(self, threshold: int) -> At:
        removed = sum(self.removed[threshold:])
        return At(
            threshold=threshold,
            caught=removed + sum(self.approved[threshold:]),
            removed=removed,
            all_removed=sum(self.removed),
        )

    def threshold_for(self, certainty: float) -> int | None:
        """The lowest score from which on so large a share was removed; None where none can be vouched for.

        What is likelier to be approved is not held, however well it goes with the rest.
        """
        found, caught, removed = None, 0, 0
        for score in range(100, _LOWEST - 1, -1):
            caught, removed = (
                caught + self.removed[score] + self.approved[score],
                removed + self.removed[score],
            )
            if caught >= _LEAST_HELD and removed >= certainty * caught:
                found = score
        return found

    def curve(self) -> list[Step]:
        """The reliability curve, in steps; those without comments are left out."""
        starts = range(0, 100, _WIDE)
        steps = (self._step(start, 101 if start + _WIDE == 100 else start + _WIDE) for start in starts)
        return [step for step in steps if step.count]

    def error(self) -> float | None:
        """How far, on average, what was said is from what happened, as a share."""
        off = sum(step.count * abs(step.said - step.removed) for step in self.curve())
        return off / self.count if self.count else None

    def to_dict(self) -> dict[str, list[int]]:
        return {"removed": list(self.removed), "approved": list(self.approved)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Sequence[int]]) -> "Outcomes":
        return cls(removed=tuple(kept["removed"]), approved=tuple(kept["approved"]))

    def _step(self, start: int, end: int) -> Step:
        scores = range(start, end)
        counts = {score: self.removed[score] + self.approved[score] for score in scores}
        count = sum(counts.values())
        return Step(
            start=start,
            end=min(end, 100),
            count=count,
            said=sum(score * each for score, each in counts.items()) / (100 * count) if count else 0.0,
            removed=sum(self.removed[start:end]) / count if count else 0.0,
        )


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What the model in use makes of a text, and what became of those it was measured on."""

    score: int
    version: int
    later: Outcomes
