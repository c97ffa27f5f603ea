"""The queue stays quick on a large site: each of its queries takes the index that was made for it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from commentbox.domain.lanes import Lane
from commentbox.store import line, queue
from tests.conftest import Clock, WorkFactory
from tests.store.plans import plan_of

Query = Callable[[Session, datetime], object]

QUERIES: tuple[tuple[Query, str], ...] = (
    (lambda session, now: line.count_by_lane(session, 1), "ix_comments_waiting"),
    (lambda session, now: line.removed_share(session, 1, 2, now), "ix_comments_by_author"),
    (lambda session, now: line.reports_about(session, 1, [1, 2]), "ix_flags_person_id"),
    (lambda session, now: queue.records_of(session, 1, [1, 2], now), "ix_comments_by_author"),
    (lambda session, now: queue.open_flags_with_names(session, [1, 2]), "comment_id=?"),
)


@pytest.mark.parametrize(("query", "index"), QUERIES)
def test_no_query_reads_the_whole_site(
    engine: Engine, work: WorkFactory, clock: Clock, query: Query, index: str
) -> None:
    first = plan_of(engine, work, lambda session: query(session, clock.now))[0]
    assert first.startswith("SEARCH")
    assert index in first


@pytest.mark.parametrize("after", [{}, {Lane.HELD: (7, 5)}])
def test_every_lane_is_read_from_its_head_and_nothing_is_sorted(
    engine: Engine, work: WorkFactory, clock: Clock, after: dict[Lane, tuple[int, int]]
) -> None:
    part = line.Part(not_for=(1, clock.now))
    steps = plan_of(
        engine, work, lambda session: line.stand_in_line(session, 1, tuple(Lane), after, 21, part)
    )
    searches = [step for step in steps if "comments" in step and "SEARCH" in step]
    assert len(searches) == len(Lane)
    assert all("ix_comments_waiting (site_id=? AND lane=?" in step for step in searches)
    assert not any("TEMP B-TREE" in step for step in steps)
