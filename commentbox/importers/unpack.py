"""The bytes of an export file: unpacked, within bounds, and fit for an XML parser."""

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from commentbox.domain.errors import Invalid

OpenStream: TypeAlias = Callable[[], BinaryIO]

CHUNK = 64 * 1024

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+)?html\b", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_JUNK = 4_096
# XML forbids these even in escaped form, and one of them would end the import.
_FORBIDDEN = bytes(code for code in range(32) if code not in b"\t\n\r")


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """`max_ratio` counts only above `ratio_floor` bytes: small files may well be very repetitive."""

    max_bytes: int = 20 * 1024**3
    max_ratio: int = 200
    ratio_floor: int = 50_000_000


class Unpacked:
    """Iterate once; `count_forbidden` then says how many control characters were left out."""

    def __init__(self, stream: BinaryIO, bounds: Bounds):
        self.count_forbidden = 0
        self._stream = stream
        self._bounds = bounds

    def __iter__(self) -> Iterator[bytes]:
        chunks = _bounded(self._stream, self._bounds)
        first = next(chunks, b"")
        if first.startswith(_UTF_16):
            yield first
            yield from chunks
            return
        yield self._allowed(_without_junk(first))
        for chunk in chunks:
            yield self._allowed(chunk)

    def _allowed(self, chunk: bytes) -> bytes:
        kept = chunk.translate(None, _FORBIDDEN)
        self.count_forbidden += len(chunk) - len(kept)
        return kept


def refuse_bomb(open_stream: OpenStream, bounds: Bounds) -> None:
    """Unpacks the file once without reading it, which takes a fraction of the time that parsing does.

    A file that unpacks to far more than it should is so refused before any of it is believed. Other damage is
    left for the real reading, which can say where it is.
    """
    with open_stream() as stream:
        is_packed = stream.read(len(_GZIP)) == _GZIP
    if not is_packed:
        return
    with open_stream() as stream:
        try:
            for _ in _bounded(stream, bounds):
                pass
        except Invalid as error:
            if error.code != "bad_file":
                raise


class _Counted(io.RawIOBase):
    """Gives bytes back that were read to learn the file's kind, and counts what is taken."""

    def __init__(self, head: bytes, stream: BinaryIO):
        super().__init__()
        self._head = head
        self._stream = stream
        self.count = 0

    def read(self, size: int = CHUNK, /) -> bytes:
        data, self._head = self._head[:size], self._head[size:]
        if len(data) < size:
            data += self._stream.read(size - len(data))
        self.count += len(data)
        return data


def _bounded(stream: BinaryIO, bounds: Bounds) -> Iterator[bytes]:
    head = stream.read(len(_GZIP))
    source = _Counted(head, stream)
    count = 0
    for chunk in _unzipped(source) if head == _GZIP else iter(lambda: source.read(CHUNK), b""):
        count += len(chunk)
        if count > bounds.max_bytes:
            raise Invalid("unsafe_file", f"The file unpacks to more than {bounds.max_bytes:,} bytes.")
        if count > max(bounds.ratio_floor, bounds.max_ratio * source.count):
            message = f"The file unpacks to more than {bounds.max_ratio} times its size. No real export does."
            raise Invalid("unsafe_file", message)
        yield chunk


def _unzipped(source: _Counted) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=source, mode="rb") as packed:
        while True:
            try:
                chunk = packed.read1(CHUNK)  # read() would lose what stands just before the damage
            except (gzip.BadGzipFile, EOFError, zlib.error) as error:
                message = "The gzip file is damaged or cut off. What stands before that was read."
                raise Invalid("bad_file", message) from error
            if not chunk:
                return
            yield chunk


def _without_junk(first: bytes) -> bytes:
    """Exports are known to begin with a stray character, which XML does not allow."""
    if first.startswith(_ZIP):
        message = "This is a zip archive. Unpack it, and give the .xml file that is in it."
        raise Invalid("wrong_file", message)
    if _WEB_PAGE.match(first):
        message = "This is a web page and no export. The link to it may have run out: download it again."
        raise Invalid("wrong_file", message)
    start = first.find(b"<", 0, _LONGEST_JUNK)
    if start < 0:
        message = "This is not an XML file. Give the file as it was downloaded (.xml or .xml.gz)."
        raise Invalid("wrong_file", message)
    return first[start:]
