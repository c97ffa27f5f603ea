"""Public pages that were made before, answered before the framework is asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app, request
from sqlalchemy import Engine
from werkzeug import Response
from werkzeug.http import parse_accept_header

from commentbox.services.read_thread import versions_of
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.web.crowd import Crowd, Level
from commentbox.web.published import Shelf
from commentbox.web.versions import Thread, Versions
from commentbox.web.work import READ_FROM

ONE_SECOND = timedelta(seconds=1)
IN_A_CROWD = timedelta(seconds=4)  # so long a version is believed then; what is removed goes in five
REPLICA_RESTS = timedelta(seconds=10)  # after it has failed
MOST_BYTES = 64 * 1024 * 1024

_BASES = "commentbox.bases"
_EACH_TIME = {"X-Request-Id", "Date"}  # belong to one answer and not to the page
_OF_A_BODY = {"Content-Length", "Content-Type", "Content-Encoding"}
_STALE = ("Warning", '110 - "Response is Stale"')
_LOCKS = 64

Key = tuple[str, str, str, bool]


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a page was made from: it holds as long as this version does, and not beyond `until`."""

    thread: Thread
    version: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A whole answer, headers and all."""

    basis: Basis
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body) + 1000  # the headers and what holds it together


class Front:
    """Stands before the application and asks it once for a page that many want.

    A page is sent again while its conversation's version stands. Where the database does not answer, the last
    page is sent, marked as stale, unless it is known to be outdated: what was removed stays away.
    """

    def __init__(
        self,
        app: WSGIApplication,
        versions: Versions,
        clock: Callable[[], datetime],
        replica: Engine | None = None,
    ) -> None:
        self.crowd = Crowd(clock)
        self._app, self.versions, self._clock = self.crowd.around(app), versions, clock
        self._replica, self._replica_from = replica, datetime.min.replace(tzinfo=UTC)
        self._shelf: Shelf[Kept] = Shelf(MOST_BYTES)
        self._locks = [Lock() for _ in range(_LOCKS)]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self._app(environ, start_response)
        found = self._good(key)
        if found is None:
            with self._locks[hash(key) % _LOCKS]:  # a thousand who want the same page cause one
                found = self._good(key) or self._make(environ, key)
        return found(environ, start_response)

    def _good(self, key: Key) -> WSGIApplication | None:
        kept = self._shelf.get(key)
        if kept is None:
            return None
        hold = IN_A_CROWD if self.crowd.is_over(Level.READS) else None
        known = self.versions.current(kept.basis.thread, hold)
        if known is None or known.version != kept.basis.version:
            return None
        if known.is_stale:
            return _sender(kept, _STALE)
        return _sender(kept) if self._clock() < kept.basis.until else None

    def _make(self, environ: WSGIEnvironment, key: Key) -> WSGIApplication:
        answer, bases = self._draw(environ, key)
        if answer.status_code >= 500:
            return self._last(key) or answer
        if answer.status_code != 200 or not bases:
            return answer.make_conditional(environ)
        (basis,) = bases
        self.versions.note(basis.thread, basis.version)
        kept = _kept(answer, basis)
        self._shelf.put(key, kept)
        return _sender(kept)

    def _draw(self, environ: WSGIEnvironment, key: Key) -> tuple[Response, list[Basis]]:
        """From the replica if there is one and it has caught up with what is known of the conversation."""
        if self._replica is not None and self._clock() >= self._replica_from:
            answer, bases = self._ask(environ, key, self._replica)
            if answer.status_code == 200 and not any(map(self._is_behind, bases)):
                return answer, bases
            if answer.status_code >= 500:
                self._replica_from = self._clock() + REPLICA_RESTS
        return self._ask(environ, key, None)

    def _is_behind(self, basis: Basis) -> bool:
        known = self.versions.current(basis.thread)
        return known is not None and basis.version < known.version

    def _ask(self, environ: WSGIEnvironment, key: Key, engine: Engine | None) -> tuple[Response, list[Basis]]:
        asked = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        asked["HTTP_ACCEPT_ENCODING"] = "gzip" if key[-1] else ""
        asked[READ_FROM], asked[_BASES] = engine, (bases := list[Basis]())
        return Response.from_app(self._app, asked, buffered=True), bases

    def _last(self, key: Key) -> WSGIApplication | None:
        """The page we have, if nothing newer is known of."""
        kept = self._shelf.get(key)
        known = None if kept is None else self.versions.last(kept.basis.thread)
        is_last = kept is not None and known is not None and known.version == kept.basis.version
        return _sender(kept, _STALE) if kept is not None and is_last else None


def install(
    app: Flask,
    *,
    engine: Engine,
    settings: Settings,
    clock: Callable[[], datetime],
    hold: timedelta,
    replica: Engine | None = None,
) -> None:
    """Put the front before the application; `app.extensions["commentbox_front"]` is where to find it."""

    def ask(site_key: str, urls: Iterable[str]) -> dict[str, int]:
        with begin(engine, settings, clock(), writing=False) as w:
            return versions_of(w, site_key, list(urls))

    front = Front(app.wsgi_app, Versions(ask, clock, hold), clock, replica)
    app.wsgi_app = front  # type: ignore[method-assign]  # Flask's documented way
    app.extensions["commentbox_front"] = front


def crowd() -> Crowd:
    """Of this process: how busy it is."""
    front: Front = current_app.extensions["commentbox_front"]
    return front.crowd


def rests_on(thread: Thread, version: int, until: datetime) -> None:
    """Said by a view: the answer to this request may be sent again."""
    request.environ.get(_BASES, []).append(Basis(thread=thread, version=version, until=until))


def _key(environ: WSGIEnvironment) -> Key | None:
    """What a public page depends on: where it was asked for, its address, and whether it may be packed."""
    path = environ.get("PATH_INFO", "")
    if environ["REQUEST_METHOD"] != "GET" or not path.startswith("/embed/"):
        return None
    is_packed = _reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return environ.get("HTTP_HOST", ""), path, environ.get("QUERY_STRING", ""), is_packed


@lru_cache(maxsize=1000)
def _reads_gzip(header: str) -> bool:
    return bool(parse_accept_header(header)["gzip"])


def _kept(answer: Response, basis: Basis) -> Kept:
    headers = tuple((name, value) for name, value in answer.headers.items() if name not in _EACH_TIME)
    return Kept(basis=basis, headers=headers, etag=answer.headers.get("ETag", ""), body=answer.get_data())


def _sender(kept: Kept, *more: tuple[str, str]) -> WSGIApplication:
    def send(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted and kept.etag in [tag.strip().removeprefix("W/") for tag in wanted.split(",")]:
            headers = [header for header in kept.headers if header[0] not in _OF_A_BODY]
            start_response("304 NOT MODIFIED", [*headers, *more])
            return ()
        start_response("200 OK", [*kept.headers, *more])
        return (kept.body,)

    return send
