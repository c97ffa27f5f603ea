"""Whatever is looked for in the log, one index is walked, and nothing is sorted."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from commentbox.store.log_search import NOBODY, Search, look
from tests.conftest import WorkFactory
from tests.store.plans import plan_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("search", "index"),
    [
        (Search(), "PRIMARY|autoindex"),
        (Search(by_id=3), "by_id=? AND place"),
        (Search(by_id=NOBODY), "by_id=? AND place"),
        (Search(act="remove", by_id=3), "act=? AND place"),
        (Search(comment_id=3, act="remove"), "comment_id=? AND place"),
        (Search(article_id=3), "article_id=? AND place"),
        (Search(about_id=3, since=NOON, until=NOON), "about_id=? AND place"),
    ],
)
def test_the_log_is_read_along_one_index(
    engine: Engine, work: WorkFactory, search: Search, index: str
) -> None:
    steps = plan_of(engine, work, lambda session: look(session, 1, search, 9, 5))
    assert len(steps) == 1
    assert steps[0].startswith("SEARCH log_entries USING")
    assert any(part in steps[0] for part in index.split("|")), steps
