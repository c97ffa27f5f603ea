"""A real Redis or Valkey on a socket of its own, where the machine has one."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Its address; skips where neither program is installed."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        pytest.skip("no redis-server or valkey-server on this machine: counting in Redis was not tried")
    socket = folder / "redis.sock"
    words = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    try:
        _wait_for(socket, server)
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            with Redis(unix_socket_path=str(socket)) as client:
                client.ping()
            return
        except RedisError:
            continue
    raise RuntimeError("redis-server ended at once")
