"""In which order comments are read, and the number that decides which is best."""

import math
from datetime import timedelta
from enum import StrEnum

from commentbox.domain.words import Words


class Sort(StrEnum):
    """The orders a reader can choose from."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"
    REPLIES = "replies"
    PICKS = "picks"  # these alone
    SIDES = "sides"  # where the article’s question has two

    @property
    def label(self) -> Words:
        return _LABELS[self]

    @property
    def explanation(self) -> Words:
        """One sentence for readers on how this order comes about."""
        return _EXPLANATIONS[self]


class Window(StrEnum):
    """How far back it counts what is discussed most."""

    DAY = "24h"
    WEEK = "7d"

    @property
    def span(self) -> timedelta:
        return timedelta(days=1 if self is Window.DAY else 7)


def wilson(up: int, down: int, z: float = 1.281551565545) -> float:
    """The share of readers who would approve, at the least, given the votes so far; between 0 and 1.

    Lower bound of the score interval: (p + z²/2n - z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), where n = up + down
    and p = up / n. `z` says how sure to be: 1.2816 is the 90th percentile of the normal distribution, so the
    truth lies lower in one case of ten. E. B. Wilson, “Probable Inference, the Law of Succession, and
    Statistical Inference”, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    n = up + down
    if n == 0:
        return 0.0
    p = up / n
    centre = p + z * z / (2 * n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (centre - spread) / (1 + z * z / n))


def score(up: int, down: int = 0) -> int:
    """The same as a whole number, so that every database sorts and compares it alike.

    Votes against count as readers who would not approve: they lower p and raise n, and no number of them
    takes a comment below one without votes.
    """
    return int(wilson(up, down) * 1_000_000_000)


_LABELS = {
    Sort.BEST: Words("Best"),
    Sort.NEWEST: Words("Newest"),
    Sort.OLDEST: Words("Oldest"),
    Sort.REPLIES: Words("Most replies"),
    Sort.PICKS: Words("Editors’ picks"),
    Sort.SIDES: Words("Both sides"),
}

_EXPLANATIONS = {
    Sort.BEST: Words("The comments readers recommend most come first, and many votes weigh more than a few."),
    Sort.NEWEST: Words("The latest comments come first."),
    Sort.OLDEST: Words("The conversation from its beginning."),
    Sort.REPLIES: Words("The comments that were answered most come first."),
    Sort.PICKS: Words("Only what the editors picked, the latest pick first."),
    Sort.SIDES: Words(
        "One comment of each side in turn, the best first, of those who show how they answered."
    ),
}
