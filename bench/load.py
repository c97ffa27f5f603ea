"""A load generator: some connections, each sending its next request when it has the last answer."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

CONNECTIONS = 8
LONGEST_ANSWER = 10.0


class UnexpectedAnswerError(Exception):
    """What is measured did not work, so there is no figure."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one measurement gave; latencies are in seconds, from the shortest to the longest."""

    seconds: float
    latencies: tuple[float, ...]
    count_bytes: int  # of the longest answer

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))]


def measure(port: int, requests: Iterator[bytes], *, status: int, seconds: float) -> Result:
    """Until the requests or the seconds have run out. Every answer must have this status."""
    return asyncio.run(_measure(port, requests, status, seconds))


async def _measure(port: int, requests: Iterator[bytes], status: int, seconds: float) -> Result:
    answers: list[tuple[float, int]] = []
    started = time.perf_counter()
    async with asyncio.timeout(seconds + LONGEST_ANSWER), asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(_connection(port, requests, status, started + seconds, answers))
    spent = time.perf_counter() - started
    latencies, sizes = zip(*sorted(answers), strict=True)
    return Result(seconds=spent, latencies=latencies, count_bytes=max(sizes))


async def _connection(
    port: int, requests: Iterator[bytes], status: int, until: float, answers: list[tuple[float, int]]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        sent = time.perf_counter()
        writer.write(request)
        size = await _answer(reader, status)
        now = time.perf_counter()
        answers.append((now - sent, size))
        if now >= until:
            break
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader, status: int) -> int:
    """Reads one answer to its end; the length of its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers["content-length"]))
    if first.split(" ")[1] != str(status):
        raise UnexpectedAnswerError(f"{first}: {body[:300]!r}")
    return len(body)
