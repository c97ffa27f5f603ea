"""What makes two comments alike to somebody who has to decide about many."""

import re
from enum import StrEnum

_LINK = re.compile(r"(?:https?://|\bwww\.)([^\s/?#)\]>\"'<:]+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LEAST_WORDS = 4


class By(StrEnum):
    TEXT = "text"
    HOST = "host"
    AUTHOR = "author"
    RULE = "rule"


def first_host(source: str) -> str:
    """Where the first link of a comment leads; empty where it has none."""
    found = _LINK.search(source)
    return "" if found is None else found[1].lower().removeprefix("www.").rstrip(".")


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, from 0 to 1; short texts are alike only if equal."""
    first, second = _words(one), _words(other)
    if min(len(first), len(second)) < _LEAST_WORDS:
        return float(first == second and bool(first))
    return len(first & second) / len(first | second)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))
