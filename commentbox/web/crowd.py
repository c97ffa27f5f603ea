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
PATIENCE = timedelta(seconds=1)  # what is done sooner is no crowd, however much of it comes

_VOTES = {
    "api.set_vote", "api.take_back", "api.disagree_with", "api.no_longer_disagree", "api.set_answer",
    "api.take_answer_back", "pages.vote_on", "pages.disagree_with", "pages.answer_question",
}  # fmt: skip


class CrowdedError(Exception):
    """It has to wait; nothing was done."""


class Level(IntEnum):
    """So many seats held by the same requests for so long are too many for that; the others are left free."""

    READS = 5
    VOTES = 6
    POSTS = 7


class Crowd:
    """Which requests are being worked on, by when each was begun."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock, self._lock = clock, Lock()
        self._begun: dict[object, datetime] = {}

    @contextmanager
    def seat(self) -> Iterator[None]:
        me = object()
        with self._lock:
            self._begun[me] = self._clock()
        try:
            yield
        finally:
            with self._lock:
                del self._begun[me]

    def is_over(self, level: Level) -> bool:
        if len(self._begun) < level:
            return False
        with self._lock:
            begun = list(self._begun.values())
        now = self._clock()
        return sum(now - at >= PATIENCE for at in begun) >= level

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
