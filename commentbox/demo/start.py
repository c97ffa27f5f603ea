"""Starts the sample: the box and the newspaper, each on an origin of its own, in one process."""

import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from commentbox import schema
from commentbox.app import create_app
from commentbox.clock import utc_now
from commentbox.demo.articles import ARTICLES
from commentbox.demo.fill import READER, SITE, fill, is_filled, move_to
from commentbox.demo.paper import NAME, create_paper
from commentbox.demo.sign_ins import PASSWORD, STAFF
from commentbox.free_port import check_free
from commentbox.services.work import begin
from commentbox.settings import Settings, SettingsError, load
from commentbox.worker import Worker

Say = Callable[[str], None]

_DATABASE, _SECRET, _STAMP = "commentbox.db", "secret", "filled"


class _Quiet(WSGIRequestHandler):
    """One line a request would bury the addresses and sign-ins."""

    def log(self, type: str, message: str, *args: object) -> None:
        return None


def run_demo(*, port: int, host: str, data: Path, fresh: bool, say: Say) -> None:
    """Make what is missing, start both servers, tell where they are, and wait to be stopped."""
    if fresh:
        throw_away(data)
    for each in (port, port + 1):
        check_free(host, each)  # before the sample is made, which takes a while
    settings = _settings(port, host, data)
    paper_url = f"http://{host}:{port + 1}"
    box = create_app(settings)
    engine = box.extensions["commentbox"].engine
    since = _prepare(box, settings, data, paper_url, say)
    paper = create_paper(box_url=settings.base_url, site=SITE, paper_url=paper_url, now=since)
    worker = Worker(engine, settings, utc_now)
    worker.start()
    servers = [_listen(box, host, port), _listen(paper, host, port + 1)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    _tell(settings, paper_url, data, say)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        say("\nStopping.")
    finally:
        worker.stop()
        for server in servers:
            server.shutdown()
        engine.dispose()


def throw_away(data: Path) -> None:
    """Only what the sample itself has made: somebody may have named a folder full of other things."""
    for name in (*(f"{_DATABASE}{tail}" for tail in ("", "-wal", "-shm", "-journal")), _SECRET, _STAMP):
        (data / name).unlink(missing_ok=True)


def _settings(port: int, host: str, data: Path) -> Settings:
    """The sample's own settings, whatever the environment says; its secret is kept beside the data."""
    secret = data / _SECRET
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not secret.exists():
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{data}: the sample cannot be kept there ({error.strerror}).") from error
    return load(
        overrides={
            "environment": "development",
            "database_url": f"sqlite:///{(data / _DATABASE).resolve()}",
            "secret_key": secret.read_text(encoding="utf-8"),
            "base_url": f"http://{host}:{port}",
            "host": host,
            "port": port,
            "log_level": "WARNING",
            "staff_second_factor": False,  # a sample's moderators are there to be tried out
        }
    )


def _prepare(box: Flask, settings: Settings, data: Path, paper_url: str, say: Say) -> datetime:
    """The database with the sample in it; the moment it was filled, which the paper's dates follow."""
    engine = box.extensions["commentbox"].engine
    schema.upgrade(engine)
    stamp = data / _STAMP
    now = utc_now()
    with begin(engine, settings, now) as work:
        if is_filled(work):
            say("The sample is here already; --fresh would make it anew.")
            move_to(work, paper_url)
        else:
            say("Filling the sample newspaper (once, some seconds):")
            fill(work, paper_url=paper_url, say=say)
            stamp.write_text(now.isoformat(), encoding="utf-8")
    return datetime.fromisoformat(stamp.read_text(encoding="utf-8"))


def _listen(app: Flask, host: str, port: int) -> BaseWSGIServer:
    check_free(host, port)
    try:
        return make_server(host, port, app, threaded=True, request_handler=_Quiet)
    except (OSError, SystemExit) as error:
        raise SettingsError(
            f"Port {port} is not free on {host}. Choose another: script/demo --port {port + 10}"
        ) from error


def _tell(settings: Settings, paper_url: str, data: Path, say: Say) -> None:
    box = settings.base_url
    lines = [
        "",
        f"  {NAME}, a sample newspaper   {paper_url}/",
        f"    the longest conversation       {paper_url}/{ARTICLES[0].slug}#comments",
        f"  The moderators' console          {box}/console/",
        "",
        f"  Sign in as           e-mail                   and the password {PASSWORD}",
        f"    a reader           {READER}",
        *(f"    {each.what:18} {each.email}" for each in STAFF),
        "  … or register as somebody new in the box under an article.",
        "",
        f"  Data in {data}/. Stop with Ctrl+C.",
    ]
    for line in lines:
        say(line)
