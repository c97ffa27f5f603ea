"""What was said before costs the same on a site of any size, and under a text of any fame."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from commentbox.store.earlier import Sought, count_approved_by, said_before
from tests.conftest import WorkFactory
from tests.store.plans import plan_of

AT = datetime(2026, 5, 4, tzinfo=UTC)
SOUGHT = Sought(site_id=1, author_id=1, text_key="key", keys=(5, 6, 7, 8), own_since=AT, others_since=AT)


def test_earlier_texts_are_found_by_their_author_their_words_and_their_likeness(
    engine: Engine, work: WorkFactory
) -> None:
    plan = plan_of(engine, work, lambda s: said_before(s, SOUGHT))
    for index in ("ix_comments_by_author", "ix_comments_by_text", "likenesses USING PRIMARY KEY"):
        assert any(index in step for step in plan), plan
    assert not [step for step in plan if step.startswith(("SCAN comments", "SCAN likenesses"))]
    assert not any("TEMP B-TREE" in step for step in plan), plan


def test_who_somebody_is_to_a_site_is_read_from_their_own_rows(engine: Engine, work: WorkFactory) -> None:
    plan = plan_of(engine, work, lambda s: count_approved_by(s, 1, 1, AT))
    for index in ("ix_comments_by_author", "ix_decisions_comment_id", "autoindex_decisions_1 (undoes_id=?)"):
        assert any(index in step for step in plan), plan
    assert not [step for step in plan if step.startswith(("SCAN comments", "SCAN decisions"))]
