"""The file around the comments: packed, damaged, hostile, or larger than the memory."""

import io
import random
import tracemalloc
import zlib
from collections.abc import Generator, Iterator
from typing import BinaryIO

import pytest

from commentbox.domain.dump import DumpComment
from commentbox.importers import disqus, staging
from commentbox.importers.unpack import Bounds
from tests.importers.disqus_file import (
    DATA,
    articles,
    comments,
    export,
    opener,
    packed,
    post,
    records,
    skipped,
    thread,
    until_error,
    warned,
)

SMALL = Bounds(max_bytes=300_000, max_ratio=20, ratio_floor=50_000)


def test_gzip_is_known_by_its_first_bytes() -> None:
    plain = (DATA / "disqus.xml").read_bytes()
    assert records(packed(plain)) == records(plain)


@pytest.mark.parametrize("junk", [b"`", b"\xef\xbb\xbf", b"\n \n", b"junk\x00 "])
def test_stray_characters_before_the_file_begins_do_no_harm(junk: bytes) -> None:
    assert list(comments(records(junk + export(thread(), post(1))))) == ["1"]


def test_a_file_in_another_encoding_is_read() -> None:
    text = export(thread(), post(1)).decode().replace("utf-8", "utf-16")
    assert list(comments(records(text.encode("utf-16")))) == ["1"]


def test_control_characters_are_left_out_and_counted() -> None:
    found = records(export(thread(), post(1, message="a\x0b\x00b")))
    assert comments(found)["1"].body == "ab"
    assert warned(found) == {"": disqus.FORBIDDEN}


def test_the_reader_stops_when_nobody_listens_any_more() -> None:
    streams: list[BinaryIO] = []

    def opened() -> BinaryIO:
        streams.append(opener(export(thread(), post(1)))())
        return streams[-1]

    reading = disqus.read(opened)
    next(reading)
    assert isinstance(reading, Generator)
    reading.close()
    assert all(stream.closed for stream in streams)


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_file_that_breaks_off_gives_what_it_has_and_then_says_so(is_packed: bool) -> None:
    posts = [post(number) for number in range(1, 2_001)]
    whole = export(thread(), *posts)
    data = packed(whole)[:-2_000] if is_packed else whole[: len(whole) // 2]
    found, error = until_error(data)
    assert 500 < len(comments(found)) < 2_000
    assert error is not None
    assert error.code == "bad_file"


def test_of_a_torn_gzip_file_every_byte_is_read_that_can_be() -> None:
    torn = packed(export(thread(), *(post(random.Random(number).random()) for number in range(500))))[:-3_000]
    readable = zlib.decompressobj(wbits=31).decompress(torn)
    found, _ = until_error(torn)
    assert len(comments(found)) == readable.count(b"</post>")


def test_an_error_in_the_middle_is_named_by_its_line() -> None:
    found, error = until_error(export(thread(), post(1), "<oops", post(2)))
    assert list(comments(found)) == ["1"]
    assert error is not None
    assert (error.code, "at line 7 (not well-formed" in error.message) == ("bad_file", True)


def test_what_hangs_on_the_unread_part_of_a_damaged_file_waits_for_the_whole_one() -> None:
    torn = export(thread(), post(1), post(2, 9), post(3, 2), post(4, in_thread="t2")).replace(
        b"</disqus>", b""
    )
    found, error = until_error(torn)
    assert list(comments(found)) == ["1"]
    assert skipped(found) == dict.fromkeys("234", staging.DAMAGED)
    assert error is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<rss version='2.0'><channel/></rss>",
        packed(b"hello"),
        b"x" * 9_000,
    ],
)
def test_another_kind_of_file_is_refused(data: bytes) -> None:
    found, error = until_error(data)
    assert found == []
    assert error is not None
    assert error.code == "wrong_file"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04\x14\x00 <x", "This is a zip archive."),
        (b"<!doctype html><title>Log in</title>", "This is a web page"),
        (packed(b"\n<HTML lang=en>"), "This is a web page"),
    ],
)
def test_the_files_people_give_by_mistake_are_named(data: bytes, told: str) -> None:
    _, error = until_error(data)
    assert error is not None
    assert error.code == "wrong_file"
    assert told in error.message


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DECLARED = {
    "billion laughs": f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><disqus>&l9;</disqus>',
    "quadratic": f'<!DOCTYPE d [<!ENTITY a "{"x" * 50_000}">]><disqus>{"&a;" * 50_000}</disqus>',
    "a file of ours": '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><disqus>&f;</disqus>',
    "somebody's address": '<!DOCTYPE d SYSTEM "http://evil.example/d.dtd"><disqus/>',
    "parameter entity": '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://evil.example/p"> %p;]><disqus/>',
    "only a type": "<!DOCTYPE disqus><disqus/>",
}


@pytest.mark.parametrize("text", DECLARED.values(), ids=DECLARED)
def test_a_file_that_declares_anything_is_refused(text: str) -> None:
    found, error = until_error(text.encode())
    assert found == []
    assert error is not None
    assert error.code == "unsafe_file"


UNDATED = post("undated", createdAt="")
BOMBS = {
    "unpacks to too much": [post(random.Random(number).random()) for number in range(1_500)],
    "unpacks to far more than its size": [f"<x>{' ' * 200_000}</x>"],
}


@pytest.mark.parametrize("inside", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_before_anything_is_said_about_it(inside: list[str]) -> None:
    found, error = until_error(packed(export(thread(), UNDATED, *inside)), SMALL)
    assert found == []
    assert error is not None
    assert error.code == "unsafe_file"


def test_a_file_larger_than_allowed_is_refused_packed_or_not() -> None:
    found, error = until_error(export(thread(), UNDATED, *map(post, range(1_500))), SMALL)
    assert set(skipped(found)) == {"undated"}
    assert (articles(found), comments(found)) == ([], {})
    assert error is not None
    assert error.code == "unsafe_file"


@pytest.mark.parametrize(
    "inside",
    [
        "<x>" * 200,
        "".join(f"<x{number}/>" for number in range(1_000)),
        "".join(f"<x a{number}=''/>" for number in range(1_000)),
        "<x a='" + "y" * 5_000_000 + "'/>",
        "<!--" + "y" * 5_000_000 + "-->",
    ],
    ids=["nested", "names", "attributes", "a huge tag", "a huge comment"],
)
def test_what_would_fill_the_parsers_memory_is_refused(inside: str) -> None:
    found, error = until_error(export(thread(), post(1), inside))
    assert comments(found) == {}
    assert error is not None
    assert error.code == "unsafe_file"


def test_a_text_no_reader_could_have_written_is_skipped() -> None:
    found = records(export(thread(), post(1, message="x" * 200_000), post(2)))
    assert list(comments(found)) == ["2"]
    assert skipped(found) == {"1": disqus.TOO_LONG}


class _Generated(io.RawIOBase):
    """A file that is made while it is read, so that none of it has to be in memory."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__()
        self._parts = parts
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        while len(self._rest) < size and (part := next(self._parts, b"")):
            self._rest += part
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def _large(count: int) -> BinaryIO:
    dice = random.Random(3)
    text = "said " * 2_000

    def parts() -> Iterator[bytes]:
        head, _, tail = export(thread(), "HERE").partition(b"HERE")
        yield head
        for number in range(1, count + 1):
            yield post(number, dice.choice([None, dice.randint(1, count)]), message=text).encode()
        yield tail

    return _Generated(parts())  # type: ignore[return-value]


def test_a_large_file_takes_little_memory() -> None:
    """12 MB of comments, half of them answering one that may come later."""
    tracemalloc.start()
    try:
        count = sum(isinstance(record, DumpComment) for record in disqus.read(lambda: _large(1_200)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 1_200
    assert peak < 2_000_000
