"""Which version of a conversation is the current one, asked of the database once a second at most."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

import structlog
from sqlalchemy.exc import OperationalError

log = structlog.get_logger()

LONGEST_UNASKED = timedelta(seconds=2)  # who comes later waits for the answer somebody else is getting
MOST_THREADS = 20_000
_LOCKS = 64
_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A conversation by the names the public knows; `url` is canonical."""

    site_key: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """The version that was current at that moment; `is_stale` if the database has not answered since."""

    version: int
    at: datetime
    is_stale: bool = False


Ask = Callable[[str, Sequence[str]], Mapping[str, int]]


class Versions:
    """What this process knows of the versions, and for how long it believes it.

    `ask` gives the versions of one site's conversations by their addresses. `hold` is how long an answer is
    believed: a change elsewhere shows here after that time, or with the next `sweep` if nobody asks.
    """

    def __init__(self, ask: Ask, clock: Callable[[], datetime], hold: timedelta) -> None:
        self._ask, self._clock, self._hold = ask, clock, hold
        self._known: OrderedDict[Thread, Known] = OrderedDict()
        self._guard = Lock()
        self._locks = [Lock() for _ in range(_LOCKS)]

    def note(self, thread: Thread, version: int) -> None:
        """Somebody has just read this version with a page."""
        self._keep(thread, Known(version=version, at=self._clock()))

    def last(self, thread: Thread) -> Known | None:
        """What was heard last, however long ago."""
        with self._guard:
            return self._known.get(thread)

    def current(self, thread: Thread, hold: timedelta | None = None) -> Known | None:
        """None if the database does not answer and never has; `hold`, if not the usual time."""
        known, lock = self.last(thread), self._locks[hash(thread) % _LOCKS]
        hold = self._hold if hold is None else hold
        if self._is_good(known, hold):
            return known
        if not lock.acquire(blocking=not self._is_good(known, max(hold, LONGEST_UNASKED))):
            return known
        try:
            known = self.last(thread)
            return known if self._is_good(known, hold) else self._hear(thread, known)
        finally:
            lock.release()

    def sweep(self) -> None:
        """Ask for all of them, so that what is kept here is never old when the database goes away."""
        with self._guard:
            threads = list(self._known)
        by_site: dict[str, list[str]] = {}
        for thread in threads:
            by_site.setdefault(thread.site_key, []).append(thread.url)
        for site_key, urls in by_site.items():
            for start in range(0, len(urls), _AT_ONCE):
                some, at = urls[start : start + _AT_ONCE], self._clock()
                for url, version in self._ask(site_key, some).items():
                    self._keep(Thread(site_key=site_key, url=url), Known(version=version, at=at))

    def _is_good(self, known: Known | None, hold: timedelta) -> bool:
        return known is not None and self._clock() - known.at < hold

    def _hear(self, thread: Thread, before: Known | None) -> Known | None:
        at = self._clock()
        try:
            version = self._ask(thread.site_key, [thread.url])[thread.url]
        except (OperationalError, TimeoutError) as error:
            log.error("database_unavailable", error=type(error).__name__, route="front")
            if before is None:
                return None
            heard = replace(before, at=at, is_stale=True)
        else:
            heard = Known(version=version, at=at)
        return self._keep(thread, heard)

    def _keep(self, thread: Thread, heard: Known) -> Known:
        """The newest word wins: an answer that was long on its way takes nothing back."""
        with self._guard:
            known = self._known.get(thread)
            if known is None or heard.version >= known.version:
                self._known[thread] = known = heard
            self._known.move_to_end(thread)
            if len(self._known) > MOST_THREADS:
                self._known.popitem(last=False)
            return known
