"""When a word about a break is due, and how much somebody has borne."""

from datetime import UTC, datetime, timedelta

import pytest

from commentbox.domain.care import Done, hint, is_heavy, load_of, stretches
from commentbox.domain.comment import Reason

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def done(*minutes: float, heavy: int = 0) -> list[Done]:
    """At so many minutes after noon; the first `heavy` of them are."""
    return [
        Done(at=NOON + timedelta(minutes=minute), is_heavy=number < heavy)
        for number, minute in enumerate(minutes)
    ]


def told(what: list[Done], at: float, *, minutes: int = 90, heavy: int = 25) -> str:
    return hint(what, NOON + timedelta(minutes=at), minutes=minutes, heavy=heavy)


def test_a_quarter_of_an_hour_is_a_pause() -> None:
    assert [len(one) for one in stretches(done(0, 5, 19.9, 35, 36))] == [3, 2]
    load = load_of(done(0, 10, 40, heavy=1))
    assert (load.count, load.heavy, load.time) == (3, 1, timedelta(minutes=11))


@pytest.mark.parametrize(("at", "is_told"), [(89, False), (90, True), (104.9, True), (105, False)])
def test_a_word_comes_after_a_stretch_and_goes_with_a_pause(at: float, is_told: bool) -> None:
    steady = done(*range(0, 91, 10))
    assert bool(told([each for each in steady if each.at <= NOON + timedelta(minutes=at)], at)) is is_told


def test_heavy_comments_since_the_last_pause_count() -> None:
    many = done(*range(26), heavy=25)
    assert told(many, 26).startswith("25 heavy comments since your last pause.")
    assert told(many, 26, heavy=30) == ""
    assert told(done(*range(10), *range(60, 76), heavy=20), 76) == ""  # a pause lies between


def test_whoever_does_not_want_to_hear_of_it_does_not() -> None:
    many = done(*range(0, 200, 5), heavy=40)
    assert told(many, 200, minutes=0, heavy=0) == ""
    assert told(many, 200, heavy=0).startswith("You have been at it for 3 hours without a pause.")
    assert told([], 0) == ""


def test_what_is_heavy() -> None:
    assert is_heavy({"threats"}, None) and is_heavy(set(), Reason.ABUSE)
    assert not is_heavy({"links"}, Reason.SPAM) and not is_heavy(set(), None)
