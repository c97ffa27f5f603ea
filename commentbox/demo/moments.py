"""When people write: in bursts, by day rather than by night, and most of all while the article is fresh."""

from datetime import datetime, timedelta
from math import exp
from random import Random

_BIN = timedelta(minutes=10)
_BY_HOUR = (3, 2, 1, 1, 1, 2, 4, 8, 10, 9, 8, 9, 12, 11, 8, 7, 8, 10, 12, 14, 15, 13, 9, 5)
_FADES_IN_HOURS = 16
_NEVER_BELOW = 0.45
_TICK = timedelta(microseconds=1)


def moments(rng: Random, start: datetime, until: datetime, count: int) -> list[datetime]:
    """`count` different moments in order, each after `start` and before `until`."""
    count_bins = max(1, (until - start) // _BIN)
    bins = [until - _BIN * number for number in range(count_bins, 0, -1)]
    weights = [_liveliness(rng, start, moment) for moment in bins]
    drawn = sorted(
        moment + _BIN * rng.uniform(0.001, 0.999) for moment in rng.choices(bins, weights=weights, k=count)
    )
    for place in range(1, count):
        drawn[place] = max(drawn[place], drawn[place - 1] + _TICK)
    return drawn


def _liveliness(rng: Random, start: datetime, moment: datetime) -> float:
    hours = (moment - start) / timedelta(hours=1)
    fresh = exp(-hours / _FADES_IN_HOURS) + _NEVER_BELOW
    return _BY_HOUR[moment.hour] * fresh * rng.lognormvariate(0, 0.55)
