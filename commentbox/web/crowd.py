"""When more is asked than can be answered: pages may be older, then votes wait, then comments.

Signing in, the console and one's own account go on.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import IntEnum
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from commentbox.web.permits import Permit, permit_of

SEATS = 8  # requests a process works on at once; the server has so many threads
PATIENCE = timedelta(seconds=1)  # a moment's rush is no crowd

_VOTES = {
    "api.set_vote", "api.take_back", "api.disagree_with", "api.no_longer_disagree", "api.set_answer",
    "api.take_answer_back", "pages.vote_on", "pages.disagree_with", "pages.answer_question",
}  # fmt: skip


class CrowdedError(Exception):
    """It has to wait; nothing was done."""


class Level(IntEnum):
    """So many seats taken, all of the time, are too many for that. Some are left for everything else."""

    READS = 5
    VOTES = 6
    POSTS = 7


class Crowd:
    """How many requests are being worked on, and since when it has been so many."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock, self._lock, self._inside = clock, Lock(), 0
        self._since: dict[Level, datetime | None] = dict.fromkeys(Level)

    @contextmanager
    def seat(self) -> Iterator[None]:
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def is_over(self, level: Level) -> bool:
        since = self._since[level]
        return since is not None and self._clock() - since >= PATIENCE

    def is_too_much(self, method: str, endpoint: str) -> bool:
        """Whether what is asked has to wait, because it is neither urgent nor anybody's way in or out."""
        if method == "GET" or permit_of(method, endpoint) is not Permit.TAKE_PART:
            return False
        return self.is_over(Level.VOTES if endpoint in _VOTES else Level.POSTS)

    def around(self, app: WSGIApplication) -> WSGIApplication:
        """The application, each of whose requests takes a seat."""

        def seated(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            with self.seat():
                return app(environ, start_response)

        return seated

    def _count(self, change: int) -> None:
        with self._lock:
            self._inside += change
            now = self._clock()
            for level, since in self._since.items():
                self._since[level] = None if self._inside < level else since or now
