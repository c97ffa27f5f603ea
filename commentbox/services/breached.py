"""A long list of stolen passwords on this machine's disk: looked up where it lies, never loaded."""

import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

_HASH = re.compile(rb"([0-9A-Fa-f]{10,40})(?::[0-9]+)?")
_LOOKED_AT = 100  # lines, to see what kind of file it is
_BLOCK = 4096

Entry = Callable[[bytes], bytes]


def is_breached(file: Path, password: str) -> bool:
    """Whether it is in the file, which must be in order: SHA-1 hashes or their beginnings, or passwords."""
    with file.open("rb") as lines:
        length = _length_of_hashes(lines)
        for text in _spellings(password):
            digits = hashlib.sha1(text, usedforsecurity=False).hexdigest()[:length].encode()
            if _has(lines, digits, _hash_in) if length else _has(lines, text, _password_in):
                return True
    return False


def _length_of_hashes(lines: BinaryIO) -> int:
    """Nothing if these are passwords: some passwords look like a hash, but not all, and of one length."""
    found = [_HASH.fullmatch(line.strip()) for line in islice(lines, _LOOKED_AT)]
    lengths = {len(hashed[1]) if hashed else 0 for hashed in found}
    return lengths.pop() if len(lengths) == 1 else 0


def _spellings(password: str) -> Iterator[bytes]:
    for text in dict.fromkeys((password, password.casefold().strip())):
        yield text.encode("utf-8", "surrogatepass")


def _has(lines: BinaryIO, wanted: bytes, entry: Entry) -> bool:
    """By halves, down to one block, and then line by line."""
    low, high = 0, lines.seek(0, 2)
    while high - low > _BLOCK:
        middle = (low + high) // 2
        lines.seek(middle)
        lines.readline()  # the rest of a line that began before
        if lines.tell() < high and entry(lines.readline()) <= wanted:
            low = middle
        else:
            high = middle
    lines.seek(low)
    if low:
        lines.readline()
    return wanted == next((found for line in lines if (found := entry(line)) >= wanted), None)


def _hash_in(line: bytes) -> bytes:
    return line.strip().partition(b":")[0].lower()


def _password_in(line: bytes) -> bytes:
    return line.rstrip(b"\r\n")
