"""What burns is a sum that stands on the page."""

import random

from commentbox.domain.burning import BURNS_FROM, Sign, what_burns


def test_only_what_has_become_more_counts_and_is_shown_with_its_points() -> None:
    counts = {
        (7, Sign.REPORTS): (5, 1),
        (7, Sign.PACE): (30, 80),
        (7, Sign.DOWN): (4, 0),
        (9, Sign.PACE): (9, 0),
    }
    (heat,) = what_burns(counts, 10)
    assert (heat.article_id, heat.points) == (7, 10.0)
    assert [(each.sign, each.points) for each in heat.factors] == [
        (Sign.REPORTS, 8.0), (Sign.DOWN, 2.0), (Sign.PACE, 0),
    ]  # fmt: skip


def test_the_hottest_comes_first_and_a_calm_site_has_none() -> None:
    chance = random.Random(1)
    counts = {(n, sign): (chance.randrange(12), chance.randrange(6)) for n in range(40) for sign in Sign}
    points = [heat.points for heat in what_burns(counts, 100)]
    assert points == sorted(points, reverse=True)
    assert all(each >= BURNS_FROM for each in points)
    assert what_burns({key: (pair[1], pair[1]) for key, pair in counts.items()}, 100) == []
    assert len(what_burns(counts, 3)) == 3


def test_it_grows_with_each_sign_and_never_falls_by_one() -> None:
    for sign in Sign:
        few, many = ({(1, Sign.REMOVED): (9, 0), (1, sign): (n, 0)} for n in (10, 11))
        assert what_burns(many, 1)[0].points > what_burns(few, 1)[0].points
