"""The test of ranks sees a difference that is there, and none that is not."""

from random import Random

from bench.timing import LEAST_P, rank_sum_p


def test_equal_times_are_equal_and_slower_ones_are_seen() -> None:
    draw = Random(3)
    first, second = ([draw.gauss(100, 10) for _ in range(2_000)] for _ in range(2))
    assert rank_sum_p(first, second) > LEAST_P
    assert rank_sum_p(first, [value + 1.5 for value in second]) < LEAST_P
    assert rank_sum_p([1.0] * 50, [1.0] * 50) == 1.0
