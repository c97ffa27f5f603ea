"""Builders of Disqus exports: a test names only what it is about."""

import gzip
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from commentbox.domain.dump import DumpArticle, DumpComment, Record, Skipped, Warned
from commentbox.domain.errors import Invalid
from commentbox.importers.disqus import read
from commentbox.importers.unpack import Bounds

DATA = Path(__file__).parent / "data"

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">\n'
)


def export(*elements: str) -> bytes:
    return "\n".join([_HEAD, *elements, "</disqus>\n"]).encode()


def thread(number: str = "t1", *, link: str = "https://paper.example/bridge", **fields: str) -> str:
    texts = {
        "id": "",
        "link": link,
        "title": "The bridge",
        "isClosed": "false",
        "isDeleted": "false",
    } | fields
    return f'<thread dsq:id="{number}">{_elements(texts)}</thread>'


def post(
    number: object,
    parent: object = None,
    *,
    in_thread: str = "t1",
    author: str = "<name>Ann</name><username>ann</username>",
    **fields: str,
) -> str:
    texts = {
        "message": f"<![CDATA[<p>Comment {number}</p>]]>",
        "createdAt": "2024-03-01T10:00:00Z",
        "isDeleted": "false",
        "isSpam": "false",
    } | fields
    answers = "" if parent is None else f'<parent dsq:id="{parent}"/>'
    return (
        f'<post dsq:id="{number}">{_elements(texts)}<author>{author}</author>'
        f'<thread dsq:id="{in_thread}"/>{answers}</post>'
    )


def opener(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)


def records(data: bytes, bounds: Bounds | None = None) -> list[Record]:
    return list(read(opener(data), bounds))


def until_error(data: bytes, bounds: Bounds | None = None) -> tuple[list[Record], Invalid | None]:
    """What was read, and what ended the reading."""
    found: list[Record] = []
    try:
        for record in read(opener(data), bounds):
            found.append(record)
    except Invalid as error:
        return found, error
    return found, None


def articles(found: Iterable[Record]) -> list[DumpArticle]:
    return [record for record in found if isinstance(record, DumpArticle)]


def comments(found: Iterable[Record]) -> dict[str, DumpComment]:
    return {record.key: record for record in found if isinstance(record, DumpComment)}


def skipped(found: Iterable[Record]) -> dict[str, str]:
    return {record.key: record.reason for record in found if isinstance(record, Skipped)}


def warned(found: Iterable[Record]) -> dict[str, str]:
    return {record.key: record.reason for record in found if isinstance(record, Warned)}


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _elements(texts: dict[str, str]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in texts.items())
