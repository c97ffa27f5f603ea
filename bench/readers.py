"""Many open pages that ask for news, while comments come in: python -m bench.readers --readers 10000.

`--page` measures 10,000 who ask and 5,000 who listen, and writes that into docs/performance.md.

Each reader asks at the pace of the box, with the jitter and the ETag a browser has, over a pool of
connections as a proxy keeps them. The figures say whether one server keeps up, and how long after a comment
the readers know.
"""

import argparse
import asyncio
import json
import random
import resource
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from sqlalchemy import Engine, create_engine, select

from bench import ask, nginx, sections, server
from bench.__main__ import ROOT
from bench.data import SITE, article_of, fill, sign_in
from commentbox import schema
from commentbox.store.articles import ArticleRow
from commentbox.store.engine import prepare

THREAD = 1_000  # comments in the conversation
_TOLD = """## Open pages

One conversation, the server on one core and the readers on the other, on {date}, by
`python -m bench.readers --page`.

{lines}"""
PACE = 3.0  # seconds, as in a new site's policy


@dataclass(kw_only=True)
class Seen:
    """What all the readers met."""

    latencies: list[float] = field(default_factory=list)
    unchanged: int = 0
    heard: int = 0  # messages of a stream
    lateness: list[float] = field(default_factory=list)  # from the post's answer until a reader knew


@dataclass(kw_only=True)
class Reader:
    after: int = 0
    etag: str = ""


class Pool:
    """Connections that are used again, one request at a time on each."""

    def __init__(self, port: int, size: int) -> None:
        self._port, self._free = port, asyncio.Semaphore(size)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        async with self._free:
            pair = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = pair
            writer.write(request)
            told = await ask.answer(reader)
            self._idle.append(pair)
            return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.readers", description=__doc__)
    parser.add_argument("--readers", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--posts", type=int, default=10, help="comments that come in meanwhile")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--stream", action="store_true", help="they listen to nchan instead of asking")
    parser.add_argument("--page", action="store_true", help="measure both ways, and write the page")
    options = parser.parse_args()
    if not options.page:
        print("\n".join(_words(_run(options), options)))
        return
    ways = ({"readers": 10_000, "stream": False}, {"readers": 5_000, "stream": True})
    told = []
    for way in ways:
        chosen = argparse.Namespace(**vars(options) | way)
        told += [f"- {line}" for line in _words(_run(chosen), chosen)] + [""]
    sections.write(_TOLD.format(date=sections.today(), lines="\n".join(told)))


def _run(options: argparse.Namespace) -> Seen:
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="readers-", dir=ROOT / "var") as name:
        folder, stack = Path(name), ExitStack()
        publish, listen = "", ""
        if options.stream:
            _allow_files(options.readers + 500)
            publish, listen = stack.enter_context(nginx.streaming(folder, files=options.readers + 500))
        settings = server.settings(f"sqlite:///{folder / 'commentbox.db'}", stream_url=publish)
        engine = create_engine(settings.database_url)
        prepare(engine)
        schema.upgrade(engine)
        fill(engine, settings, (THREAD,), mixed=0)
        tokens = sign_in(engine, settings, options.posts)
        server.pin(0)
        with stack, server.running(settings, folder / "server.log"):
            server.pin(1)
            channel = f"{listen}/{_article_id(engine)}" if listen else ""
            seen = asyncio.run(_read(settings.port, options, tokens, channel))
        engine.dispose()
    return seen


def _allow_files(count: int) -> None:
    """Each listener is an open file, on both sides."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, most) if most > 0 else count, most))


def _article_id(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(select(ArticleRow.id).where(ArticleRow.url == article_of(THREAD))) or 0)


async def _read(port: int, options: argparse.Namespace, tokens: tuple[str, ...], stream: str) -> Seen:
    seen, pool, posted = Seen(), Pool(port, options.connections), dict[int, float]()
    until = time.perf_counter() + options.seconds
    async with asyncio.timeout(options.seconds * 3 + 30), asyncio.TaskGroup() as group:
        for _ in range(options.readers):
            listens = _listener(stream, until, seen, posted) if stream else None
            group.create_task(listens or _reader(pool, port, until, seen, posted))
        group.create_task(_write(pool, port, until, tokens, posted))
    return seen


async def _reader(pool: Pool, port: int, until: float, seen: Seen, posted: dict[int, float]) -> None:
    me = Reader()
    await asyncio.sleep(random.uniform(0, PACE))  # noqa: S311 - they came at different times
    while time.perf_counter() < until:
        path = f"/embed/{SITE}/news?url={quote(article_of(THREAD), safe='')}&after={me.after}"
        asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nIf-None-Match: {me.etag}\r\n\r\n"
        sent = time.perf_counter()
        status, headers, body = await pool.ask(asked.encode())
        now = time.perf_counter()
        seen.latencies.append(now - sent)
        if status == 304:
            seen.unchanged += 1
        else:
            told = json.loads(body)
            known = [posted[each["id"]] for each in told["comments"] if each["id"] in posted]
            seen.lateness += [now - at for at in known]
            me.etag = headers["etag"] if told["last"] == me.after else ""
            me.after = told["last"]
        await asyncio.sleep(PACE * random.uniform(0.85, 1.15))  # noqa: S311 - jitter


async def _listener(stream: str, until: float, seen: Seen, posted: dict[int, float]) -> None:
    """An EventSource in a few lines."""
    parts = urlsplit(stream)
    await asyncio.sleep(random.uniform(0, PACE))  # noqa: S311 - they came at different times
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET {parts.path} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n".encode())
    try:
        async with asyncio.timeout(max(0.1, until - time.perf_counter())):
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    now, told = time.perf_counter(), json.loads(line.removeprefix(b"data: "))
                    seen.heard += 1
                    # It may come before the answer to who posted it.
                    seen.lateness += [now - posted.get(each["id"], now) for each in told["comments"]]
    except TimeoutError:
        writer.close()


async def _write(
    pool: Pool, port: int, until: float, tokens: tuple[str, ...], posted: dict[int, float]
) -> None:
    """Evenly over the time, once all readers are there, the last one early enough to be read of."""
    await asyncio.sleep(PACE)
    pause = max(0.0, until - time.perf_counter() - 3 * PACE) / max(1, len(tokens))
    for number, token in enumerate(tokens):
        status, _, told = await pool.ask(ask.comment(port, token, article_of(THREAD), number))
        if status == 201:
            posted[json.loads(told)["id"]] = time.perf_counter()
        await asyncio.sleep(pause)


def _words(seen: Seen, options: argparse.Namespace) -> list[str]:
    who = "listen to nginx" if options.stream else "ask one server process, without a proxy"
    told = [f"{options.readers:,} open pages that {who}; {options.posts} comments in {options.seconds:g} s"]
    if options.stream:
        told.append(f"{seen.heard:,} messages heard, wanted {options.readers * options.posts:,}")
    else:
        asked, wanted = len(seen.latencies), options.readers / PACE
        middle, slowest = (1000 * _at(seen.latencies, share) for share in (0.5, 0.99))
        told.append(f"{asked / options.seconds:,.0f} questions a second, wanted {wanted:,.0f}")
        told.append(f"{100 * seen.unchanged / max(1, asked):.0f} % answered that nothing is new")
        told.append(f"an answer took {middle:.1f} ms, one in a hundred more than {slowest:.1f} ms")
    middle, slowest = (_at(seen.lateness, share) for share in (0.5, 0.99))
    told.append(f"a comment was known after {middle:.1f} s, to one reader in a hundred after {slowest:.1f} s")
    return told


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


if __name__ == "__main__":
    main()
