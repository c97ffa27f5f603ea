"""Entries of a log that hold on to each other: whoever changes one changes all that come after it."""

import hashlib
import json
from collections.abc import Mapping, Sequence

START = ""  # what the first entry holds on to

Fact = str | int | None


def link(before: str, facts: Mapping[str, Fact]) -> str:
    """The hash of an entry, in 64 hexadecimal digits. Facts that are empty do not count."""
    known = {name: fact for name, fact in facts.items() if fact is not None}
    return _hash([before, known])


def seal_words(salt: str, words: Sequence[str]) -> str:
    """Stands for words in an entry. Without the salt nobody can tell from it what they were."""
    return _hash([salt, list(words)])


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
