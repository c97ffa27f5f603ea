"""From an empty folder to answers: `init`, then `serve` as a real process, as the README says."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

COMMAND = [sys.executable, "-c", "from commentbox.cli import main; main()"]
SITE = ["--site", "courier", "--name", "The Courier", "--origin", "https://paper.example"]
LONGEST = 300  # seconds; a busy machine is slow, not wrong
ADMIN = ["--admin", "Ada Desk", "--email", "ada@paper.example"]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTBOX_")}
    return kept | {
        "COMMENTBOX_SECRET_KEY": "kR4v0Tq8mZ1xWc7LhY2pNs9bUe3dJf6G",
        "COMMENTBOX_BASE_URL": f"http://127.0.0.1:{port}",
        "COMMENTBOX_PORT": str(port),
        "COMMENTBOX_PASSWORD": "correct horse battery",
    }


@pytest.fixture
def server(tmp_path: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A served box in a folder of its own, with nothing set but what the README sets."""
    subprocess.run(
        [*COMMAND, "init", *SITE, *ADMIN], cwd=tmp_path, env=environment, check=True, timeout=LONGEST
    )
    process = subprocess.Popen([*COMMAND, "serve"], cwd=tmp_path, env=environment)
    yield process
    process.kill()
    process.wait(10)


def ask(port: int, path: str) -> int | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except (URLError, OSError):
        return None


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers or gives up; the time limit is the test runner's."""
    while ask(port, "/readyz") != 200:
        assert server.poll() is None, "the server has stopped"
        time.sleep(0.05)  # asking without a pause takes the processor that it needs to start


def test_what_init_made_is_served_and_stops_when_asked(
    server: subprocess.Popen[bytes], environment: dict[str, str], tmp_path: Path, port: int
) -> None:
    wait_until_ready(server, port)
    assert ask(port, "/embed/courier/thread?url=https://paper.example/bridge") == 200
    assert ask(port, "/embed.js") == 200
    second = subprocess.run(
        [*COMMAND, "serve"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert second.returncode == 1
    assert f"Port {port} is not free" in second.stderr
    server.send_signal(signal.SIGTERM)
    assert server.wait(LONGEST) == 0


def test_who_starts_the_server_does_not_load_what_it_serves() -> None:
    """The first answer comes half a second sooner."""
    ask = "import sys, commentbox.commands.serve; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert not {"flask", "commentbox.app", "commentbox.server"} & set(loaded.stdout.split())
