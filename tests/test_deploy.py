"""What we hand out for operators, tried with the real programs where this machine has them."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from bench.nginx import NoNginxError, fronting
from commentbox.services.work import Work
from tests import make
from tests.conftest import WorkFactory

DEPLOY = Path(__file__).parents[1] / "deploy"
THREAD = f"/embed/courier/thread?url={make.ARTICLE}"


@pytest.fixture
def server(app: Flask) -> Iterator[BaseWSGIServer]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def port(server: BaseWSGIServer, tmp_path: Path) -> Iterator[int]:
    """Where nginx answers, in front of that server."""
    try:
        with fronting(tmp_path, server.port) as port:
            yield port
    except NoNginxError as reason:
        pytest.skip(f"{reason}: the configuration for nginx was NOT tried")


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, headers={"Host": "comments.example", **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def _comment(work: Work) -> None:
    make.site(work)
    make.comment(work, text="Kept in front.")


def test_nginx_keeps_public_pages_even_without_us_and_slows_down_who_writes_too_fast(
    work: WorkFactory, server: BaseWSGIServer, port: int
) -> None:
    with work() as w:
        _comment(w)
    status, headers, body = ask(port, THREAD)
    assert status == 200, body
    assert (headers["x-cache"], b"Kept in front." in body) == ("MISS", True)
    assert ask(port, THREAD)[1]["x-cache"] == "HIT"
    packed = ask(port, THREAD, **{"Accept-Encoding": "br, gzip;q=0.9"})
    assert (packed[1]["content-encoding"], packed[1]["x-cache"]) == ("gzip", "MISS")
    assert ask(port, THREAD, **{"Accept-Encoding": "deflate, gzip"})[1]["x-cache"] == "HIT"
    assert ask(port, "/login")[1].get("x-cache") is None
    assert ask(port, "/login")[1]["cache-control"] == "no-store"

    answers = [ask(port, "/login", "POST")[0] for _ in range(60)]
    assert answers[0] != 429
    assert 429 in answers
    assert ask(port, "/login")[0] == 200  # reading goes on

    server.shutdown()
    server.server_close()
    status, headers, body = ask(port, THREAD)
    assert (status, headers["x-cache"] in ("STALE", "HIT", "UPDATING")) == (200, True)
    assert b"Kept in front." in body


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze on this machine: the units were NOT tried")
    units = []
    for unit in sorted((DEPLOY / "systemd").glob("*.service")):
        text = unit.read_text(encoding="utf-8")
        units.append(tmp_path / unit.name)
        units[-1].write_text(text.replace("/opt/commentbox/bin/commentbox", "/bin/true"))
    answer = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    assert not [line for line in answer.stderr.splitlines() if "commentbox" in line], answer.stderr
    assert answer.returncode == 0, answer.stderr


def test_what_the_container_starts_is_there() -> None:
    text = (DEPLOY / "container" / "Containerfile").read_text(encoding="utf-8")
    for path in re.findall(r"-r (\S+)", text):
        assert (DEPLOY.parent / path).is_file()
    settings = re.findall(r"COMMENTBOX_(\w+?)(?:_FILE)?=", text)
    table = (DEPLOY.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [name for name in settings if f"`COMMENTBOX_{name}`" not in table] == []
