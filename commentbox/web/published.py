"""Finished pages of conversations, kept in memory for as long as their article's version stands."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, Protocol, TypeVar

from flask import Flask, Response, current_app, request

MOST_BYTES = 32 * 1024 * 1024
_KEY = "commentbox_published"


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One page in both forms a browser may ask for."""

    plain: bytes
    packed: bytes
    etag: str

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed)


class Weighed(Protocol):
    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Weighed)


class Shelf(Generic[T]):
    """Holds up to so many bytes of things; the one that was not asked for the longest goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        self._most_bytes, self._bytes = most_bytes, 0
        self._copies: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            copy = self._copies.get(key)
            if copy is not None:
                self._copies.move_to_end(key)
            return copy

    def put(self, key: Hashable, copy: T) -> None:
        with self._lock:
            old = self._copies.pop(key, None)
            self._bytes += copy.size - (0 if old is None else old.size)
            self._copies[key] = copy
            while self._bytes > self._most_bytes:
                _, gone = self._copies.popitem(last=False)
                self._bytes -= gone.size


def install(app: Flask) -> None:
    app.extensions[_KEY] = Shelf[Copy]()


def shelf() -> Shelf[Copy]:
    """A copy is found under a version of its article only. Every public change raises that number in its own
    transaction, so an old copy is never asked for again.
    """
    found: Shelf[Copy] = current_app.extensions[_KEY]
    return found


def copy_of(html: str) -> Copy:
    plain = html.encode()
    etag = hashlib.sha256(plain).hexdigest()[:32]
    return Copy(plain=plain, packed=gzip.compress(plain, compresslevel=6, mtime=0), etag=etag)


def answer(copy: Copy) -> Response:
    """The copy in the form this browser asks for."""
    is_packed = bool(request.accept_encodings["gzip"])
    found = Response(copy.packed if is_packed else copy.plain, mimetype="text/html")
    found.vary.add("Accept-Encoding")
    found.set_etag(f"{copy.etag}-gzip" if is_packed else copy.etag)
    if is_packed:
        found.headers["Content-Encoding"] = "gzip"
    return found
