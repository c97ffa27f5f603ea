"""What is sent to the server that is measured, as bytes, and how an answer is read."""

import asyncio
import json
from collections.abc import Mapping

from bench.data import PAPER, SITE, remark


def get(port: int, path: str) -> bytes:
    """A page as a browser asks for it: packed."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()


def write(port: int, method: str, path: str, token: str, sent: Mapping[str, object]) -> bytes:
    """As the box on the paper's page sends it, for whom the token stands."""
    body = json.dumps(sent).encode()
    head = (
        f"{method} /api/v1/{SITE}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {PAPER}\r\n"
        f"X-Commentbox: 1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"Cookie: commentbox_embed={token}\r\n\r\n"
    )
    return head.encode() + body


def comment(port: int, token: str, url: str, number: int) -> bytes:
    """The comment of that number, which is like no other, at the root of that conversation."""
    sent = {
        "url": url,
        "title": "A thread",
        "parent": None,
        "key": f"bench-{number:07}",
        "text": remark(number),
    }
    return write(port, "POST", "comments", token, sent)


async def answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their names in small letters, and the body to its end."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(first.split(" ")[1]), headers, body
