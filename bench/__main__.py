"""Fills a database, starts the server, measures in turns, and writes the page of figures."""

import argparse
import json
import secrets
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, repeat
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine

from bench import report, server
from bench.data import PAPER, SITE, article_of, count_published, fill, sign_in
from bench.load import Result, UnexpectedAnswerError, measure
from commentbox import schema
from commentbox.settings import Settings, load
from commentbox.store.engine import prepare

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100, 1_000, 10_000)
PLACES = {"a new conversation": f"{PAPER}/new", f"one of {SIZES[-1]:,} comments": article_of(SIZES[-1])}
TEXT = (
    "Remark {number}. I walked there last Sunday with my father, who remembers the trams, and we *counted* "
    "the cars that had to turn round at the bridge. There were eleven in an hour. Eleven! Nobody can tell me "
    "that a city falls over for that.\n\nWhat I would like to know is who pays for the signs."
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much of each measurement; `count_posts` is the most in one repetition to one conversation."""

    repetitions: int
    seconds: float
    count_posts: int


FULL = Plan(repetitions=3, seconds=4, count_posts=800)
QUICK = Plan(repetitions=1, seconds=1.5, count_posts=200)


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, and only printed")
    parser.add_argument("--output", type=Path, help="where to write; docs/performance.md after a full run")
    options = parser.parse_args()
    output = options.output or (None if options.quick else ROOT / "docs" / "performance.md")
    (ROOT / "var").mkdir(exist_ok=True)  # on the disk of this checkout: a folder in memory would flatter
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        page = _run(QUICK if options.quick else FULL, Path(folder), is_quick=options.quick)
    if output is None:
        print(page)
    else:
        output.write_text(page, encoding="utf-8")
        print(f"written to {output}")


def _run(plan: Plan, folder: Path, *, is_quick: bool) -> str:
    settings = _settings(folder, server.free_port())
    engine = create_engine(settings.database_url)
    prepare(engine)
    schema.upgrade(engine)
    print("filling the database …", flush=True)
    fill(engine, settings, SIZES)
    tokens = sign_in(engine, settings, len(PLACES) * plan.count_posts * plan.repetitions)
    is_pinned = server.pin(0)
    with server.running(settings, folder / "server.log") as start:
        server.pin(1)
        floor, reads, posts = _measure(plan, engine, settings, tokens)
    engine.dispose()
    return report.page(
        today=datetime.now(UTC).date(),
        folder=folder,
        is_quick=is_quick,
        is_pinned=is_pinned,
        start=start,
        floor=floor,
        reads=reads,
        posts=posts,
    )


def _measure(
    plan: Plan, engine: Engine, settings: Settings, tokens: tuple[str, ...]
) -> tuple[list[Result], dict[int, list[Result]], dict[str, list[Result]]]:
    port, writers = settings.port, iter(enumerate(tokens))
    published = count_published(engine, settings)
    floor: list[Result] = []
    reads: dict[int, list[Result]] = defaultdict(list)
    posts: dict[str, list[Result]] = defaultdict(list)
    for size in SIZES:  # what is done for the first time is not what is measured
        measure(port, _pages(port, size), status=200, seconds=0.5)
    for turn in range(plan.repetitions):
        print(f"repetition {turn + 1} of {plan.repetitions} …", flush=True)
        floor.append(measure(port, repeat(_get(port, "/healthz")), status=200, seconds=1))
        for size in SIZES:
            reads[size].append(measure(port, _pages(port, size), status=200, seconds=plan.seconds))
        for name, url in PLACES.items():
            comments = _comments(port, url, islice(writers, plan.count_posts))
            posts[name].append(measure(port, comments, status=201, seconds=2 * plan.seconds))
    posted = sum(len(each.latencies) for results in posts.values() for each in results)
    if count_published(engine, settings) != published + posted:
        raise UnexpectedAnswerError("an acknowledged comment is not in the database")
    return floor, reads, posts


def _settings(folder: Path, port: int) -> Settings:
    return load(
        overrides={
            "environment": "production",
            "database_url": f"sqlite:///{folder / 'commentbox.db'}",
            "secret_key": secrets.token_urlsafe(32),
            "base_url": f"http://127.0.0.1:{port}",
            "host": "127.0.0.1",
            "port": port,
        }
    )


def _pages(port: int, size: int) -> Iterator[bytes]:
    return repeat(_get(port, f"/embed/{SITE}/thread?url={quote(article_of(size), safe='')}"))


def _get(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()


def _comments(port: int, url: str, writers: Iterator[tuple[int, str]]) -> Iterator[bytes]:
    for number, token in writers:
        comment = {"url": url, "title": "A thread", "parent": None, "key": f"bench-{number:06}"}
        body = json.dumps(comment | {"text": TEXT.format(number=number)}).encode()
        head = (
            f"POST /api/v1/{SITE}/comments HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {PAPER}\r\n"
            f"X-Commentbox: 1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"Cookie: commentbox_embed={token}\r\n\r\n"
        )
        yield head.encode() + body


if __name__ == "__main__":
    main()
