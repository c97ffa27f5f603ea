"""Where the lines of a chart stand: plain numbers, which a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 16, 32
_LABELS = 7


@dataclass(frozen=True, kw_only=True)
class Column:
    """`high` is the whole column, `low` the part of it in another colour; both from the bottom, in pixels."""

    x: float
    width: float
    high: float
    low: float
    label: str  # below it; empty where there would be too many
    title: str


@dataclass(frozen=True, kw_only=True)
class Columns:
    columns: Sequence[Column]
    lines: Sequence[tuple[float, str]]  # their height from the top, and what they stand for


@dataclass(frozen=True, kw_only=True)
class Value:
    label: str
    title: str
    high: int
    low: int


def columns(values: Sequence[Value]) -> Columns:
    """One column for each value, below a round number; the part `low` stands within `high`."""
    top = round_up(max((max(value.high, value.low) for value in values), default=0))
    space = HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    every = ceil(len(values) / _LABELS)
    found = [
        Column(
            x=round(LEFT + at * step + step * 0.12, 1),
            width=round(step * 0.76, 1),
            high=round(space * value.high / top, 1),
            low=round(space * value.low / top, 1),
            label=value.label if at % every == 0 else "",
            title=value.title,
        )
        for at, value in enumerate(values)
    ]
    marks = (0, top // 2, top) if top % 2 == 0 else (0, top)
    lines = [(round(TOP + space * (1 - mark / top), 1), _brief(mark)) for mark in marks]
    return Columns(columns=found, lines=lines)


def _brief(number: int) -> str:
    """As short as it has to be beside a chart."""
    return f"{number:,}" if number < 10_000 else f"{number / 1000:,g}k"


def round_up(number: int) -> int:
    """To 1, 2, 5, 10, 20, 50 and so on: at least 1."""
    if number <= 1:
        return 1
    power = 10 ** int(log10(number))
    return int(next(power * factor for factor in (1, 2, 5, 10) if number <= power * factor))
