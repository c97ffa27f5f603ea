"""No query reads a whole table, or a whole site in it, for a few rows: such a one raises while tests run."""

import re
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from tests.unscoped import caller_of

# Tables that grow with what people do, however few sites there are.
GROWING = frozenset(
    {
        *("articles", "comments", "revisions", "decisions", "flags", "votes", "disagreements", "events"),
        *("people", "sessions", "notices", "log_entries", "sanctions"),
    }
)
# As SQLite says it: from one end to the other, or all rows of a site. `_2` is the name of a second one.
_WHOLE = re.compile(
    r"(?:SCAN|SEARCH(?= .* \(site_id=\?\)$)) (\w+?)(?:_\d+)?(?: USING [A-Z ]+ \w+)?(?: \(site_id=\?\))?"
)
# What has to, by the function that asks.
ALLOWED = frozenset(
    {
        "latest_articles",  # in their order, and no more than a page
        "_read",  # the feed of a site: likewise
        "latest_precedents",  # likewise, of an index that has nothing else
        "unchained_rows",  # likewise, and what is left is nothing
        "watched_findings",  # from the latest back, as many as are looked at
        "labels",  # a model learns from the latest decisions
        "drop_old_notices",  # by age, once a day
        "first_moment",  # the head of an index
        "is_in_chain",  # of a check that reads the whole log
        "all_article_ids",  # doctor recounts the whole box
        "_put_all_in_line",  # the sample is filled once
        "count_writers_at",  # before somebody lists a mail domain, which is rare
        "always_read_at",  # who is watched on a site, for a trial of its rules
    }
)


class Unindexed(AssertionError):
    """A query that costs more the larger the site is."""


class Plans:
    """Looks at each statement once."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def look(self, connection: Connection, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        """For SQLAlchemy's `before_cursor_execute`, on SQLite: PostgreSQL plans by the size of the tables."""
        if statement in self._seen or connection.dialect.name != "sqlite":
            return
        self._seen.add(statement)
        caller = caller_of(sys._getframe(1))
        is_ours = caller is not None and caller.f_code.co_qualname.partition(".")[0] not in ALLOWED
        if not is_ours or isinstance(values, list) or statement.startswith(_NO_PLAN) or _NOTHING in statement:
            return
        driver: Any = connection.connection.driver_connection
        steps = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        if whole := [step for step in steps if reads_all(step)]:
            assert caller is not None
            where = f"{Path(caller.f_code.co_filename).name}: {caller.f_code.co_name}"
            raise Unindexed(f"{where} asks for more than it needs: {whole}\n{statement}")


def reads_all(step: str) -> bool:
    """Whether this step of a plan grows with the site."""
    found = _WHOLE.fullmatch(step)
    return found is not None and found[1] in GROWING


_NOTHING = "WHERE 1!=1"  # asked about no one
_NO_PLAN = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "CREATE", "DROP", "ALTER", "INSERT")
