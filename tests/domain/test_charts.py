"""Where the columns of a chart stand."""

import pytest

from commentbox.domain.charts import BOTTOM, HEIGHT, TOP, Value, columns, round_up


@pytest.mark.parametrize(
    ("number", "rounded"),
    [(0, 1), (1, 1), (3, 5), (7, 10), (10, 10), (11, 20), (4_800, 5_000), (5_001, 10_000)],
)
def test_a_chart_ends_at_a_round_number(number: int, rounded: int) -> None:
    assert round_up(number) == rounded


def test_columns_stand_side_by_side_below_their_top() -> None:
    values = [Value(label=str(at), title="", high=at, low=at // 2) for at in range(30)]
    drawn = columns(values)
    assert [
        one.x + one.width <= other.x for one, other in zip(drawn.columns, drawn.columns[1:], strict=False)
    ]
    assert max(each.high for each in drawn.columns) <= HEIGHT - TOP - BOTTOM
    assert [label for each in drawn.columns if (label := each.label)] == ["0", "5", "10", "15", "20", "25"]
    assert drawn.lines == [(HEIGHT - BOTTOM, "0"), (TOP + (HEIGHT - TOP - BOTTOM) / 2, "25"), (TOP, "50")]


def test_nothing_is_drawn_of_nothing() -> None:
    assert columns([]).columns == []
    assert columns([Value(label="1", title="", high=0, low=0)]).columns[0].high == 0
