"""What is told of a month points at nobody."""

from datetime import UTC, datetime

import pytest

from commentbox.domain.transparency import month_of, veiled, veiled_parts
from commentbox.domain.waits import BEYOND

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("number", "told"), [(0, 0), (1, None), (4, None), (5, 5), (900, 900)])
def test_a_small_number_is_not_told(number: int, told: int | None) -> None:
    assert veiled(number) == told


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"a": 9, "b": 7, "c": 0}, {"a": 9, "b": 7, "c": 0}),
        ({"a": 9, "b": 7, "c": 2}, {"a": 9, "b": None, "c": None}),  # or c were 18 less 16
        ({"a": 9, "b": 1, "c": 2}, {"a": 9, "b": None, "c": None}),
        ({"a": 0, "b": 3, "c": 0}, {"a": 0, "b": None, "c": 0}),  # the sum is not told either
        ({}, {}),
    ],
)
def test_a_small_part_cannot_be_worked_out(parts: dict[str, int], told: dict[str, int | None]) -> None:
    assert veiled_parts(parts) == told


def test_a_month_is_told_from_its_counts() -> None:
    totals = {
        "posted": 900, "removed": 20, "removed_by_box": 6, "reported": 3, "reason:spam": 12,
        "reason:abuse": 8, "source:rules": 20, "sanction:ban": 2, "complaints": 7, "wait:held:30": 9,
    }  # fmt: skip
    month = month_of("2026-05", NOON, totals, 30)
    assert (month.posted, month.reported, month.removed, month.complaints) == (900, None, 20, 7)
    assert (month.reasons["spam"], month.reasons["abuse"], month.reasons["untrue"]) == (12, 8, 0)
    assert month.deciders == {"person": 14, "box": 6}
    assert month.sanctions["ban"] is None and month.sanctions["mute"] == 0


def test_of_appeals_too_no_small_number_can_be_worked_out() -> None:
    def told(**appeals: int) -> dict[str, int | None]:
        return dict(month_of("2026-05", NOON, {}, 30, appeals).appeals)

    fair = {"received": 9, "overturned": 6, "upheld": 5, "waiting": 0}
    assert told(**fair) == fair
    assert told(**(fair | {"upheld": 2, "waiting": 7})) == {
        "received": 9, "overturned": None, "upheld": None, "waiting": 7,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edge", "words"),
    [(None, "–"), (1, "1 minute or less"), (90, "90 minutes or less"), (120, "2 hours or less"),
     (10080, "168 hours or less"), (BEYOND, "more than a week")],
)  # fmt: skip
def test_half_of_the_decisions_in_words(edge: int | None, words: str) -> None:
    assert month_of("2026-05", NOON, {}, edge).half_in_words == words
