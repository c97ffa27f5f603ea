"""Turns a phrase with `{slots}` and `(this|or that)` into one sentence, by the given chance."""

import re
from random import Random

from commentbox.demo.material import Phrases

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")


class Grammar:
    def __init__(self, rng: Random, phrases: Phrases) -> None:
        self._rng = rng
        self._phrases = phrases

    def one_of(self, section: str) -> str:
        return self.sentence(self._rng.choice(self._phrases[section]))

    def lines(self, section: str) -> tuple[str, ...]:
        return self._phrases.get(section, ())

    def sentence(self, line: str) -> str:
        text = self.words(line).strip()
        return text[:1].upper() + text[1:] + ("." if text[-1:].isalpha() and " " in text else "")

    def words(self, line: str) -> str:
        chosen = _CHOICE.sub(lambda found: self._rng.choice(found[1].split("|")), line)
        return _SLOT.sub(lambda found: self.words(self._rng.choice(self._phrases[found[1]])), chosen)
