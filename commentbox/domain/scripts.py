"""Which writing system a character belongs to, and whether a text mixes them.

Taken from the character's Unicode name, because the standard library has no table of scripts. That is exact
enough to tell Latin from Cyrillic, which is what impersonators need us to miss.
"""

import unicodedata
from functools import lru_cache

# Words that open a character's name without naming a script.
_NEUTRAL = frozenset({"COMBINING", "MODIFIER", "KATAKANA-HIRAGANA", "FEMININE", "MASCULINE", "VARIATION"})
_WIDTHS = frozenset({"FULLWIDTH", "HALFWIDTH"})
_ALIASES = {"IDEOGRAPHIC": "CJK", "KELVIN": "LATIN", "ANGSTROM": "LATIN", "MICRO": "GREEK", "OHM": "GREEK"}

# Those people write their names in today; the rest are for inscriptions and manuscripts.
_LIVING = frozenset(
    [
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARMENIAN",
        "HEBREW",
        "ARABIC",
        "THAANA",
        "DEVANAGARI",
        "BENGALI",
        "GURMUKHI",
        "GUJARATI",
        "ORIYA",
        "TAMIL",
        "TELUGU",
        "KANNADA",
        "MALAYALAM",
        "SINHALA",
        "THAI",
        "LAO",
        "TIBETAN",
        "MYANMAR",
        "GEORGIAN",
        "HANGUL",
        "ETHIOPIC",
        "KHMER",
        "HIRAGANA",
        "KATAKANA",
        "BOPOMOFO",
        "CJK",
        "ADLAM",
        "BALINESE",
        "BAMUM",
        "BATAK",
        "CANADIAN",
        "CHAKMA",
        "CHAM",
        "CHEROKEE",
        "HANIFI",
        "JAVANESE",
        "KAYAH",
        "LEPCHA",
        "LIMBU",
        "LISU",
        "MANDAIC",
        "MEETEI",
        "MIAO",
        "NEW",
        "NEWA",
        "NKO",
        "NYIAKENG",
        "OL",
        "SAURASHTRA",
        "SUNDANESE",
        "SYLOTI",
        "SYRIAC",
        "TAI",
        "TIFINAGH",
        "VAI",
        "WANCHO",
        "YI",
    ]
)

# Japanese, Korean and Chinese are each written in several scripts at once, and borrow Latin letters.
_WRITTEN_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}),
    frozenset({"CJK", "HANGUL", "LATIN"}),
    frozenset({"CJK", "BOPOMOFO", "LATIN"}),
)


@lru_cache(maxsize=4096)
def script_of(char: str) -> str | None:
    """`LATIN`, `CYRILLIC`, … or None for what all scripts share: digits, punctuation, accents, emoji."""
    if unicodedata.category(char)[0] not in "LM":
        return None
    words = unicodedata.name(char, "UNKNOWN").split(" ")
    first = words[1] if words[0] in _WIDTHS and len(words) > 1 else words[0]
    if first in _NEUTRAL:
        return None
    return _ALIASES.get(first, first)


def scripts_in(text: str) -> frozenset[str]:
    return frozenset(script for char in text if (script := script_of(char)) is not None)


def is_living(text: str) -> bool:
    """True if it is written in a script of today; of Hangul only whole syllables, not their parts."""
    return scripts_in(text) <= _LIVING and not any(
        script_of(char) == "HANGUL" and not "가" <= char <= "힣" for char in text
    )


def has_strange_digits(text: str) -> bool:
    """True if European letters stand beside digits of another script: some look like letters there."""
    is_strange = any(unicodedata.category(char) == "Nd" and not char.isascii() for char in text)
    return is_strange and not scripts_in(text).isdisjoint({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN"})


def is_one_script(text: str) -> bool:
    """True if a person could have typed it on one keyboard."""
    found = scripts_in(text)
    return len(found) <= 1 or any(found <= together for together in _WRITTEN_TOGETHER)
