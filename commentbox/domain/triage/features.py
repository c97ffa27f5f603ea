"""What a text is made of for the model: words, pairs of words and groups of letters, each only as a number.

A number stands for many things at once, so that nobody's words can be read out of a model.
"""

from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from commentbox.domain.moderation.disguises import plain, without_entities, words_in

BUCKETS = 1 << 17
_MASK = BUCKETS - 1
_LETTERS = 4  # in a group: what is left of a word when somebody has changed its ending, or one letter of it
_FIRST, _LAST = 200, 100  # words that are read of a long text


def words_of(text: str) -> list[str]:
    """In one case and form, without invisible characters; of a long text the beginning and the end."""
    words = words_in(plain(without_entities(text)))
    return words if len(words) <= _FIRST + _LAST else words[:_FIRST] + words[-_LAST:]


def buckets_of(words: list[str]) -> set[int]:
    """Everything a text says to the model, each thing once."""
    found: set[int] = set()
    for word in words:
        found.update(of_word(word))
    for pair in pairwise(words):
        found.add(of_pair(*pair))
    return found


@lru_cache(maxsize=8192)
def of_word(word: str) -> tuple[int, ...]:
    """The word itself, and its groups of letters."""
    padded = f"_{word}_"
    groups = [padded[start : start + _LETTERS] for start in range(max(1, len(padded) - _LETTERS + 1))]
    return tuple(crc32(piece.encode()) & _MASK for piece in (f" {word}", *groups))


def of_pair(one: str, other: str) -> int:
    return crc32(f"{one} {other}".encode()) & _MASK
