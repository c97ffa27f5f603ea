"""The watch over queries that grow with the site sees them, and lets the others pass."""

import pytest

from tests.indexed import reads_all

GROWS = [
    "SCAN comments",
    "SCAN comments_2",
    "SCAN votes USING COVERING INDEX ix_votes_person_id",
    "SEARCH comments USING INDEX ix_comments_by_site (site_id=?)",
    "SEARCH decisions USING COVERING INDEX ix_decisions_site_id_id (site_id=?)",
]
STAYS = [
    "SCAN sites",
    "SCAN CONSTANT ROW",
    "SEARCH comments USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH comments USING INDEX ix_comments_by_site (site_id=? AND id<?)",
    "SEARCH comments USING INDEX ix_comments_by_author (author_id=?)",
]


@pytest.mark.parametrize("step", GROWS)
def test_a_step_through_all_rows_is_seen(step: str) -> None:
    assert reads_all(step)


@pytest.mark.parametrize("step", STAYS)
def test_a_step_to_a_few_rows_passes(step: str) -> None:
    assert not reads_all(step)
