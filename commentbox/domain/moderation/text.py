"""What a text comes down to once spacing, punctuation and letter case are taken away."""

import hashlib
import re
import unicodedata
from itertools import islice

_WORD = re.compile(r"[^\W_]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
# Single characters for whole sentences: written out, a page of them would take the time of eighteen pages.
_FORMULAS = {0xFDFA: "\u0635", 0xFDFB: "\u062c"}
_MARKUP = frozenset(">#*_`~-|\\")
# Blank though Unicode counts them as letters, marks or symbols.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0e\ufe0f\uffa0")


def normalised(text: str) -> str:
    """Letters and digits alone, in one case; two texts that a reader takes for the same come out equal.

    A text without any letter, such as one emoji, keeps its signs.
    """
    letters = folded(text)
    return _NOT_LETTERS.sub("", letters) or "".join(letters.split())


def folded(text: str) -> str:
    """One case, and one form of each letter."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text.translate(_FORMULAS)).casefold()


def words(text: str) -> list[str]:
    """The words of the text in one case."""
    return _WORD.findall(folded(text))


def text_key(text: str) -> str:
    """A fingerprint of the normalised text, to look for the same words again."""
    return hashlib.sha256(normalised(text).encode("utf-8", "replace")).hexdigest()


def count_visible(text: str, enough: int) -> int:
    """How many characters leave a mark on the page, counted no further than `enough`."""
    return sum(1 for _ in islice(filter(_is_visible, text), enough))


def _is_visible(character: str) -> bool:
    if character in _MARKUP or character in _BLANK:
        return False
    return unicodedata.category(character)[0] not in "ZC"
