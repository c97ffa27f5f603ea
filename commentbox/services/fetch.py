"""The one way out of this server: to providers of identities and to classifiers, with a limit on everything.

No redirect is followed, no cookie kept, nothing larger than a quarter of a megabyte read, and after eight
seconds it is over, however slowly the other side drips.
"""

import http.client
import json
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from threading import Timer
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from commentbox.domain.web_address import parse

MAX_ANSWER = 256 * 1024
SILENCE = 4.0  # seconds without a byte
LONGEST = 8.0  # seconds in all


class NoAnswerError(Exception):
    """What went wrong, for whoever wants to mend it; the reader is told less."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`headers` are asked for by name, whatever their case."""

    raw: bytes
    status: int
    headers: Message


def fetch(
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    bearer: str | None = None,
    basic: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The JSON object at an address the caller has found good; with a form, what posting it there gives."""
    headers = {"Accept": "application/json", "User-Agent": "commentbox"}
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    if basic is not None:
        pair = ":".join(quote(part, safe="") for part in basic)  # RFC 6749, 2.3.1
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    body = None
    if form is not None:
        body = urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    answer = _ask(url, "GET" if form is None else "POST", headers, body)
    found = _object(answer.raw)
    if answer.status != 200:
        raise NoAnswerError(f"status {answer.status} {str((found or {}).get('error', ''))[:100]}".strip())
    if found is None:
        raise NoAnswerError("the answer is no JSON object")
    return found


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """What an address the caller has found good answers to this JSON, whatever it is made of."""
    own = {"Accept": "application/json", "Content-Type": "application/json", "User-Agent": "commentbox"}
    answer = _ask(url, "POST", {**own, **headers}, body)
    if answer.status != 200:
        raise NoAnswerError(f"status {answer.status}")
    return answer


def _ask(url: str, method: str, headers: Mapping[str, str], body: str | bytes | None) -> Answer:
    parts = urlsplit(str(parse(url)))
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    end: Timer | None = None
    try:
        connection.connect()
        end = Timer(LONGEST, _cut, [connection.sock])
        end.start()
        connection.request(
            method, parts.path + (f"?{parts.query}" if parts.query else ""), body, dict(headers)
        )
        answer = connection.getresponse()
        raw = answer.read(MAX_ANSWER + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswerError(f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        if end is not None:
            end.cancel()
        connection.close()
    if len(raw) > MAX_ANSWER:
        raise NoAnswerError("the answer is too large")
    return Answer(raw=raw, status=answer.status, headers=answer.headers)


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SILENCE, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SILENCE)


def _cut(sock: socket.socket) -> None:
    with suppress(OSError, ValueError):
        sock.shutdown(socket.SHUT_RDWR)


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
