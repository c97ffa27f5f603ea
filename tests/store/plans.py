"""How a database means to answer a query."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.conftest import WorkFactory

# How many rows there are, and how many share the first columns of the index, the first two, and so on.
_LARGE = {
    "ix_comments_by_article": "1000000 100 1",
    "ix_comments_recent": "900000 900000 1 1 1",
    "ix_comments_unpublished": "100000 100000 1",
    "ix_comments_by_site": "1000000 1000000 1",
    "sqlite_autoindex_comments_2": "1000000 1000000 1000000 1",  # by another system’s number
}


def plan_of(engine: Engine, work: WorkFactory, query: Callable[[Session], object]) -> list[str]:
    """The steps of the last statement that `query` sends."""
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of the tables, and these are empty")
    statement, values = _last_asked(engine, work, query)
    with engine.connect() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]


@contextmanager
def analysed(engine: Engine, *, as_large: bool) -> Iterator[None]:
    """If `as_large`, SQLite believes in a million comments, in ten thousand conversations of one site."""
    if not as_large or engine.dialect.name != "sqlite":
        yield
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        for index, told in _LARGE.items():
            values = ("comments", index, told)
            connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", values)
    engine.dispose()  # each connection reads them once
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM sqlite_stat1")
        engine.dispose()


def plan_on_postgresql(engine: Engine, work: WorkFactory, query: Callable[[Session], object]) -> str:
    """The same from PostgreSQL, after it has looked at what is in the tables."""
    statement, values = _last_asked(engine, work, query)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))


def _last_asked(engine: Engine, work: WorkFactory, query: Callable[[Session], object]) -> tuple[str, Any]:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    with work() as w:
        query(w.session)
    event.remove(engine, "before_cursor_execute", note)
    return asked[-1]  # before it came the BEGIN
