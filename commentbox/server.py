"""The production server: what it serves, and how it is started and stopped."""

import os
import threading
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from commentbox.app import create_app, utc_now
from commentbox.publisher import Publisher
from commentbox.revision import check_current
from commentbox.settings import ENV_FILE, Settings, load
from commentbox.web.crowd import SEATS
from commentbox.web.front import Front
from commentbox.worker import Worker

log = structlog.get_logger()

ROUND = 2.0  # seconds
LAST_REQUESTS = 10  # seconds; a client that sends its form letter by letter would take for ever
# How the server is set up, whatever it serves.
COMMON: dict[str, Any] = {
    "blocking_threads": SEATS,
    "backlog": 2048,
    "log_access": False,
    "workers_kill_timeout": LAST_REQUESTS,
}


def read_settings() -> Settings:
    """From the environment and the file that `COMMENTBOX_ENV_FILE` names, or `.env` in this folder."""
    return load(env_file=Path(os.environ.get(ENV_FILE, ".env")))


def make_app() -> Flask:
    """The application of one server process, its worker beside it; refuses an old database."""
    settings = read_settings()
    app = create_app(settings)
    engine = app.extensions["commentbox"].engine
    check_current(engine)
    if settings.run_worker:
        Worker(engine, settings, utc_now).start()
        if settings.stream_url:
            Publisher(engine, settings, utc_now).start()
    _make_rounds(app.extensions["commentbox_front"])
    return app


def _make_rounds(front: Front) -> None:
    """Let the pages kept here hear every few seconds what has changed: if the database goes, none is old."""

    def run() -> None:
        while not pause.wait(ROUND):
            try:
                front.versions.sweep()
            except Exception as error:  # the door: a database that is away comes back
                log.warning("front_waits", error=type(error).__name__)

    pause = threading.Event()
    threading.Thread(target=run, name="commentbox-rounds", daemon=True).start()


def serve(settings: Settings) -> None:
    """Answer until stopped; requests on their way are finished first, but nobody holds the server up."""
    server = Granian(
        "commentbox.server:make_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.processes,
        **COMMON,
    )
    server.serve()
