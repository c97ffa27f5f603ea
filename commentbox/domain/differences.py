"""What changed between two versions of a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 4000  # pieces; comparing takes the square of it


@dataclass(frozen=True, kw_only=True)
class Piece:
    """`kind` is `same`, `gone` or `new`."""

    kind: str
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if len(old) + len(new) > _LONGEST:
        return (Piece(kind="gone", text=before), Piece(kind="new", text=after))
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece(kind="same", text="".join(old[a:b])))
            continue
        if a < b:
            found.append(Piece(kind="gone", text="".join(old[a:b])))
        if c < d:
            found.append(Piece(kind="new", text="".join(new[c:d])))
    return tuple(found)
