"""The recipes for including comments on the server, each run as it stands in the documentation."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.serving import make_server

from commentbox.app import create_app
from commentbox.settings import Settings, load
from tests import make
from tests.conftest import NOT_AT_ALL, Clock, WorkFactory

PAGE = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text(encoding="utf-8")
BOX = "https://comments.paper.example"
INCLUDED = f"_comments?url={quote(make.ARTICLE, safe='')}"
WORDS = "A bridge is for people."


def recipe(heading: str, language: str) -> str:
    (part,) = re.findall(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return str(re.findall(rf"^```{language}\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)[0])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(*names: str) -> str:
    places = [os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]
    found = [path for name in names if (path := shutil.which(name, path=os.pathsep.join(places)))]
    if not found:
        pytest.skip(f"{names[0]} is not on this machine, so its recipe was not tried")
    return found[0]


@pytest.fixture
def box(settings: Settings, clock: Clock, engine: Engine, work: WorkFactory) -> Iterator[str]:
    """A commentbox that answers, with one comment under the article."""
    with work() as w:
        make.site(w)
        make.comment(w, text=WORDS)
    server = make_server("127.0.0.1", 0, Flask("empty"), threaded=True)
    address = f"http://127.0.0.1:{server.port}"
    own = load(overrides=settings.model_dump() | {"base_url": address, "secret_key": settings.secret_key})
    server.app = app = create_app(own, clock=clock, hold=NOT_AT_ALL)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["commentbox"].engine.dispose()


@pytest.fixture
def nobody() -> str:
    """An address at which nothing answers."""
    return f"http://127.0.0.1:{free_port()}"


@contextmanager
def running(command: list[str], address: str) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            until = time.monotonic() + 30
            while not answers(address):
                assert process.poll() is None, process.stdout and process.stdout.read()
                assert time.monotonic() < until
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(15)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):  # noqa: S310 - on this machine
            return True
    except HTTPError as refused:
        refused.close()
        return False
    except (URLError, ConnectionError, TimeoutError):
        return False


def read(address: str) -> str:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - on this machine
        return str(answer.read().decode())


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def made_by(make_page: Callable[[], str], *, is_there: bool) -> str:
    """The page, asked for again while the machine is too busy for the second that a recipe waits."""
    until = time.monotonic() + 30
    page = make_page()
    while is_there and not is_whole(page) and time.monotonic() < until:
        page = make_page()
    assert is_whole(page) is is_there
    return page


def is_whole(page: str) -> bool:
    return WORDS in page and '<template shadowrootmode="open">' in page and "application/ld+json" in page


def test_nginx_includes_the_comments_or_nothing(box: str, nobody: str, tmp_path: Path) -> None:
    nginx = program("nginx")
    for server, is_there in ((box, True), (nobody, False)):
        home = tmp_path / str(is_there)
        (home / "pages").mkdir(parents=True)
        inside = f'<comment-box site="courier"><!--#include virtual="/{INCLUDED}" --></comment-box>'
        (home / "pages" / "index.html").write_text(f"<h1>Story</h1>{inside}<p>End</p>")
        sample, port = recipe("nginx, by server-side include", "nginx"), free_port()
        for written, here in (
            (BOX, server),
            ("/var/cache/nginx/comments", str(home / "cache")),
            ("/var/www/paper", str(home / "pages")),
            ("listen 80;", f"listen 127.0.0.1:{port};"),
        ):
            assert written in sample
            sample = sample.replace(written, here)
        temp = " ".join(f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi"))
        more = f"uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi; access_log off;"
        user = "user root;" if os.geteuid() == 0 else ""
        main = f"{user} daemon off; pid {home}/pid; error_log {home}/log; events {{}}"
        (home / "nginx.conf").write_text(
            f"{main} http {{ types {{ text/html html; }} {temp} {more} {sample} }}"
        )
        address = f"http://127.0.0.1:{port}/"
        with running([nginx, "-c", str(home / "nginx.conf"), "-e", str(home / "log")], address):
            page = made_by(partial(read, address), is_there=is_there)
            assert page.startswith('<h1>Story</h1><comment-box site="courier">')
            assert page.endswith("</comment-box><p>End</p>")
            assert is_there or page == '<h1>Story</h1><comment-box site="courier"></comment-box><p>End</p>'
            assert read(f"{address}{INCLUDED}") == ""  # for the server's own use


class _Paper(BaseHTTPRequestHandler):
    page = (
        f'<h1>Story</h1><comment-box site="courier"><esi:include src="/{INCLUDED}"/></comment-box><p>End</p>'
    )

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_message(self, format: str, *args: object) -> None:
        return None


def test_varnish_includes_the_comments_or_nothing(box: str, nobody: str, tmp_path: Path) -> None:
    varnish = program("varnishd")
    paper = ThreadingHTTPServer(("127.0.0.1", 0), _Paper)
    threading.Thread(target=paper.serve_forever, daemon=True).start()
    for server, is_there in ((box, True), (nobody, False)):
        host, _, port = server.removeprefix("http://").partition(":")
        sample = recipe("Varnish, by ESI", "vcl")
        for written, here in (
            ('"paper.internal"; .port = "8080"', f'"127.0.0.1"; .port = "{paper.server_port}"'),
            ('"comments.internal"; .port = "8300"', f'"{host}"; .port = "{port}"'),
            ('"comments.paper.example"', f'"{host}:{port}"'),
        ):
            assert written in sample
            sample = sample.replace(written, here)
        home = tmp_path / str(is_there)
        home.mkdir()
        (home / "paper.vcl").write_text(sample)
        at = free_port()
        command = [varnish, "-F", "-j", "none", "-a", f"127.0.0.1:{at}", "-f", str(home / "paper.vcl")]
        with running([*command, "-n", str(home / "varnish"), "-s", "malloc,8m"], f"http://127.0.0.1:{at}/"):
            page = made_by(partial(read, f"http://127.0.0.1:{at}/"), is_there=is_there)
            assert page.endswith("</comment-box><p>End</p>")
            assert is_there or page == '<h1>Story</h1><comment-box site="courier"></comment-box><p>End</p>'
            assert not answers(f"http://127.0.0.1:{at}/{INCLUDED}")
    paper.shutdown()
    paper.server_close()


def test_the_function_in_php(box: str, nobody: str, tmp_path: Path) -> None:
    php = program("php")
    for server, is_there in ((box, True), (nobody, False)):
        sample = recipe("PHP", "php").replace(BOX, server)
        (tmp_path / "page.php").write_text(sample.replace("https://www.paper.example/bridge", make.ARTICLE))
        page = made_by(partial(run, php, str(tmp_path / "page.php")), is_there=is_there)
        assert is_there or page.strip() == '<comment-box site="courier"></comment-box>'


STUBS = """<?php
$filters = []; $kept = [];
function add_filter($name, $act) { $GLOBALS['filters'][$name] = $act; }
function get_permalink() { return '%s'; }
function get_transient($key) { return $GLOBALS['kept'][$key] ?? false; }
function set_transient($key, $value, $seconds) { $GLOBALS['kept'][$key] = $value; }
function wp_remote_get($url, $given) {
    $html = @file_get_contents($url, false, stream_context_create(['http' => $given]));
    return $html === false ? null : ['body' => $html];
}
function wp_remote_retrieve_response_code($answer) { return $answer ? 200 : ''; }
function wp_remote_retrieve_body($answer) { return $answer['body'] ?? ''; }
function esc_url($url) { return htmlspecialchars($url); }
require '%s';
echo "loaded\\n";
require $filters['comments_template']();
"""


def test_the_plug_in_for_wordpress(box: str, nobody: str, tmp_path: Path) -> None:
    php = program("php")
    for server, is_there in ((box, True), (nobody, False)):
        plugin = tmp_path / "commentbox.php"
        plugin.write_text(recipe("WordPress", "php").replace(BOX, server))
        (tmp_path / "wordpress.php").write_text(STUBS % (make.ARTICLE, plugin))
        whole = made_by(partial(run, php, str(tmp_path / "wordpress.php")), is_there=is_there)
        loaded, _, page = whole.partition("loaded\n")
        assert loaded == ""
        assert f'<comment-box site="courier" url="{make.ARTICLE}">' in page


def test_the_function_in_python(box: str, nobody: str, tmp_path: Path) -> None:
    for server, is_there in ((box, True), (nobody, False)):
        asked = f"print(included({server!r}, 'courier', {make.ARTICLE!r}))"
        (tmp_path / "page.py").write_text(f"{recipe('Python', 'python')}\n{asked}\n")
        made_by(partial(run, sys.executable, str(tmp_path / "page.py")), is_there=is_there)


def test_the_function_for_next_js(box: str, nobody: str, tmp_path: Path) -> None:
    node = program("node")
    for server, is_there in ((box, True), (nobody, False)):
        given = ", ".join(json.dumps(each) for each in (server, "courier", make.ARTICLE))
        sample = recipe("Next.js", "js") + f"\nprocess.stdout.write(await included({given}));"
        (tmp_path / "page.mjs").write_text(sample)
        made_by(partial(run, node, str(tmp_path / "page.mjs")), is_there=is_there)
