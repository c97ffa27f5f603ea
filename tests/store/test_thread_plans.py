"""A page costs the same in a thread of any size: each of its queries takes the index that was made for it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, insert, literal, select
from sqlalchemy.orm import Session

from commentbox.domain.ranking import Sort
from commentbox.store import threads
from commentbox.store.comments import CommentRow
from tests import make
from tests.conftest import WorkFactory
from tests.store.plans import plan_of, plan_on_postgresql

AT = datetime(2026, 5, 4, tzinfo=UTC)
QUERIES: tuple[tuple[Callable[[Session], object], str], ...] = (
    (lambda s: threads.page_of_roots(s, 1, Sort.BEST, None, 21), "ix_comments_roots_by_score"),
    (lambda s: threads.page_of_roots(s, 1, Sort.BEST, (5, 7), 21), "ix_comments_roots_by_score"),
    (lambda s: threads.page_of_roots(s, 1, Sort.NEWEST, None, 21), "ix_comments_roots_by_time"),
    (lambda s: threads.page_of_roots(s, 1, Sort.NEWEST, (AT, 7), 21), "ix_comments_roots_by_time"),
    (lambda s: threads.page_of_roots(s, 1, Sort.OLDEST, (AT, 7), 21), "ix_comments_roots_by_time"),
    (lambda s: threads.page_of_roots(s, 1, Sort.REPLIES, None, 21), "ix_comments_roots_by_replies"),
    (lambda s: threads.page_of_roots(s, 1, Sort.REPLIES, (5, 7), 21), "ix_comments_roots_by_replies"),
    (lambda s: threads.page_of_picks(s, 1, None, 21), "ix_comments_picked"),
    (lambda s: threads.page_of_picks(s, 1, (AT, 7), 21), "ix_comments_picked"),
    (lambda s: threads.first_replies(s, [1, 2], 3), "ix_comments_replies"),
    (lambda s: threads.replies_after(s, 1, 7, 51), "ix_comments_replies"),
    (lambda s: threads.children_of(s, 1, 7, 51), "ix_comments_by_parent"),
)


@pytest.mark.parametrize(("query", "index"), QUERIES)
def test_no_query_reads_the_whole_thread(
    engine: Engine, work: WorkFactory, query: Callable[[Session], object], index: str
) -> None:
    plan = plan_of(engine, work, query)
    assert any(index in step for step in plan), plan
    assert [step for step in plan if step.startswith("SCAN") and "last" not in step] == []


def test_picks_are_read_in_order_and_never_sorted(engine: Engine, work: WorkFactory) -> None:
    plan = plan_of(engine, work, lambda s: threads.page_of_picks(s, 1, None, 21))
    assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.mark.parametrize("sort", set(Sort) - {Sort.PICKS})
def test_a_page_of_roots_is_read_in_order_and_never_sorted(
    engine: Engine, work: WorkFactory, sort: Sort
) -> None:
    plan = plan_of(engine, work, lambda s: threads.page_of_roots(s, 1, sort, None, 21))
    assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.fixture
def crowded(engine: Engine, work: WorkFactory) -> None:
    """A branch of 2,000 replies on PostgreSQL, which plans by the size of the tables."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite plans by the indexes alone, as the tests above show")
    with work() as w:
        make.site(w)
        root = make.comment(w)
        reply = make.comment(w, parent=root)
        kept = [column for column in CommentRow.__table__.c if column.name not in ("id", "post_key")]
        again = select(*kept, func.generate_series(literal(1), literal(2_000)).label("copy"))
        copies = again.where(CommentRow.id == reply.id).subquery()
        names = [column.name for column in kept]
        w.session.execute(insert(CommentRow).from_select(names, select(*(copies.c[name] for name in names))))


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize("query", [asked for asked, _ in QUERIES])
def test_postgresql_reads_no_whole_thread_either(
    engine: Engine, work: WorkFactory, query: Callable[[Session], object]
) -> None:
    plan = plan_on_postgresql(engine, work, query)
    assert "Index" in plan
    assert "Seq Scan on comments" not in plan, plan


@pytest.mark.usefixtures("crowded")
def test_postgresql_does_not_try_all_orders_of_nine_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW join_collapse_limit").scalar_one() == "3"
        connection.rollback()
        assert connection.exec_driver_sql("SHOW join_collapse_limit").scalar_one() == "3"
