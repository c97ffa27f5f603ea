"""An author asks for a second look at what was decided about them: until when, and how that can end."""

from datetime import datetime, timedelta
from enum import StrEnum

from commentbox.domain.errors import Invalid
from commentbox.domain.lanes import Lane
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.text import clean_body, is_blank
from commentbox.domain.words import Words

WINDOW = timedelta(days=184)  # six months, whichever they are: the least the law asks for
MAX_LETTERS = 2000
APPEALABLE = frozenset({SanctionKind.WARNING, SanctionKind.MUTE, SanctionKind.BAN, SanctionKind.ALWAYS_READ})


class Outcome(StrEnum):
    UPHELD = "upheld"  # the decision stands
    OVERTURNED = "overturned"  # it was wrong, and is taken back
    DROPPED = "dropped"  # the account was deleted before anybody answered


def open_until(decided_at: datetime) -> datetime:
    """The last moment for an appeal against what was decided then."""
    return decided_at + WINDOW


def due_at(sent_at: datetime) -> datetime:
    """When somebody should have answered."""
    return sent_at + Lane.APPEALS.target


def clean_appeal(raw: object) -> str:
    return clean_words(raw, "words", Words("Say why you think that this was a mistake."))


def clean_words(raw: object, field: str, empty: str) -> str:
    """`empty` is what to say where nothing was written."""
    if isinstance(raw, str) and is_blank(raw):
        raise Invalid("empty", empty, field=field)
    try:
        return clean_body(raw, max_length=MAX_LETTERS)
    except Invalid as error:
        raise Invalid(error.code, error.message, field=field) from None
