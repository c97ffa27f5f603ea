"""From rows to a tree, whatever their order, number and depth."""

import random
from datetime import UTC, datetime

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.thread import Entry, build, depth_shown, flatten

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def entry(
    comment_id: int, parent_id: int | None = None, status: Status = Status.PUBLISHED, depth: int = 0
) -> Entry:
    return Entry(id=comment_id, parent_id=parent_id, status=status, depth=depth, created_at=NOON)


def outline(entries: tuple[Entry, ...]) -> str:
    return " ".join(
        f"{entry.id}({outline(entry.replies)})" if entry.replies else str(entry.id) for entry in entries
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], ""),
        ([(1, None), (2, None)], "1 2"),
        ([(2, None), (1, None)], "2 1"),
        ([(1, None), (2, 1), (3, 1), (4, 2)], "1(2(4) 3)"),
        ([(4, 2), (2, 1), (3, 1), (1, None)], "1(2(4) 3)"),
        ([(5, 9), (6, 5), (7, 8)], "5(6) 7"),
        ([(1, 1), (2, 3), (3, 2), (4, None)], "4"),
    ],
    ids=[
        "nothing",
        "roots",
        "order kept",
        "nested",
        "children first",
        "parents elsewhere",
        "circles left out",
    ],
)
def test_rows_become_a_tree(rows: list[tuple[int, int | None]], expected: str) -> None:
    assert outline(build(entry(*row) for row in rows)) == expected


def test_building_twice_changes_nothing() -> None:
    once = build([entry(1), entry(2, 1), entry(3, 2)])
    assert outline(build(flatten(once))) == outline(once)


@pytest.mark.parametrize("order", ["down", "up", "mixed"])
def test_ten_thousand_replies_to_replies_need_no_stack(order: str) -> None:
    rows = [entry(number, number - 1 or None, depth=number - 1) for number in range(1, 10_001)]
    if order == "up":
        rows.reverse()
    elif order == "mixed":
        random.Random(1).shuffle(rows)
    roots = build(rows)
    assert [entry.id for entry in flatten(roots)] == list(range(1, 10_001))
    assert "replies=1" in repr(roots)


def test_reading_order_goes_down_each_branch_before_the_next() -> None:
    roots = build([entry(1), entry(2), entry(3, 1), entry(4, 2), entry(5, 3), entry(6, 1)])
    assert [entry.id for entry in flatten(roots)] == [1, 3, 5, 6, 2, 4]


@pytest.mark.parametrize(("depth", "expected"), [(0, 0), (3, 3), (4, 4), (5, 4), (900, 4)])
def test_deep_replies_stay_at_the_limit(depth: int, expected: int) -> None:
    assert depth_shown(entry(1, depth=depth), 4) == expected


@pytest.mark.parametrize(
    ("status", "html", "expected"),
    [
        (Status.PUBLISHED, "<p>Hello</p>", False),
        (Status.HELD, "<p>Hello</p>", False),
        (Status.HELD, "", True),
        (Status.REMOVED, "", True),
        (Status.WITHDRAWN, "", True),
    ],
    ids=["published", "held, to its author", "held", "removed", "withdrawn"],
)
def test_where_no_words_may_be_shown_a_placeholder_stands(status: Status, html: str, expected: bool) -> None:
    shown = Entry(id=1, status=status, html=html, created_at=NOON)
    assert shown.is_placeholder is expected
