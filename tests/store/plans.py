"""How SQLite means to answer a query; PostgreSQL plans by the size of the tables, and a test's are empty."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.conftest import WorkFactory


def plan_of(engine: Engine, work: WorkFactory, query: Callable[[Session], object]) -> list[str]:
    """The steps of the last statement that `query` sends."""
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of the tables, and these are empty")
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    with work() as w:
        query(w.session)
    event.remove(engine, "before_cursor_execute", note)
    statement, values = asked[-1]  # before it came the BEGIN
    with engine.connect() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
