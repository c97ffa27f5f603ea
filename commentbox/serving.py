"""The production server: how it is started and stopped.

What it serves is loaded by the processes that serve it, and not by the one that starts them.
"""

from typing import Any

from granian import Granian
from granian.constants import Interfaces

from commentbox.settings import Settings
from commentbox.web.crowd import SEATS

LAST_REQUESTS = 10  # seconds; a client that sends its form letter by letter would take for ever
# How the server is set up, whatever it serves.
COMMON: dict[str, Any] = {
    "blocking_threads": SEATS,
    "backlog": 2048,
    "log_access": False,
    "workers_kill_timeout": LAST_REQUESTS,
}


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
