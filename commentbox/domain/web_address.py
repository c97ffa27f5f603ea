"""The one parser of web addresses: articles, links in comments and a site's own hosts all go through it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from commentbox.domain.hosts import clean_host

DEFAULT_PORTS = {"http": 80, "https": 443}

_START = re.compile(r"(https?)://([^/?#]+)", re.IGNORECASE)
_PORT = re.compile(r"[0-9]{1,5}")
# Never part of an address. Browsers drop some of these in silence, which is how `java\tscript:` came to work.
_NEVER = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u2028\u2029\ud800-\udfff]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "%!$&'()*+,;=:@/?-._~[]"


@dataclass(frozen=True, kw_only=True)
class WebAddress:
    """`port` is None where it is the usual one; `path`, `query` and `fragment` are percent-encoded ASCII."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str

    @property
    def netloc(self) -> str:
        return self.host if self.port is None else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.netloc}{self.path or '/'}{query}{fragment}"


@lru_cache(maxsize=512)  # the same few origins and articles, on every request
def parse(text: str) -> WebAddress | None:
    """None for everything but a plain absolute http or https address.

    A name or password before the host (`https://bank.example@evil.example`) is refused: no article and no
    honest link has one. Nothing is guessed: what a browser would have to repair is refused too.
    """
    start = _START.match(text)
    if start is None or _NEVER.search(text):
        return None
    scheme = start[1].lower()
    host_text, port_text = _split_port(start[2])
    host = clean_host(host_text)
    if host is None or (port_text is not None and not _is_port(port_text)):
        return None
    port = int(port_text) if port_text else None
    rest, _, fragment = text[start.end() :].partition("#")
    path, _, query = rest.partition("?")
    return WebAddress(
        scheme=scheme,
        host=host,
        port=None if port == DEFAULT_PORTS[scheme] else port,
        path=normal_escapes(path),
        # Browsers escape the apostrophe here, and only here.
        query=normal_escapes(query).replace("'", "%27"),
        fragment=normal_escapes(fragment),
    )


def normal_escapes(text: str) -> str:
    """One spelling: needless escapes undone, the others in capitals, everything unsafe escaped."""
    return quote(_ESCAPE.sub(_escape, text), safe=_KEPT)


def _escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else f"%{match[1].upper()}"


def _split_port(netloc: str) -> tuple[str, str | None]:
    """A colon inside an IPv6 address's brackets does not count."""
    host, colon, port = netloc.rpartition(":")
    if not colon or "]" in port:
        return netloc, None
    return host, port


def _is_port(text: str) -> bool:
    """`https://paper.example:/` has an empty port, which means the usual one."""
    return text == "" or (_PORT.fullmatch(text) is not None and 0 < int(text) < 65_536)
