"""The load for what is answered faster than Python can ask: `wrk`, a program, where there is one."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.load import UnexpectedAnswerError

CONNECTIONS = 32
_SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What one measurement gave; latencies in seconds by their share."""

    rate: float
    latencies: Mapping[float, float]
    count_bytes: int

    def percentile(self, share: float) -> float:
        return self.latencies[share]


def find() -> str | None:
    """The program, fetched where this machine allows it."""
    if shutil.which("wrk") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("fetching wrk with apt-get, once for this machine", flush=True)
        for words in (("update",), ("install", "--yes", "--no-install-recommends", "wrk")):
            subprocess.run(["apt-get", "-q", *words], check=False, capture_output=True)  # noqa: S603, S607
    return shutil.which("wrk")


def measure(program: str, url: str, *, seconds: float, size: int) -> Counted:
    """As many requests as this server answers. Every answer must have status 200 or 304; `size` is theirs."""
    command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", "-s", str(_SCRIPT)]
    command += ["-H", "Accept-Encoding: gzip", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - found above
    told = json.loads(done.stdout.strip().splitlines()[-1])
    if told["errors"]:
        raise UnexpectedAnswerError(f"{told['errors']} of {told['requests']} requests failed: {url}")
    latencies = {0.5: told["p50"] / 1e6, 0.99: told["p99"] / 1e6}
    return Counted(rate=told["requests"] / (told["duration"] / 1e6), latencies=latencies, count_bytes=size)
