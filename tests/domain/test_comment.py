"""Moves between the states of a comment."""

import pytest

from commentbox.domain.comment import Action, FlagReason, Reason, Status, after, is_shown
from commentbox.domain.errors import Conflict


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.HELD, Status.REMOVED])
@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.APPROVE, Status.PUBLISHED),
        (Action.REMOVE, Status.REMOVED),
        (Action.HOLD, Status.HELD),
    ],
)
def test_a_decision_leads_to_its_status_from_wherever_moderators_may_decide(
    status: Status, action: Action, expected: Status
) -> None:
    assert after(status, action) is expected


@pytest.mark.parametrize("action", list(Action))
def test_what_an_author_took_back_stays_back(action: Action) -> None:
    with pytest.raises(Conflict) as caught:
        after(Status.WITHDRAWN, action)
    assert caught.value.code == "withdrawn"


@pytest.mark.parametrize(
    ("status", "count_live", "expected"),
    [
        (Status.PUBLISHED, 0, True),
        (Status.PUBLISHED, 3, True),
        (Status.REMOVED, 0, False),
        (Status.REMOVED, 1, True),
        (Status.WITHDRAWN, 0, False),
        (Status.WITHDRAWN, 2, True),
        (Status.HELD, 0, False),
        (Status.HELD, 5, True),
    ],
)
def test_whatever_is_not_published_keeps_its_place_only_above_replies(
    status: Status, count_live: int, expected: bool
) -> None:
    assert is_shown(status, count_live) is expected


@pytest.mark.parametrize("reason", [*Reason, *FlagReason])
def test_every_reason_has_plain_words(reason: Reason | FlagReason) -> None:
    assert reason.label and "_" not in reason.label
