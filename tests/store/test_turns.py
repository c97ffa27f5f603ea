"""Writers come one at a time, in the order they lined up, and nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.jobs import count_waiting_jobs
from commentbox.store.turns import Turns
from tests.conftest import Clock


def test_turns_are_given_in_the_order_asked_for() -> None:
    turns, order = Turns(), list[int]()
    lined_up = threading.Semaphore(0)

    def write(number: int) -> None:
        lined_up.release()
        with turns.turn(10):
            order.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    with turns.turn(10):
        for count, thread in enumerate(threads, start=1):
            thread.start()
            lined_up.acquire()
            while len(turns._waiting) < count:  # it says so a moment before it stands in line
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_only_one_writes_at_a_time() -> None:
    turns, inside, most = Turns(), [0], [0]

    def write(_: int) -> None:
        with turns.turn(10):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(400)))
    assert (most, inside) == ([1], [0])


def test_who_waits_too_long_is_told_and_holds_up_nobody() -> None:
    turns = Turns()
    with turns.turn(10), ThreadPoolExecutor(1) as pool, pytest.raises(TimeoutError):
        pool.submit(lambda: turns.turn(0.01).__enter__()).result()
    with turns.turn(0.01):
        pass


def test_a_writer_that_fails_ends_its_turn() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="bad"), turns.turn(10):
        raise ValueError("bad")
    with turns.turn(0.01):
        pass


def test_what_is_worked_out_before_writing_holds_nobody_up(
    engine: Engine, settings: Settings, clock: Clock
) -> None:
    with begin(engine, settings, clock()) as first, ThreadPoolExecutor(1) as pool:
        # The first has not touched the database yet, so the second comes through.
        assert pool.submit(_write, engine, settings, clock).result(timeout=5) == 0
        assert count_waiting_jobs(first.session) == 0


def _write(engine: Engine, settings: Settings, clock: Clock) -> int:
    with begin(engine, settings, clock()) as work:
        return count_waiting_jobs(work.session)
