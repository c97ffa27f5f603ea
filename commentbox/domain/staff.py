"""A newsroom's staff: what is done about people's rights, and how fresh a second factor must be."""

from datetime import datetime, timedelta
from enum import StrEnum

from commentbox.domain.people import Actor, Role

_RANKS = (Role.READER, Role.MODERATOR, Role.ADMIN)


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
    CONFIRMED = "confirmed"  # a colleague's act about many comments
    REFUSED = "refused"
    POLICY = "policy"  # another version of the rules
    WATCH = "watch"  # other rules on trial, or none any more
    ALWAYS_READ = "always_read"  # a person's comments, before they are published
    NOT_ALWAYS_READ = "not_always_read"
    SANCTIONED = "sanctioned"  # a person, and `detail` says how and until when
    LIFTED = "lifted"  # a sanction, before its end
    EXPORTED = "exported"  # what of the log, as `detail` says

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


def higher(one: Role, other: Role) -> Role:
    """The role that may do more: an invitation lowers nobody."""
    return max(one, other, key=_RANKS.index)


def is_fresh(actor: Actor, now: datetime, lasts: timedelta) -> bool:
    """Whether this session gave a second factor so recently that it may do something grave."""
    return actor.factor_at is not None and now - actor.factor_at < lasts
