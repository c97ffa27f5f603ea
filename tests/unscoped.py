"""Nothing of a publisher's is asked for without saying whose: such a query raises while tests run."""

import sys
from pathlib import Path
from types import FrameType

from sqlalchemy import Column
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, ClauseElement
from sqlalchemy.sql.functions import FunctionElement

import commentbox

PACKAGE = str(Path(commentbox.__file__).parent)
# Tables with a publisher's rows, and what says whose: the site, or one row that was found for it before.
TENANTS = frozenset(
    {
        *("articles", "comments", "decisions", "flags", "votes", "disagreements", "events", "log_entries"),
        "article_authors",
        *("questions", "options", "answers"),
        *("revisions", "complaints"),
        "notices",
        "likenesses",
        *("trials", "triage_models"),
        *("sanctions", "person_notes", "appeals", "sanction_notices"),
        *("day_counts", "counted_days", "saved_views", "readings"),
    }
)
SAYS_WHOSE = frozenset(
    "site_id id article_id comment_id parent_id root_id author_id person_id settled_by row_id".split()  # noqa: SIM905
) | {"question_id", "decision_id", "sanction_id", "by_decision"}
# What has to see everybody's, by the function that asks.
ALLOWED = frozenset(
    {
        "all_article_ids",  # doctor recounts the whole box
        "questions_to_end",  # the hourly tidying
        "drop_old_notices",  # by age alone
        "drop_old_sanction_notices",
        "drop_old_likenesses",  # likewise
        "drop_old_readings",
        "drop_old_trials",
        "last_comment_id",  # a number that only grows, no row
        "newest_event_of_all",  # likewise
        "events_behind",  # the publisher hands on everybody's
    }
)


class Unscoped(AssertionError):
    """A query that would read or change the rows of every publisher at once."""


def refuse_unscoped(state: ORMExecuteState) -> None:
    """For SQLAlchemy's `do_orm_execute`. What a test asks itself is its own affair."""
    caller = caller_of(sys._getframe())
    if caller is None or caller.f_code.co_name in ALLOWED or isinstance(state.parameters, list):
        return  # a list is many rows by their primary keys
    if is_unscoped(state.statement):
        where = f"{Path(caller.f_code.co_filename).name}: {caller.f_code.co_name}"
        raise Unscoped(f"{where} does not say whose rows it wants")


def is_unscoped(statement: object) -> bool:
    elements = list(visitors.iterate(statement)) if isinstance(statement, ClauseElement) else []
    tables = {str(getattr(element, "name", "")) for element in elements if element.__visit_name__ == "table"}
    tables.add(str(getattr(getattr(statement, "table", None), "name", "")))
    if not tables & TENANTS or getattr(statement, "is_insert", False):
        return False
    return not any(_says_whose(element) for element in elements)


def _says_whose(element: object) -> bool:
    """A column that names the publisher, compared with a value; one compared with a column only joins."""
    if not isinstance(element, BinaryExpression):
        return False
    column, value = element.left, element.right
    if isinstance(column, FunctionElement) and column.name == "coalesce":
        column = next(iter(column.clauses))  # the same, said so that SQLite takes another index
    return _is_scope(column) and not isinstance(value, Column)


def _is_scope(element: object) -> bool:
    name, table = getattr(element, "name", ""), getattr(element, "table", None)
    return name in SAYS_WHOSE and getattr(getattr(table, "element", table), "name", "") in TENANTS


def caller_of(frame: FrameType | None) -> FrameType | None:
    """The function of ours that asks, if the test does not ask itself."""
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(PACKAGE):
            return frame
        if "sqlalchemy" not in path and path != __file__ and "contextlib" not in path:
            return None
        frame = frame.f_back
    return None
