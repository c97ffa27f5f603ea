"""A load generator: some connections, each sending its next request when it has the last answer."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.request import Request, urlopen

from bench.ask import answer

CONNECTIONS = 8
LONGEST_ANSWER = 10.0


class UnexpectedAnswerError(Exception):
    """What is measured did not work, so there is no figure."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one measurement gave; latencies are in seconds, from the shortest to the longest."""

    seconds: float
    latencies: tuple[float, ...]
    statuses: tuple[int, ...]
    count_bytes: int  # of the longest answer

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def count(self, status: int) -> int:
        return self.statuses.count(status)

    def percentile(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))]


def fetch(port: int, path: str) -> bytes:
    """A page as a browser gets it: packed."""
    asked = Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked, timeout=LONGEST_ANSWER) as answer:  # noqa: S310 - our own
        body: bytes = answer.read()
    return body


def measure(port: int, requests: Iterator[bytes], *, status: int | set[int], seconds: float) -> Result:
    """Until the requests or the seconds have run out. Every answer must have this status, or one of these."""
    return asyncio.run(_measure(port, requests, {status} if isinstance(status, int) else status, seconds))


async def _measure(port: int, requests: Iterator[bytes], good: set[int], seconds: float) -> Result:
    answers: list[tuple[float, int, int]] = []
    started = time.perf_counter()
    async with asyncio.timeout(seconds + LONGEST_ANSWER), asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_connection(port, requests, good, started + seconds, answers))
    spent = time.perf_counter() - started
    latencies, sizes, statuses = zip(*sorted(answers), strict=True)
    return Result(seconds=spent, latencies=latencies, statuses=statuses, count_bytes=max(sizes))


async def _connection(
    port: int,
    requests: Iterator[bytes],
    good: set[int],
    until: float,
    answers: list[tuple[float, int, int]],
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        sent = time.perf_counter()
        writer.write(request)
        status, _, body = await answer(reader)
        now = time.perf_counter()
        if status not in good:
            raise UnexpectedAnswerError(f"{status}: {body[:300]!r}")
        answers.append((now - sent, len(body), status))
        if now >= until:
            break
    writer.close()
    await writer.wait_closed()
