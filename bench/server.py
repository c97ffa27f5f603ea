"""Starts `commentbox serve` on this machine, kept to one core, and stops it again."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from commentbox.settings import Settings, load

_LONGEST_START = 30.0
_PAUSE = 0.02
_GIVEN = (
    "environment", "database_url", "secret_key", "base_url", "host", "port", "stream_url", "processes",
)  # fmt: skip


class NoServerError(Exception):
    """What the server said instead of starting."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pin(core: int) -> bool:
    """Keep this process, and what it starts from now on, to one core; False where that is not to be had."""
    if not hasattr(os, "sched_setaffinity") or (os.cpu_count() or 1) < 2:
        return False
    os.sched_setaffinity(0, {core})
    return True


def settings(database_url: str, **more: object) -> Settings:
    """Of a server in production, on a free port of this machine."""
    port = free_port()
    here = {"base_url": f"http://127.0.0.1:{port}", "host": "127.0.0.1", "port": port}
    made = {"database_url": database_url, "secret_key": secrets.token_urlsafe(32)}
    return load(overrides={"environment": "production", **made, **here, **more})


@dataclass(frozen=True, kw_only=True)
class Started:
    """`seconds` from the command to the first answer; `megabytes` that all its processes hold then, shared
    ones counted once, or nothing where the system does not tell.
    """

    seconds: float
    megabytes: float | None


@contextmanager
def running(settings: Settings, log: Path) -> Iterator[Started]:
    given = {f"COMMENTBOX_{name.upper()}": str(getattr(settings, name)) for name in _GIVEN}
    given["COMMENTBOX_ENV_FILE"] = os.devnull
    command = [str(Path(sys.executable).with_name("commentbox")), "serve"]
    started = time.perf_counter()
    with _process(command, given, f"http://127.0.0.1:{settings.port}/readyz", log) as pid:
        seconds = time.perf_counter() - started
        _wait_for_all(settings)
        yield Started(seconds=seconds, megabytes=_megabytes(pid))


@contextmanager
def bare(answer: bytes, folder: Path) -> Iterator[int]:
    """On a port of its own, a function that always gives this answer: the most that is to be had."""
    port, body = free_port(), folder / "answer"
    body.write_bytes(answer)
    command = [sys.executable, "-m", "bench.bare", str(port), str(body)]
    with _process(command, {}, f"http://127.0.0.1:{port}/", folder / "bare.log"):
        yield port


@contextmanager
def _process(command: list[str], given: dict[str, str], url: str, log: Path) -> Iterator[int]:
    given = os.environ | given
    given.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once and not at each start
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=given, stdout=output, stderr=output)  # noqa: S603 - ours
    try:
        _wait(url, process, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _megabytes(pid: int) -> float | None:
    """Of the process and all below it."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return None
    (own,) = (int(line.split()[1]) for line in told if line.startswith("Pss:"))
    return own / 1024 + sum(_megabytes(int(child)) or 0 for child in below)


def _wait_for_all(settings: Settings) -> None:
    """Each process listens by itself: connections that open before the last one does stay with the others.

    Where the system does not tell who listens, nobody is waited for.
    """
    listening = f":{settings.port:04X} 00000000:0000 0A"
    until = time.monotonic() + _LONGEST_START
    while (table := Path("/proc/net/tcp")).exists() and time.monotonic() < until:
        if table.read_text().count(listening) >= settings.processes:
            return
        time.sleep(_PAUSE)
    if table.exists():
        raise NoServerError(f"not all of {settings.processes} processes have begun to listen")


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _LONGEST_START
    while process.poll() is None and time.monotonic() < until:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (URLError, ConnectionError):
            time.sleep(_PAUSE)
    raise NoServerError(log.read_text(errors="replace")[-2000:])
