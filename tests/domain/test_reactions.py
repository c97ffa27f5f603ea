"""From when on the number of a comment's votes is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.reactions import Reactions

POSTED = datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("votes", "minutes", "shown"),
    [(0, 0, None), (9, 59, None), (10, 0, 10), (9, 60, 9), (0, 60, 0), (9, 59.4, None)],
)
def test_a_count_is_shown_from_ten_votes_on_or_after_an_hour(
    votes: int, minutes: float, shown: int | None
) -> None:
    reactions = Reactions.of(Policy(), POSTED + timedelta(minutes=minutes))
    assert reactions.count(votes, POSTED) == shown


def test_what_is_shown_changes_with_the_minute_alone() -> None:
    policy, minute = Policy(), datetime(2026, 5, 4, 13, 0, tzinfo=UTC)
    assert Reactions.of(policy, minute) == Reactions.of(policy, minute + timedelta(seconds=59.9))


def test_a_site_may_show_every_count_at_once() -> None:
    for policy in (Policy(votes_hidden_minutes=0), Policy(votes_shown_from=0)):
        assert Reactions.of(policy, POSTED).count(0, POSTED) == 0
