"""Jobs are done once, tried again when they fail, parked when they always fail, and never lost."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from commentbox.services.count_days import MOST_DAYS
from commentbox.services.do_jobs import KEPT, LEASE, MAX_ATTEMPTS, next_job, tidy
from commentbox.settings import Settings
from commentbox.store.day_counts import last_counted_day
from commentbox.store.jobs import JobRow, add_job
from commentbox.worker import Worker
from tests import make
from tests.conftest import Clock, WorkFactory


class Log:
    """A handler that notes what it was given, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.done: list[str] = []
        self.failures = failures

    def __call__(self, _settings: Settings, payload: Mapping[str, Any]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the mail server is away")
        self.done.append(payload["to"])


def add(work: WorkFactory, *names: str) -> None:
    with work() as w:
        for name in names:
            add_job(w.session, "note", {"to": name}, w.now)


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def worker(engine: Engine, settings: Settings, clock: Clock, log: Log) -> Worker:
    return Worker(engine, settings, clock, {"note": log})


def test_every_job_is_done_once_and_in_order(work: WorkFactory, worker: Worker, log: Log) -> None:
    add(work, "a", "b", "c")
    assert (worker.run_due(), worker.run_due()) == (3, 0)
    assert log.done == ["a", "b", "c"]


def test_a_job_of_a_use_case_that_failed_is_never_done(work: WorkFactory, worker: Worker, log: Log) -> None:
    with pytest.raises(RuntimeError), work() as w:
        add_job(w.session, "note", {"to": "a"}, w.now)
        raise RuntimeError
    assert worker.run_due() == 0


def test_a_job_for_later_waits(work: WorkFactory, worker: Worker, clock: Clock, log: Log) -> None:
    with work() as w:
        add_job(w.session, "note", {"to": "a"}, w.now + timedelta(hours=1))
    assert worker.run_due() == 0
    clock.advance(hours=1)
    assert worker.run_due() == 1


def test_a_job_that_failed_is_tried_again_later(
    work: WorkFactory, worker: Worker, clock: Clock, log: Log
) -> None:
    log.failures = 1
    add(work, "a")
    assert (worker.run_due(), log.done) == (1, [])
    clock.advance(minutes=1)
    assert (worker.run_due(), log.done) == (1, ["a"])


def test_a_job_that_always_fails_is_parked_with_its_error_and_holds_up_nobody(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock
) -> None:
    log = Log()
    worker = Worker(engine, settings, clock, {"note": log})
    with work() as w:
        add_job(w.session, "unknown", {}, w.now)
    add(work, "a")
    for _ in range(MAX_ATTEMPTS + 3):
        worker.run_due()
        clock.advance(hours=5)
    with work() as w:
        parked = w.session.scalars(select(JobRow).where(JobRow.parked_at.is_not(None))).one()
        assert (parked.kind, parked.attempts) == ("unknown", MAX_ATTEMPTS)
        assert "KeyError" in str(parked.error)
    assert log.done == ["a"]


def test_a_job_whose_worker_died_is_due_again_when_the_lease_ends(
    work: WorkFactory, worker: Worker, clock: Clock, log: Log
) -> None:
    add(work, "a")
    with work() as w:
        assert next_job(w) is not None
    assert worker.run_due() == 0
    clock.now += LEASE + timedelta(seconds=1)
    assert worker.run_due() == 1
    assert log.done == ["a"]


def test_what_was_done_long_ago_is_forgotten_and_what_waits_is_not(
    work: WorkFactory, worker: Worker, clock: Clock
) -> None:
    add(work, "done")
    worker.run_due()
    clock.advance(seconds=KEPT.total_seconds())
    add(work, "waiting")
    with work() as w:
        tidy(w)
        assert len(w.session.scalars(select(JobRow)).all()) == 2
    clock.advance(seconds=1)
    with work() as w:
        tidy(w)
        assert [job.payload["to"] for job in w.session.scalars(select(JobRow))] == ["waiting"]


def test_closed_days_are_counted_when_nothing_else_is_to_be_done(
    work: WorkFactory, worker: Worker, clock: Clock
) -> None:
    with work() as w:
        make.comment(w, make.site(w), make.member(w), minutes_ago=MOST_DAYS * 24 * 60)
    thread = worker.start()
    try:
        for _ in range(500):  # ten seconds at most
            if _last_day(work) == clock.now.date() - timedelta(days=1):
                break
            thread.join(0.02)
        else:
            pytest.fail("the days are not counted")
    finally:
        worker.stop()
        thread.join()


def _last_day(work: WorkFactory) -> date | None:
    with work() as w:
        return last_counted_day(w.session, 1)
