"""One picture: what a first page costs, against how many comments its conversation has."""

import math
from collections.abc import Mapping

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 720, 320, 78, 52, 24, 24
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{label}"'
    ' font-family="system-ui, sans-serif" font-size="13">'
    "<style>text{{fill:#333}}.l{{stroke:#bbb}}.o{{stroke:#14599d;fill:none;stroke-width:2.5}}"
    ".p{{fill:#14599d}}.b{{stroke:#888;stroke-dasharray:5 5}}"
    "@media (prefers-color-scheme:dark){{text{{fill:#ddd}}.l{{stroke:#555}}"
    ".o{{stroke:#7db8f0}}.p{{fill:#7db8f0}}}}"
    "</style>"
)


def draw(rates: Mapping[int, float], bare: float) -> str:
    """An SVG; `rates` are answers a second by size, `bare` those of a function that knows its answer."""
    most = _round_up(max(bare, *rates.values()))
    low, high = math.log10(min(rates)), math.log10(max(rates))

    def x(size: float) -> float:
        return _LEFT + (math.log10(size) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    def y(rate: float) -> float:
        return _HEIGHT - _BOTTOM - rate / most * (_HEIGHT - _BOTTOM - _TOP)

    def line(kind: str, rate: float) -> str:
        up = f"{y(rate):.0f}"
        return f'<line class="{kind}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{up}" y2="{up}"/>'

    said = ", ".join(f"{size:,} comments {rate:,.0f}" for size, rate in rates.items())
    label = f"Answers a second by comments in the conversation: {said}"
    parts = [_HEAD.format(width=_WIDTH, height=_HEIGHT, label=label)]
    for rate in (most * step / 4 for step in range(5)):
        parts += [line("l", rate), _words(_LEFT - 8, y(rate) + 4, f"{rate:,.0f}", "end")]
    for size in rates:
        parts.append(_words(x(size), _HEIGHT - 30, f"{size:,}", "end" if size == max(rates) else "middle"))
    parts.append(_words(_WIDTH / 2, _HEIGHT - 8, "comments in the conversation", "middle"))
    parts.append(_words(_LEFT, 14, "first pages a second; dashed: a bare function", "start"))
    points = [(x(size), y(rate)) for size, rate in rates.items()]
    joined = " ".join(f"{at:.0f},{up:.0f}" for at, up in points)
    parts += [line("b", bare), f'<polyline class="o" points="{joined}"/>']
    parts += [f'<circle class="p" cx="{at:.0f}" cy="{up:.0f}" r="4"/>' for at, up in points]
    return "".join(parts) + "</svg>\n"


def _words(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{text}</text>'


def _round_up(number: float) -> float:
    unit = float(10 ** math.floor(math.log10(number)))
    return next(unit * step for step in (1, 2, 4, 5, 8, 10) if unit * step >= number)
