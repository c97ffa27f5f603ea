"""What burns is found from the last hours, and not from the whole site."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func

from commentbox.domain.burning import Sign
from commentbox.store.burning import _ARTICLE, _asked
from tests.conftest import WorkFactory
from tests.store.plans import analysed, plan_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
INDEXES = {
    Sign.PACE: ("ix_comments_recent", "ix_comments_unpublished"),
    Sign.HELD: ("ix_comments_unpublished",),
    Sign.REPORTS: ("ix_flags_created_at",),
    Sign.REMOVED: ("ix_log_entries_site_id_created_at", "ix_log_entries_site_id_act_place"),
    Sign.DOWN: ("ix_comments_recent",),
}


@pytest.mark.parametrize("is_analysed", [False, True])
@pytest.mark.parametrize("number", range(6))
def test_no_query_reads_the_whole_site(
    engine: Engine, work: WorkFactory, number: int, is_analysed: bool
) -> None:
    sign, query, _ = list(_asked(1, NOON))[number]
    grouped = query.add_columns(func.count()).group_by(_ARTICLE)
    with analysed(engine, as_large=is_analysed):
        steps = plan_of(engine, work, lambda s: s.execute(grouped).all())
    assert any(index in steps[0] for index in INDEXES[sign]), steps
    assert not any(step.startswith("SCAN") for step in steps), steps
