"""Fills a database, starts the server, measures in turns, and writes the page of figures."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice, repeat
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine

from bench import ask, browser, deciding, nginx, report, sections, server, wrk
from bench.data import PAPER, SITE, article_of, count_published, fill, sign_in
from bench.load import UnexpectedAnswerError, fetch, measure
from commentbox import schema
from commentbox.settings import Settings
from commentbox.store.engine import prepare

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1_000, 10_000, 100_000)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much of each measurement; `count_posts` is the most in one repetition to one conversation."""

    repetitions: int
    seconds: float
    count_posts: int
    sizes: tuple[int, ...] = SIZES
    most_read: int = 5_000  # comments in one browser

    @property
    def places(self) -> dict[str, str]:
        """Where is posted to, by what it is called in the table."""
        largest = self.sizes[-1]
        return {"a new conversation": f"{PAPER}/new", f"one of {largest:,} comments": article_of(largest)}


FULL = Plan(repetitions=3, seconds=4, count_posts=800)
QUICK = Plan(repetitions=1, seconds=1.5, count_posts=200, sizes=SIZES[:2], most_read=1_000)
MIX = 20  # every so many requests one is a comment
MIXED = 20  # articles


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, and only printed")
    parser.add_argument("--output", type=Path, help="where to write; docs/performance.md after a full run")
    options = parser.parse_args()
    output = options.output or (None if options.quick else sections.PAGE)
    (ROOT / "var").mkdir(exist_ok=True)  # on the disk of this checkout: a folder in memory would flatter
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        page, picture = _run(QUICK if options.quick else FULL, Path(folder), is_quick=options.quick)
    if output is None:
        print(page)
    else:
        kept = sections.PAGE.read_text(encoding="utf-8")
        output.write_text(sections.carry_over(page, kept), encoding="utf-8")
        (output.parent / "images").mkdir(exist_ok=True)
        (output.parent / "images" / "cost.svg").write_text(picture, encoding="utf-8")
        print(f"written to {output}")


def _run(plan: Plan, folder: Path, *, is_quick: bool) -> tuple[str, str]:
    settings = server.settings(f"sqlite:///{folder / 'commentbox.db'}")
    engine = create_engine(settings.database_url)
    prepare(engine)
    schema.upgrade(engine)
    print("filling the database …", flush=True)
    fill(engine, settings, plan.sizes, mixed=MIXED)
    tokens = sign_in(engine, settings, (len(plan.places) + 1) * plan.count_posts * plan.repetitions)
    program = wrk.find()
    is_pinned = server.pin(0)
    with server.running(settings, folder / "server.log") as start:
        page = fetch(settings.port, _path(article_of(plan.sizes[0])))
        with (
            server.bare(page, folder) as bare_port,
            _nginx(nginx.static(folder, page)) as file_port,
            _nginx(_in_front(settings, folder)) as front_port,
        ):
            server.pin(1)
            reader = Reader(program, bare_port, file_port, front_port, len(page))
            figures = _measure(plan, engine, settings, tokens, reader)
    engine.dispose()
    told = report.page(
        today=datetime.now(UTC).date(),
        folder=folder,
        is_quick=is_quick,
        is_pinned=is_pinned,
        program="wrk" if program else "a small program of ours, which is then the slower side",
        start=start,
        figures=figures,
        deciding=deciding.section(folder),
    )
    return told, report.picture_of(figures)


@contextmanager
def _nginx(started: AbstractContextManager[int]) -> Iterator[int]:
    """The port where it answers; 0 on a machine without nginx."""
    with ExitStack() as stack:
        try:
            port = stack.enter_context(started)
        except nginx.NoNginxError:
            port = 0
        yield port


@contextmanager
def _in_front(settings: Settings, folder: Path) -> Iterator[int]:
    """The port of nginx with our configuration, before a second server on the same database."""
    place = folder / "front"
    place.mkdir()
    # The name without a port, as nginx hands it on.
    behind = server.settings(settings.database_url, base_url="http://127.0.0.1", run_worker=False)
    with server.running(behind, place / "server.log"), nginx.fronting(place, behind.port) as port:
        yield port


class Reader:
    """Asks for pages as fast as this machine can."""

    def __init__(
        self, program: str | None, bare_port: int, file_port: int, front_port: int, size: int
    ) -> None:
        self._program, self._bare_port, self._size = program, bare_port, size
        self._file_port, self._front_port = file_port, front_port

    def bare(self, seconds: float) -> report.Measured:
        return self.page(self._bare_port, "/", seconds, self._size)

    def file(self, seconds: float) -> list[report.Measured]:
        return [self.page(self._file_port, "/answer", seconds, self._size)] if self._file_port else []

    def front(self, path: str, seconds: float) -> list[report.Measured]:
        return [self.page(self._front_port, path, seconds, self._size)] if self._front_port else []

    def page(self, port: int, path: str, seconds: float, size: int) -> report.Measured:
        if self._program is None:
            return measure(port, repeat(ask.get(port, path)), status=200, seconds=seconds)
        return wrk.measure(self._program, f"http://127.0.0.1:{port}{path}", seconds=seconds, size=size)


def _measure(
    plan: Plan, engine: Engine, settings: Settings, tokens: tuple[str, ...], reader: Reader
) -> report.Figures:
    port, writers = settings.port, iter(enumerate(tokens))
    published = count_published(engine, settings)
    figures = report.Figures()
    sizes = {size: len(fetch(port, _path(article_of(size)))) for size in plan.sizes}
    for turn in range(plan.repetitions):
        print(f"repetition {turn + 1} of {plan.repetitions} …", flush=True)
        figures.bare.append(reader.bare(plan.seconds))
        figures.nginx += reader.file(plan.seconds)
        figures.front += reader.front(_path(article_of(plan.sizes[0])), plan.seconds)
        figures.framework.append(reader.page(port, "/healthz", plan.seconds, 3))
        for size, count_bytes in sizes.items():
            path = _path(article_of(size))
            figures.reads[size].append(reader.page(port, path, plan.seconds, count_bytes))
        for name, url in plan.places.items():
            comments = _comments(port, lambda _number, url=url: url, islice(writers, plan.count_posts))  # type: ignore[misc]
            figures.posts[name].append(measure(port, comments, status=201, seconds=2 * plan.seconds))
        mixed = _mix(port, islice(writers, plan.count_posts))
        figures.mixed.append(measure(port, mixed, status={200, 201}, seconds=plan.seconds))
        figures.count_mixed += figures.mixed[-1].count(201)
    print("a reader's browser …", flush=True)
    figures.seen = browser.measure(settings.base_url, plan.sizes[-1], plan.most_read)
    posted = sum(len(each.latencies) for results in figures.posts.values() for each in results)
    if count_published(engine, settings) != published + posted + figures.count_mixed:
        raise UnexpectedAnswerError("an acknowledged comment is not in the database")
    return figures


def _path(url: str) -> str:
    return f"/embed/{SITE}/thread?url={quote(url, safe='')}&style=inline"


def _mix(port: int, writers: Iterator[tuple[int, str]]) -> Iterator[bytes]:
    """First pages of many articles, and a comment to one of them now and then."""
    pages = [ask.get(port, _path(article_of(number))) for number in range(MIXED)]
    comments = _comments(port, lambda number: article_of(number % MIXED), writers)
    for number in count():
        yield next(comments) if number % MIX == MIX - 1 else pages[number % MIXED]


def _comments(port: int, url_of: Callable[[int], str], writers: Iterator[tuple[int, str]]) -> Iterator[bytes]:
    for number, token in writers:
        yield ask.comment(port, token, url_of(number), number)


if __name__ == "__main__":
    main()
