"""The production server: what it serves, and how it is started and stopped."""

import os
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from commentbox import schema
from commentbox.app import create_app, utc_now
from commentbox.settings import Settings, load
from commentbox.worker import Worker

ENV_FILE = "COMMENTBOX_ENV_FILE"
LAST_REQUESTS = 10  # seconds; a client that sends its form letter by letter would take for ever


def read_settings() -> Settings:
    """From the environment and the file that `COMMENTBOX_ENV_FILE` names, or `.env` in this folder."""
    return load(env_file=Path(os.environ.get(ENV_FILE, ".env")))


def make_app() -> Flask:
    """The application of one server process, its worker beside it; refuses an old database."""
    settings = read_settings()
    app = create_app(settings)
    engine = app.extensions["commentbox"].engine
    schema.check_current(engine)
    if settings.run_worker:
        Worker(engine, settings, utc_now).start()
    return app


def serve(settings: Settings) -> None:
    """Answer until stopped; requests on their way are finished first, but nobody holds the server up."""
    server = Granian(
        "commentbox.server:make_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        blocking_threads=8,
        backlog=2048,
        log_access=False,
        workers_kill_timeout=LAST_REQUESTS,
    )
    server.serve()
