"""Which conversations run hot just now, by a sum that anybody can redo from what stands beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(hours=3)  # these last hours, compared with as many before them
BURNS_FROM = 6.0


class Sign(StrEnum):
    """What counts, as the panel calls it."""

    REPORTS = "reports"
    HELD = "held back"
    REMOVED = "removed"
    DOWN = "votes against"
    PACE = "comments"

    @property
    def weight(self) -> float:
        return _WEIGHTS[self]


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """How often something happened in the last window, and in the one before."""

    sign: Sign
    now: int
    before: int

    @property
    def points(self) -> float:
        """What has not become more adds nothing, and takes nothing away."""
        return round(self.sign.weight * max(0, self.now - self.before), 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heat:
    article_id: int
    factors: tuple[Factor, ...]  # the weightiest first; those that are nothing are left out

    @property
    def points(self) -> float:
        return round(sum(factor.points for factor in self.factors), 1)


Counts = Mapping[tuple[int, Sign], tuple[int, int]]  # of an article and a sign: now, and before


def what_burns(counts: Counts, limit: int) -> list[Heat]:
    """The hottest first, and of two alike the article that is older here."""
    articles = {article_id for article_id, _ in counts}
    heats = [_heat(article_id, counts) for article_id in articles]
    hot = [heat for heat in heats if heat.points >= BURNS_FROM]
    return sorted(hot, key=lambda heat: (-heat.points, heat.article_id))[:limit]


def _heat(article_id: int, counts: Counts) -> Heat:
    found = (
        Factor(sign=sign, now=pair[0], before=pair[1])
        for sign in Sign
        if (pair := counts.get((article_id, sign))) is not None
    )
    return Heat(article_id=article_id, factors=_sorted(found))


def _sorted(factors: Iterable[Factor]) -> tuple[Factor, ...]:
    return tuple(sorted((each for each in factors if each.now), key=lambda factor: -factor.points))


_WEIGHTS = {Sign.REPORTS: 2.0, Sign.HELD: 1.0, Sign.REMOVED: 2.0, Sign.DOWN: 0.5, Sign.PACE: 0.1}
