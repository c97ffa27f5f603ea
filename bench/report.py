"""The page of figures: what was measured on what, and what the figures do not show."""

import os
import platform
import sqlite3
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Protocol

from bench import browser, picture, wrk
from bench.load import CONNECTIONS, Result
from bench.server import Started

COUNT_SYNCS = 50


class Measured(Protocol):
    """Answers a second, and how long they took."""

    @property
    def rate(self) -> float: ...

    @property
    def count_bytes(self) -> int: ...

    def percentile(self, share: float) -> float: ...


@dataclass(kw_only=True)
class Figures:
    """What was measured, one entry a repetition."""

    bare: list[Measured] = field(default_factory=list)
    framework: list[Measured] = field(default_factory=list)
    nginx: list[Measured] = field(default_factory=list)  # none without that program, as the next
    front: list[Measured] = field(default_factory=list)
    reads: dict[int, list[Measured]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[str, list[Result]] = field(default_factory=lambda: defaultdict(list))
    mixed: list[Result] = field(default_factory=list)
    count_mixed: int = 0  # comments among them
    seen: browser.Seen | None = None


_FRONT = "nginx with its copies before the box, as in `deploy/`"
_PAGE = Path(__file__).with_name("page.md")


def page(
    *,
    today: date,
    folder: Path,
    is_quick: bool,
    is_pinned: bool,
    program: str,
    start: Started,
    figures: Figures,
    deciding: str,
) -> str:
    """`folder` lies on the disk that was written to."""
    return _PAGE.read_text(encoding="utf-8").format(
        kind="A quick run, for orientation only" if is_quick else "A full run",
        date=f"{today.day} {today:%B %Y}",
        command="script/bench --quick" if is_quick else "script/bench",
        cores="kept to one core, the load on another" if is_pinned else "on the same cores as the load",
        program=program,
        readers=wrk.CONNECTIONS,
        connections=CONNECTIONS,
        repetitions=f"{len(figures.bare)} repetitions" if len(figures.bare) > 1 else "one repetition",
        posted=sum(len(each.latencies) for results in figures.posts.values() for each in results)
        + figures.count_mixed,
        **_machine(folder),
        start=start.seconds,
        memory=f"{start.megabytes:.0f} MB" if start.megabytes else "not told by this system",
        reading="\n".join(
            f"| {size:,} | {_row(each)} | {_size(each)} |" for size, each in figures.reads.items()
        ),
        bare=f"{_row(figures.bare)} | {_size(figures.bare)}",
        nginx=_line("nginx, from a file", figures.nginx) + _line(_FRONT, figures.front),
        framework=f"{_row(figures.framework)} | a line",
        share=_share(figures),
        posting="\n".join(f"| {name} | {_row(each)} |" for name, each in figures.posts.items()),
        mixed=_row(figures.mixed),
        deciding=deciding,
        **browser.words(figures.seen),
    )


def _line(name: str, results: Sequence[Measured]) -> str:
    return f"| *{name}* | {_row(results)} | {_size(results)} |\n" if results else ""


def picture_of(figures: Figures) -> str:
    """The rates of `Reading`, as an SVG."""
    rates = {size: median(each.rate for each in results) for size, results in figures.reads.items()}
    return picture.draw(rates, median(each.rate for each in figures.bare))


def _machine(folder: Path) -> dict[str, object]:
    return {
        "processor": _processor(),
        "count_cores": os.cpu_count(),
        "sync": _sync(folder) * 1000,
        "syncs": COUNT_SYNCS,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "flask": version("flask"),
        "granian": version("granian"),
    }


def _share(figures: Figures) -> str:
    """How near the slowest page comes to the bare function, in hundredths."""
    slowest = min(median(each.rate for each in results) for results in figures.reads.values())
    return f"{100 * slowest / median(each.rate for each in figures.bare):.0f} %"


def _row(results: Sequence[Measured]) -> str:
    rates = [result.rate for result in results]
    half, most = (median(each.percentile(share) for each in results) * 1000 for share in (0.5, 0.99))
    return f"{median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f}) | {half:.1f} ms | {most:.1f} ms"


def _size(results: Sequence[Measured]) -> str:
    return f"{results[0].count_bytes / 1000:.1f} kB"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _sync(folder: Path) -> float:
    spans = []
    with (folder / "sync").open("wb") as file:
        for _ in range(COUNT_SYNCS):
            started = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            spans.append(time.perf_counter() - started)
    return median(spans)
