"""Where in a text the entries of a word list stand: the pieces as they were typed, to be marked."""

import re
from collections.abc import Sequence

from commentbox.domain.moderation.word_list import WordList, word_list

_CHUNK = re.compile(r"\S+")
_MOST = 20


def marked(text: str, entries: tuple[str, ...]) -> tuple[str, ...]:
    """Disguises included, each piece once; words that were spread over several are one piece."""
    if not entries:
        return ()
    chunks = [(found.start(), found.end()) for found in _CHUNK.finditer(text)]
    pieces = (text[start:end] for start, end in _narrow(word_list(entries), text, chunks))
    return tuple(dict.fromkeys(pieces))[:_MOST]


def _narrow(words: WordList, text: str, chunks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The shortest runs of chunks in which something is found: halves first, then what lies across them."""
    if not chunks or not words.find(text[chunks[0][0] : chunks[-1][1]]):
        return []
    if len(chunks) == 1:
        return [chunks[0]]
    middle = len(chunks) // 2
    found = _narrow(words, text, chunks[:middle]) + _narrow(words, text, chunks[middle:])
    return found or [_shortest(words, text, chunks)]


def _shortest(words: WordList, text: str, chunks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    first, last = 0, len(chunks) - 1
    while first < last and words.find(text[chunks[first + 1][0] : chunks[last][1]]):
        first += 1
    while first < last and words.find(text[chunks[first][0] : chunks[last - 1][1]]):
        last -= 1
    return chunks[first][0], chunks[last][1]
