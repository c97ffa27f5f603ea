"""A national daily's evening: comments, votes and first reads at a steady pace, on either database.

Run it on a quiet machine: python -m bench.daily [--minutes 10] [--postgresql]
With `--page` one database after the other, and what came of it goes into docs/performance.md.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from bench import ask, postgres, sections, server
from bench.data import SITE, article_of, count_published, fill, sign_in
from commentbox import schema
from commentbox.domain.comment import Status
from commentbox.store.comments import CommentRow
from commentbox.store.engine import prepare

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 20
LARGEST = 10_000  # comments in one more conversation, where one request in ten goes
PER_SECOND = {"comment": 10, "vote": 40, "read": 80}
GOOD = {"comment": {201, 202}, "vote": {200}, "read": {200}}
VOTES_EACH = 100  # below what one person may give in ten minutes
PROCESSES = 2
LANES = 16  # connections a kind; what finds none free waits, and its wait counts
SORTS = ("best", "newest", "oldest", "replies")
_TOLD = """## A national daily

{pace} a second, each at its moment whether the last one is answered or
not, for {minutes} minutes, on {date}, by `python -m bench.daily --page`: two server processes
(`COMMENTBOX_PROCESSES=2`) and the load on the same two cores. Half of the reads are first pages of 21
conversations in four orders, outdated by the writes all the time; half a comment with what it answers, never
kept. A time is from the moment it was due to the whole answer.

{tables}
"""
_TABLE = """| {engine} | due a second | median | 95th percentile | 99th | errors |
|---|---|---|---|---|---|
{rows}

{published:,} comments were acknowledged as published, and as many are there; {held:,} were held by a rule."""
Ask = Callable[[], bytes]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.daily", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--page", action="store_true", help="measure on both, and write the page")
    options = parser.parse_args()
    seconds = options.minutes * 60
    if not options.page:
        print(_on(options.postgresql, seconds))
        return
    tables = "\n\n".join(_on(is_postgresql, seconds) for is_postgresql in (False, True))
    pace = ", ".join(f"{rate} {kind}s" for kind, rate in PER_SECOND.items())
    sections.write(
        _TOLD.format(date=sections.today(), minutes=f"{options.minutes:g}", pace=pace, tables=tables)
    )


def _on(is_postgresql: bool, seconds: float) -> str:
    (ROOT / "var").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="daily-", dir=ROOT / "var") as name,
        _postgresql() if is_postgresql else nullcontext(f"sqlite:///{name}/commentbox.db") as url,
    ):
        return _run(url, Path(name), seconds)


def _run(url: str, folder: Path, seconds: float) -> str:
    settings = server.settings(url, processes=PROCESSES)
    engine = create_engine(settings.database_url)
    prepare(engine)
    schema.upgrade(engine)
    print("filling the database …", flush=True)
    fill(engine, settings, (LARGEST,), mixed=ARTICLES)
    wanted = {kind: int(rate * seconds) for kind, rate in PER_SECOND.items()}
    tokens = sign_in(engine, settings, wanted["comment"] + wanted["vote"] // VOTES_EACH + 1)
    writers, voters = tokens[: wanted["comment"]], tokens[wanted["comment"] :]
    with Session(engine) as session:
        query = select(CommentRow.id).where(CommentRow.status == Status.PUBLISHED)
        ids = session.scalars(query.limit(3_000)).all()
    before = count_published(engine, settings)
    with server.running(settings, folder / "server.log"):
        asks = _asks(settings.port, writers, voters, list(ids))
        taken, statuses = asyncio.run(_evening(settings.port, asks, seconds))
    came = count_published(engine, settings) - before
    engine.dispose()
    published, held = statuses["comment"][201], statuses["comment"][202]
    if came != published:
        raise SystemExit(f"{published} comments were acknowledged, and {came} are in the database")
    rows = "\n".join(_row(kind, spans, seconds, statuses[kind]) for kind, spans in taken.items())
    return _TABLE.format(engine=engine.dialect.name, rows=rows, published=published, held=held)


def _row(kind: str, spans: list[float], seconds: float, statuses: Counter[int]) -> str:
    ranked = sorted(spans)
    times = (f"{1000 * ranked[int(len(ranked) * share)]:.0f} ms" for share in (0.5, 0.95, 0.99))
    wrong = {status: number for status, number in statuses.items() if status not in GOOD[kind]}
    return f"| {kind}s | {len(spans) / seconds:.1f} | {' | '.join(times)} | {wrong or 0} |"


async def _evening(
    port: int, asks: dict[str, Ask], seconds: float
) -> tuple[dict[str, list[float]], dict[str, Counter[int]]]:
    taken: dict[str, list[float]] = defaultdict(list)
    statuses: dict[str, Counter[int]] = defaultdict(Counter)
    started = time.perf_counter() + 0.5
    async with asyncio.TaskGroup() as group:
        for kind, rate in PER_SECOND.items():
            due = iter([started + number / rate for number in range(int(rate * seconds))])
            for _ in range(LANES):
                group.create_task(_lane(port, asks[kind], due, taken[kind], statuses[kind]))
    return taken, statuses


async def _lane(
    port: int, make: Ask, due: Iterator[float], taken: list[float], statuses: Counter[int]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for at in due:
        await asyncio.sleep(max(0, at - time.perf_counter()))
        writer.write(make())
        status, _, _ = await ask.answer(reader)
        taken.append(time.perf_counter() - at)  # from when it was due: a wait for a free lane counts
        statuses[status] += 1
    writer.close()


def _asks(port: int, writers: tuple[str, ...], voters: tuple[str, ...], ids: list[int]) -> dict[str, Ask]:
    chance, numbers, voted = random.Random(1863), count(), count()  # noqa: S311 - the same evening each time
    authors = iter(writers)

    def somewhere() -> str:
        return article_of(LARGEST if chance.random() < 0.1 else chance.randrange(ARTICLES))

    def read() -> bytes:
        # Half are first pages, outdated by the writes; half a comment with what it answers, never kept.
        page = f"thread?url={quote(somewhere(), safe='')}&style=inline&sort={chance.choice(SORTS)}"
        path = page if chance.random() < 0.5 else f"conversation?comment={chance.choice(ids)}"
        return ask.get(port, f"/embed/{SITE}/{path}")

    def comment() -> bytes:
        return ask.comment(port, next(authors), somewhere(), next(numbers))

    def vote() -> bytes:
        voter = voters[next(voted) % len(voters)]  # one after the other: nobody votes forty times a second
        return ask.write(port, "PUT", f"comments/{chance.choice(ids)}/vote", voter, {"vote": "up"})

    return {"comment": comment, "vote": vote, "read": read}


@contextmanager
def _postgresql() -> Iterator[str]:
    """A server of the tests, but one that loses nothing when the power goes."""
    with postgres.program().server(durable=True) as url:
        yield url


if __name__ == "__main__":
    main()
