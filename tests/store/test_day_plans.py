"""A day is counted from what happened on it, and not from the whole site."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from commentbox.store import appeal_counts, day_counts, day_facts, line
from tests.conftest import WorkFactory
from tests.store.plans import analysed, plan_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SPAN = (NOON, NOON + timedelta(days=1))
DAY = date(2026, 5, 4)
Query = Callable[[Session], object]

QUERIES: tuple[tuple[Query, str], ...] = (
    (lambda s: day_facts._comments(s, 1, SPAN, 9), "ix_comments_unpublished (site_id=? AND created_at>"),
    (lambda s: day_facts._decisions(s, 1, SPAN, 9), "ix_log_entries_site_id_created_at (site_id=? AND"),
    (lambda s: day_facts._about(s, 1, [1, 2]), "ix_decisions_comment_id"),
    (lambda s: day_facts._first_reports(s, [1, 2]), "ix_flags_settled_by"),
    (lambda s: day_facts._first_complaints(s, 1, [1, 2]), "ix_complaints_settled_by"),
    (lambda s: day_facts._sections(s, 1, [1, 2]), "INTEGER PRIMARY KEY (rowid=?)"),
    (lambda s: day_facts._back(s, 1, [1, 2], NOON), "INTEGER PRIMARY KEY (rowid=?)"),
    (lambda s: day_facts._reported(s, 1, SPAN, 9), "ix_flags_created_at (created_at>"),
    (lambda s: day_facts._count_complaints(s, 1, SPAN), "ix_complaints_site_id_created_at"),
    (lambda s: day_facts._sanctions(s, 1, SPAN), "ix_sanctions_site_id_created_at"),
    (lambda s: day_counts.sums(s, 1, "", DAY, DAY), "(site_id=? AND section=? AND day>"),
    (lambda s: day_counts.by_day(s, 1, "", DAY, DAY, ["posted"]), "(site_id=? AND section=? AND day>"),
    (lambda s: day_counts.sections_between(s, 1, DAY, DAY), "(site_id=? AND section>?"),
    (lambda s: line.oldest_by_lane(s, 1), "ix_comments_waiting"),
)


@pytest.mark.parametrize("is_analysed", [False, True])
@pytest.mark.parametrize(("query", "index"), QUERIES)
def test_no_query_reads_the_whole_site(
    engine: Engine, work: WorkFactory, query: Query, index: str, is_analysed: bool
) -> None:
    with analysed(engine, as_large=is_analysed):
        steps = plan_of(engine, work, query)
    assert steps[0].startswith("SEARCH")
    assert index in steps[0], steps
    assert not any(step.startswith("SCAN") for step in steps), steps


def test_appeals_are_found_by_when_they_were_answered(engine: Engine, work: WorkFactory) -> None:
    steps = plan_of(engine, work, lambda s: appeal_counts.appeals_since(s, 1, NOON))
    for wanted in ("answered_at (site_id=? AND answered_at>?)", "answered_at (site_id=? AND answered_at=?)"):
        assert any(wanted in step for step in steps), steps
