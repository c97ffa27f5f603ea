"""Where in a text a rule has found something, to be marked for a reader's eye."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commentbox.domain.moderation.lists import by_host, listed_host
from commentbox.domain.moderation.rules.links import hosts_in
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.moderation.word_list import word_list

_CHUNK = re.compile(r"\S+")
WORD_RULES = ("threats", "self_harm", "banned_words", "suspect_words")  # and the lists they go by
_MOST = 200

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some of the text; `rule` is empty where nothing was found in it."""

    text: str
    rule: str = ""


def marked(text: str, policy: Policy) -> list[Piece]:
    """The whole text in pieces: what the rules for words and links have found stands alone."""
    found = sorted(_spots(text, policy), key=lambda spot: (spot[0][0], -spot[0][1]))
    pieces, at = [], 0
    for (start, end), rule in found:
        if start >= at:
            pieces += [Piece(text=text[at:start]), Piece(text=text[start:end], rule=rule)]
            at = end
    return [piece for piece in (*pieces, Piece(text=text[at:])) if piece.text]


def _spots(text: str, policy: Policy) -> Iterator[tuple[Span, str]]:
    chunks = [found.span() for found in _CHUNK.finditer(text)]
    for rule in WORD_RULES:
        entries = getattr(policy, rule)
        if entries and rule not in policy.rules_off:
            yield from ((span, rule) for span in _word_spots(text, chunks, word_list(entries).find))
    known = by_host(policy.banned_hosts)
    for start, end in chunks:
        if hosts := hosts_in(text[start:end]):
            is_banned = any(listed_host(host, known) for host in hosts)
            yield (start, end), "hosts" if is_banned else "links"


def _word_spots(text: str, chunks: list[Span], find: Callable[[str], tuple[str, ...]]) -> Iterator[Span]:
    """Single words where they stand; for what goes over several, the smallest stretch that has it."""
    left, count = set(find(text)), 0
    for start, end in chunks:
        if found := find(text[start:end]):
            left -= set(found)
            count += 1
            yield start, end
        if count >= _MOST:
            return
    for entry in left:
        if chunks:
            yield _stretch(text, chunks, lambda part, entry=entry: entry in find(part))  # type: ignore[misc]


def _stretch(text: str, chunks: list[Span], has: Callable[[str], bool]) -> Span:
    """More text never hides a word, so both ends are found by halving."""
    numbers = range(len(chunks))
    last = bisect_left(numbers, True, key=lambda number: has(text[: chunks[number][1]]))
    end = chunks[min(last, len(chunks) - 1)][1]
    first = bisect_left(numbers, True, key=lambda number: not has(text[chunks[number][0] : end]))
    return chunks[max(first - 1, 0)][0], end
