"""The tricks people hide a word with, each undone in one pass over the text."""

import html
import re
import unicodedata

from commentbox.domain.lookalikes import skeleton
from commentbox.domain.moderation.text import folded

# Letters and digits of any script, with the vowel signs that Python does not count as letters.
_SIMPLE_LETTER = r"[a-z0-9]"
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05bd\u064b-\u0655\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e])"
_SIMPLE_WORD, _WORD = (re.compile(f"{letter}+") for letter in (_SIMPLE_LETTER, _LETTER))
# The same, and signs that stand in for letters: "b @ d" has three atoms.
_SIMPLE_ATOM, _ATOM = (re.compile(f"{letter}+|[@$!|€]") for letter in (_SIMPLE_LETTER, _LETTER))

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_ACCENT = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
# Scripts that put no space between words, and Korean, which hangs particles on them.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_STAND_INS = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
_STAND_INS |= {"@": "a", "$": "s", "€": "e"}
_SIGN_IN_WORD = re.compile(r"[@$€|]+[a-z]|[a-z][@$€|]+[a-z]")
_STAND_IN = re.compile(r"[01345789@$€!|]")
_READINGS = tuple(str.maketrans(_STAND_INS | dict.fromkeys("1!|", letter)) for letter in "il")

# No longer than Markdown allows: `html.unescape` alone raises on a number of more than 4,300 digits.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")

_LATIN = re.compile(r"[a-z]")
_LOOK_ALIKES = str.maketrans(
    "авекмнорстухіјѕԁһԛԝґ" + "αβεικνορτυχ" + "ıłøđ",
    "abekmhopctyxijsdhqwr" + "abeikvoptux" + "ilod",
)


def plain(text: str) -> str:
    """One case, one form of each letter, and nothing invisible between them."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", folded(text)))


def words_in(text: str) -> list[str]:
    """The words of a `plain` text."""
    return (_SIMPLE_WORD if text.isascii() else _WORD).findall(text)


def atoms_in(text: str) -> list[str]:
    """Its words, and each sign that stands in for a letter."""
    return (_SIMPLE_ATOM if text.isascii() else _ATOM).findall(text)


def without_ends(text: str) -> str:
    """The text from its first letter to its last."""
    words = list(_WORD.finditer(text))
    return text[words[0].start() : words[-1].end()] if words else ""


def without_entities(text: str) -> str:
    """Characters for their HTML names, as Markdown shows them."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text


def without_accents(word: str) -> str:
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", word)))


def without_look_alikes(word: str) -> str:
    """Latin letters for Cyrillic and Greek ones where they are mixed: a Russian word is no disguise."""
    word = without_accents(word)
    return word.translate(_LOOK_ALIKES) if _LATIN.search(word) else word


def look_of(word: str) -> str | None:
    """What a word in mixed or ornamental letters looks like; nothing for one in everyday letters."""
    bare = without_accents(word)
    if bare.isascii() or not any(unicodedata.name(letter, "").startswith("LATIN") for letter in bare):
        return None
    return skeleton(bare)


def has_sign(text: str) -> bool:
    """Whether signs stand where letters should, as in `b@d` or `$ad`."""
    return _SIGN_IN_WORD.search(text) is not None


def has_stand_in(text: str) -> bool:
    """Whether digits or signs could be meant as letters."""
    return _STAND_IN.search(text) is not None


def as_letters(text: str) -> tuple[str, ...]:
    """The text with digits and signs read as letters; 1 can be an i or an l, hence two readings."""
    return tuple(text.translate(reading) for reading in _READINGS)


def is_unspaced(word: str) -> bool:
    return _UNSPACED.search(word) is not None
