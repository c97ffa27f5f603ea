"""Bookmarks open only where they were made, and only unchanged."""

import pytest

from commentbox.domain.cursor import decode, encode
from commentbox.domain.errors import Invalid

KEY = b"a key of this test"
KIND = "roots:7:best"
GOOD = encode(KIND, (378400000, 12, "é"), KEY)


@pytest.mark.parametrize("values", [(), (1,), (-5, 0, 2**62), ("a", 1, "ünï")])
def test_a_bookmark_gives_back_what_was_put_in(values: tuple[int | str, ...]) -> None:
    assert decode(KIND, encode(KIND, values, KEY), KEY) == values


def test_a_bookmark_can_stand_in_a_link_as_it_is() -> None:
    assert GOOD.replace("-", "").replace("_", "").isalnum()


def test_the_same_place_has_the_same_bookmark() -> None:
    assert encode(KIND, (378400000, 12, "é"), KEY) == GOOD


def test_one_changed_bit_anywhere_is_noticed() -> None:
    raw = GOOD.encode()
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        refused(changed.decode("latin-1"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "A",
        "A" * 22,
        GOOD + "=",
        GOOD + "A",
        GOOD[:-1],
        " " + GOOD,
        GOOD + "\n",
        "é",
        "A" * 100_000,
        "\x00",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    ("kind", "key"), [("roots:8:best", KEY), ("roots:7:newest", KEY), (KIND, b"another key")]
)
def test_a_bookmark_from_elsewhere_does_not_open(kind: str, key: bytes) -> None:
    with pytest.raises(Invalid):
        decode(kind, GOOD, key)


def refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode(KIND, text, KEY)
    assert caught.value.code == "bad_cursor"
