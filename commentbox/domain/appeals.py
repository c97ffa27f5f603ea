"""An author asks for a second look at what was decided about them: until when, and how that can end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commentbox.domain.errors import Invalid
from commentbox.domain.lanes import Lane
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.text import clean_body, is_blank
from commentbox.domain.words import Words

MAX_LETTERS = 2000
APPEALABLE = frozenset({SanctionKind.WARNING, SanctionKind.MUTE, SanctionKind.BAN, SanctionKind.ALWAYS_READ})


class Outcome(StrEnum):
    UPHELD = "upheld"  # the decision stands
    OVERTURNED = "overturned"  # it was wrong, and is taken back
    DROPPED = "dropped"  # the account was deleted before anybody answered


@dataclass(frozen=True, slots=True)
class Course:
    """When an appeal came in, how it ended, and when it was answered."""

    created_at: datetime
    outcome: Outcome | None
    answered_at: datetime | None


def count_courses(courses: Iterable[Course], since: datetime, until: datetime) -> Counter[str]:
    """How many came in (`received`) and were answered, by outcome, from one moment on and before the other,
    and how many were `waiting` at the end. What was dropped counts only where it came in.
    """
    found: Counter[str] = Counter()
    for each in courses:
        found["received"] += since <= each.created_at < until
        if each.answered_at is not None and each.outcome is not None and since <= each.answered_at < until:
            found[each.outcome.value] += 1
        is_dropped = each.outcome is Outcome.DROPPED and each.answered_at is None
        is_answered = each.answered_at is not None and each.answered_at < until
        found["waiting"] += each.created_at < until and not is_dropped and not is_answered
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """For how many days a decision can be appealed. `before`: since when it was how many, oldest first."""

    days: int
    before: Sequence[tuple[datetime, int]] = ()

    def open_until(self, decided_at: datetime) -> datetime:
        """The last moment for an appeal against what was decided then; never earlier than was once said."""
        in_force = [days for since, days in self.before if since <= decided_at][-1:] or [
            days for _, days in self.before[:1]
        ]
        later = [days for since, days in self.before if since > decided_at]
        return decided_at + timedelta(days=max([self.days, *in_force, *later]))


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
