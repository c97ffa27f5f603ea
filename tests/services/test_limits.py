"""Budgets are counted exactly, refilled on time, and keep nobody's address."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from commentbox.domain.errors import TooFast
from commentbox.services.limits import take
from commentbox.store.buckets import BucketRow
from tests.conftest import Clock, WorkFactory

HOUR = timedelta(hours=1)


def test_one_more_than_the_limit_is_refused_with_the_time_to_wait(work: WorkFactory, clock: Clock) -> None:
    clock.advance(minutes=50)
    tries = [_try(work, "ann") for _ in range(4)]
    assert tries == [None, None, None, 600]


def test_the_next_window_begins_anew(work: WorkFactory, clock: Clock) -> None:
    assert [_try(work, "ann") for _ in range(4)][-1] is not None
    clock.now += HOUR
    assert _try(work, "ann") is None


def test_waiting_as_long_as_told_is_enough(work: WorkFactory, clock: Clock) -> None:
    clock.advance(minutes=3, seconds=17.5)
    wait = [_try(work, "ann") for _ in range(4)][-1]
    assert wait is not None
    clock.advance(seconds=wait)
    assert _try(work, "ann") is None


def test_each_name_and_each_person_has_a_budget_of_its_own(work: WorkFactory) -> None:
    assert [_try(work, "ann") for _ in range(4)][-1] is not None
    assert _try(work, "bert") is None
    assert _try(work, "ann", name="vote") is None


def test_a_refused_try_does_not_lengthen_the_wait(work: WorkFactory, clock: Clock) -> None:
    waits = [_try(work, "ann") for _ in range(20)]
    assert set(waits[3:]) == {3600}


def test_the_person_cannot_be_read_from_the_table(work: WorkFactory) -> None:
    _try(work, "ann@mail.example")
    with work() as w:
        row = w.session.scalars(select(BucketRow)).one()
        assert "ann" not in row.key
        assert len(row.key) == 64
        assert row.expires_at == w.now + HOUR


@pytest.mark.parametrize("count", [40])
def test_of_many_at_once_no_more_than_the_limit_pass(work: WorkFactory, count: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(_one_try(work), range(count)))
    assert waits.count(None) == 3


def _one_try(work: WorkFactory) -> Callable[[int], int | None]:
    return lambda _: _try(work, "ann")


def _try(work: WorkFactory, who: str, name: str = "post") -> int | None:
    try:
        with work() as w:
            take(w, name, who, limit=3, per=HOUR)
    except TooFast as refusal:
        return refusal.retry_after
    return None
