"""What counts as the best comment."""

import pytest

from commentbox.domain.ranking import Sort, score, wilson


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ((1, 0), (0, 0)),
        ((2, 0), (1, 0)),
        ((10, 0), (1, 0)),
        ((90, 10), (2, 0)),
        ((100, 0), (900, 100)),
        ((10, 1), (10, 2)),
        ((1, 9), (0, 1)),
        ((100_001, 0), (20_000, 0)),
    ],
)
def test_the_better_comment_has_the_higher_score(better: tuple[int, int], worse: tuple[int, int]) -> None:
    assert score(*better) > score(*worse)


@pytest.mark.parametrize(
    ("up", "down", "expected"),
    [
        (0, 0, 0.0),
        (1, 0, 0.3784),  # without votes against, n / (n + z²)
        (0, 1, 0.0),
        (5, 5, 0.3124),
        (600, 400, 0.5799),
    ],
)
def test_the_bound_agrees_with_the_published_formula(up: int, down: int, expected: float) -> None:
    assert wilson(up, down) == pytest.approx(expected, abs=0.0005)


def test_the_bound_never_exceeds_the_share_it_is_a_bound_of() -> None:
    for up in range(40):
        for down in range(40):
            share = up / (up + down) if up + down else 0
            assert 0 <= wilson(up, down) <= share + 1e-12


@pytest.mark.parametrize("sort", list(Sort))
def test_every_order_is_explained_in_one_sentence(sort: Sort) -> None:
    assert sort.label
    assert sort.explanation.count(".") == 1 and sort.explanation.endswith(".")
