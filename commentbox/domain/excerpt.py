"""Cutting a plain text for a subject line, a title or a preview: at a word, and never through a letter."""

import unicodedata

_ELLIPSIS = "…"
_JOINERS = frozenset("\u200c\u200d")
_LOOSE_END = " ,;:.!?-–—(["


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the ellipsis included."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = _last_space(text, limit - 1) or _last_letter(text, limit - 1)
    return text[:end].rstrip(_LOOSE_END) + _ELLIPSIS


def _last_space(text: str, limit: int) -> int:
    """0 where cutting at a word would lose more than half: one long word, or writing without spaces."""
    at = text.rfind(" ", 0, limit + 1)
    return at if at * 2 >= limit else 0


def _last_letter(text: str, limit: int) -> int:
    """Moves back from an accent to before its letter, and out of a joined emoji."""
    end = limit
    while end > 0 and (_continues(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return end


def _continues(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char in _JOINERS or "\U0001f3fb" <= char <= "\U0001f3ff"
