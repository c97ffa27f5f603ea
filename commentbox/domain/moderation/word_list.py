"""Finds a newsroom's listed words in a text, also when somebody has disguised them.

Everything here takes time in proportion to the text: words are looked up in dictionaries, and no pattern is
ever made from what people typed or listed.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from commentbox.domain.lookalikes import skeleton
from commentbox.domain.moderation.disguises import (
    as_letters,
    atoms_in,
    has_sign,
    has_stand_in,
    is_unspaced,
    look_of,
    plain,
    without_accents,
    without_ends,
    without_entities,
    without_look_alikes,
    words_in,
)

# Three times in a row, as no language spells.
_STRETCHED = re.compile(r"(.)\1\1")
_RUN = re.compile(r"(.)\1+")
_SHORTEST_SPACED = 3


class WordList:
    """A list made ready for looking up: words, phrases, and beginnings of words that end in `*`."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries: dict[tuple[str, ...], str] = {}
        self._beginnings: dict[str, str] = {}
        for entry in entries:
            self._add(entry)
        self._words = {words[0]: entry for words, entry in self._entries.items() if len(words) == 1}
        self._known = {word for words in self._entries for word in words}
        self._sizes = sorted({len(words) for words in self._entries if len(words) > 1})
        self._starts = {words[0] for words in self._entries if len(words) > 1}
        self._lengths = sorted({len(word) for word in self._words if len(word) >= _SHORTEST_SPACED})
        self._firsts = {word[:_SHORTEST_SPACED] for word in self._words}
        self._by_look = {skeleton(word): word for word in self._known if word.isascii()}
        self._unspaced_lengths = sorted({len(word) for word in self._words if is_unspaced(word)})
        self._beginning_lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._by_letters: dict[str, list[str]] = {}
        for word in sorted(self._known, key=len, reverse=True):
            self._by_letters.setdefault(_RUN.sub(r"\1", word), []).append(word)

    def find(self, text: str) -> tuple[str, ...]:
        """The entries that occur in the text, as they were listed, each once."""
        text = plain(without_entities(text))
        words = words_in(text)
        settled = {word: self._settled(word) for word in dict.fromkeys(words)}
        # A dictionary, because it keeps order and drops what was found twice.
        found = dict.fromkeys(self._in_words(settled.values()))
        if self._sizes:
            found.update(dict.fromkeys(self._in_phrases([settled[word] for word in words])))
        if self._words or self._beginnings:
            found.update(dict.fromkeys(self._in_chunks(text)))
            found.update(dict.fromkeys(self._in_spaced_letters(text)))
        return tuple(found)

    def _add(self, entry: str) -> None:
        folded = plain(entry)
        chunks = [as_letters(chunk)[0] if has_sign(chunk) else chunk for chunk in folded.split()]
        words = tuple(words_in(" ".join(chunks)))
        if len(words) == 1 and folded.endswith("*"):
            self._beginnings[words[0]] = entry
        elif words:
            self._entries.setdefault(words, entry)

    def _in_words(self, words: Iterable[str]) -> Iterator[str]:
        for word in words if self._words or self._beginnings else ():
            if entry := self._words.get(word) or self._beginning(word):
                yield entry
            elif self._unspaced_lengths and is_unspaced(word):
                yield from self._inside(word, self._unspaced_lengths)

    def _in_phrases(self, words: list[str]) -> Iterator[str]:
        for start, word in enumerate(words):
            if word in self._starts:
                phrases = (tuple(words[start : start + size]) for size in self._sizes)
                yield from (self._entries[phrase] for phrase in phrases if phrase in self._entries)

    def _in_chunks(self, text: str) -> Iterator[str]:
        for chunk in dict.fromkeys(text.split()):
            if not chunk.isalpha():
                for spelling in _spellings(chunk):
                    settled = self._settled(spelling)
                    if entry := self._words.get(settled) or self._beginning(settled):
                        yield entry

    def _in_spaced_letters(self, text: str) -> Iterator[str]:
        atoms = atoms_in(text)
        if list(map(len, atoms)).count(1) < _SHORTEST_SPACED:
            return
        for is_single, run in groupby(atoms, key=lambda atom: len(atom) == 1):
            letters = "".join(run) if is_single else ""
            if len(letters) >= _SHORTEST_SPACED:
                for spelling in {letters, *as_letters(without_look_alikes(letters))}:
                    yield from self._inside(spelling, self._lengths)

    def _inside(self, letters: str, lengths: list[int]) -> Iterator[str]:
        for start in range(len(letters)):
            if lengths is self._lengths and letters[start : start + _SHORTEST_SPACED] not in self._firsts:
                continue
            for length in lengths:
                if entry := self._words.get(letters[start : start + length]):
                    yield entry

    def _beginning(self, word: str) -> str | None:
        for length in self._beginning_lengths:
            if entry := self._beginnings.get(word[:length]):
                return entry
        return None

    def _settled(self, word: str) -> str:
        """The listed word this one is a disguise of, or the word itself."""
        if word in self._known or (word.isascii() and not _STRETCHED.search(word)):
            return word
        spellings = {word} if word.isascii() else {word, without_accents(word), without_look_alikes(word)}
        for spelling in sorted(spellings):
            if spelling in self._known or self._beginning(spelling):
                return spelling
            if _STRETCHED.search(spelling):
                for known in self._by_letters.get(_RUN.sub(r"\1", spelling), ()):
                    if _is_stretched(spelling, known):
                        return known
        return self._by_look.get(look_of(word) or "", word)


@lru_cache(maxsize=64)
def word_list(entries: tuple[str, ...]) -> WordList:
    """The same list is made ready once."""
    return WordList(entries)


def _spellings(chunk: str) -> set[str]:
    """What a run of characters without a space can be read as, besides its words one by one."""
    words = words_in(chunk)
    spellings = {"".join(words)} if len(words) > 1 else set()
    if has_stand_in(chunk) and any(character.isalpha() for character in chunk):
        for part in {chunk, without_ends(chunk), *words}:
            spellings.update("".join(words_in(reading)) for reading in as_letters(part))
    return spellings


def _is_stretched(word: str, known: str) -> bool:
    """Whether `word` is `known` with letters held down; both have the same runs of letters."""
    pairs = zip(groupby(word), groupby(known), strict=True)
    return all(len(list(longer)) >= len(list(shorter)) for (_, longer), (_, shorter) in pairs)
