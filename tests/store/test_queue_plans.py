"""The queue stays quick on a large site: each of its queries takes the index that was made for it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.store import queue
from tests.conftest import Clock, WorkFactory
from tests.store.plans import plan_of

Query = Callable[[Session, datetime], object]

QUERIES: tuple[tuple[Query, str], ...] = (
    (lambda session, now: queue.count_waiting(session, 1), "ix_comments_waiting"),
    (lambda session, now: queue.waiting(session, 1, None, None, 21), "ix_comments_waiting"),
    (lambda session, now: queue.waiting(session, 1, Status.HELD, (now, 5), 21), "ix_comments_waiting"),
    (lambda session, now: queue.records_of(session, 1, [1, 2]), "ix_comments_by_author"),
    (lambda session, now: queue.open_flags_with_names(session, [1, 2]), "comment_id=?"),
    (lambda session, now: queue.log_page(session, 1, None, 51), "ix_decisions_site_id_id"),
)


@pytest.mark.parametrize(("query", "index"), QUERIES)
def test_no_query_reads_the_whole_site(
    engine: Engine, work: WorkFactory, clock: Clock, query: Query, index: str
) -> None:
    first = plan_of(engine, work, lambda session: query(session, clock.now))[0]
    assert first.startswith("SEARCH")
    assert index in first
