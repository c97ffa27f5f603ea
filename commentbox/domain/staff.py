"""A newsroom's staff: what is done about people's rights, and how fresh a second factor must be."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from commentbox.domain.errors import Invalid
from commentbox.domain.moderation.lists import section_problem
from commentbox.domain.people import Actor

MOST_SECTIONS = 20


class StaffAct(StrEnum):
    INVITED = "invited"
    WITHDRAWN = "withdrawn"  # the invitation, before anybody accepted it
    JOINED = "joined"
    CHANGED = "changed"
    REMOVED = "removed"
    FACTOR_RESET = "factor_reset"
    REVEALED = "revealed"  # a reader's address
    AUTHOR = "author"  # of an article
    NO_AUTHOR = "no_author"
    EXPERT = "expert"
    NO_EXPERT = "no_expert"
    ASKED = "asked"  # the question under an article, in these words
    UNASKED = "unasked"
    SET_UP = "set_up"  # what holds for an article
    MERGED = "merged"  # another article into this one, and `detail` is its address
    MOVED = "moved"  # from another address, which leads here now
    LEADS = "leads"  # another address leads to this article
    LEADS_NOT = "leads_not"  # or no longer
    CONFIRMED = "confirmed"  # a colleague's act about many comments
    REFUSED = "refused"
    POLICY = "policy"  # another version of the rules
    WATCH = "watch"  # other rules on trial, or none any more
    ALWAYS_READ = "always_read"  # a person's comments, before they are published
    NOT_ALWAYS_READ = "not_always_read"
    SANCTIONED = "sanctioned"  # a person, and `detail` says how and until when
    LIFTED = "lifted"  # a sanction, before its end
    EXPORTED = "exported"  # what of the log, as `detail` says
    UPHELD = "upheld"  # a sanction, on appeal; `note` is the answer
    OVERTURNED = "overturned"
    REOPENED = "reopened"  # an answer taken back, so that the appeal waits again
    ALONE = "alone"  # they answered an appeal against a decision of their own: nobody else is there

    @property
    def is_for_admins(self) -> bool:
        """Whether only administrators read of it: who may do what, and whose address was looked at."""
        return self in _FOR_ADMINS


_FOR_ADMINS = frozenset(
    {
        *(StaffAct.INVITED, StaffAct.WITHDRAWN, StaffAct.JOINED, StaffAct.CHANGED, StaffAct.REMOVED),
        *(StaffAct.FACTOR_RESET, StaffAct.REVEALED, StaffAct.EXPORTED),
    }
)


def clean_sections(raw: str) -> tuple[str, ...]:
    """Beginnings of addresses, such as /sport/, with spaces, commas or lines between. None is all of it."""
    found = tuple(dict.fromkeys(raw.replace(",", " ").split()))
    if len(found) > MOST_SECTIONS:
        raise Invalid("bad_sections", f"Give at most {MOST_SECTIONS} sections.", field="sections")
    for entry in found:
        if problem := section_problem(entry):
            raise Invalid("bad_sections", f"{problem}.", field="sections")
    return found


def joined(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The sections of somebody who had `one` and is given `other`: the whole site stays the whole site."""
    return tuple(dict.fromkeys((*one, *other))) if one and other else ()


def is_fresh(actor: Actor, now: datetime, lasts: timedelta) -> bool:
    """Whether this session gave a second factor so recently that it may do something grave."""
    return actor.factor_at is not None and now - actor.factor_at < lasts
