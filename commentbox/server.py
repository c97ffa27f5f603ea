"""What a server process serves, its rounds and its worker beside it."""

import threading

import structlog
from flask import Flask

from commentbox.app import create_app
from commentbox.clock import utc_now
from commentbox.publisher import Publisher
from commentbox.revision import check_current
from commentbox.settings import read_settings
from commentbox.web.front import Front
from commentbox.worker import Worker

log = structlog.get_logger()

ROUND = 2.0  # seconds


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
