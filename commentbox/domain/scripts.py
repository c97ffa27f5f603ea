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


def is_one_script(text: str) -> bool:
    """True if a person could have typed it on one keyboard."""
    found = scripts_in(text)
    return len(found) <= 1 or any(found <= together for together in _WRITTEN_TOGETHER)
