"""What a server process serves, its rounds and its worker beside it."""

import gc
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
NEW_OBJECTS = (
    10_000  # before the collector looks for circles: a request makes thousands that go by themselves
)


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
    _leave_alone_what_stays()
    return app


def _leave_alone_what_stays() -> None:
    """The code and the tables it has loaded live as long as the process: no use in looking through them."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


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
