"""Whom a text may name: `@` and a name, of one word or several."""

import re
from itertools import islice

from commentbox.domain.people import MAX_NAME

MOST = 5  # people one comment tells that it names them
_MOST_SIGNS = 10
_MOST_WORDS = 6

_CODE = re.compile(r"(`+).*?\1", re.DOTALL)
_QUOTATION = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_SIGN = re.compile(r"(?<![\w@./])@(?=[^\W_])")
_NEVER_IN_NAME = re.compile(r"[\n@]")
_RUN = re.compile(r"[^\W_]+")


def possible_names(text: str) -> list[tuple[str, ...]]:
    """For each `@` what the name behind it may be, the longest first; where it ends only the people know.

    What stands in code or in somebody else's words names nobody, and an e-mail address neither.
    """
    own_words = _QUOTATION.sub("", _CODE.sub(" ", text)) if "@" in text else ""
    found = []
    for sign in islice(_SIGN.finditer(own_words), _MOST_SIGNS):
        line = _NEVER_IN_NAME.split(own_words[sign.end() : sign.end() + MAX_NAME + 1])[0]
        ends = [run.end() for run in _RUN.finditer(line) if run.end() <= MAX_NAME]
        found.append(tuple(line[:end] for end in reversed(ends[:_MOST_WORDS])))
    return found
