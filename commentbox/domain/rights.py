"""Who may do what at the console: the whole table. Pages draw from it, and use cases ask it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import SIGNED_OUT, Denial
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.words import Words


class Right(StrEnum):
    """What a role lets somebody do, as the staff page says it."""

    NUMBERS = "sees the numbers"
    LOG = "reads the log of decisions"
    CARDS = "sees the queue and its comments"
    DECIDE = "decides about comments, and takes decisions back"
    MODERATE = "looks after people and articles, and reads the rules"
    LEAD = "sees the load and how appeals end, gets what is passed on to the lead, confirms acts over 50"
    ADMINISTER = "changes the rules, the roles and the sign-on, and may look at a reader’s address"


_LOOKS = frozenset({Right.NUMBERS, Right.LOG})
_CARDS = frozenset({Right.LOG, Right.CARDS, Right.DECIDE})
_DESK = _LOOKS | _CARDS | {Right.MODERATE}

# Members and experts are readers with a mark, and staff write for the paper: none of them has a console.
_TABLE: Mapping[Role, frozenset[Right]] = {
    Role.READER: frozenset(),
    Role.MEMBER: frozenset(),
    Role.EXPERT: frozenset(),
    Role.STAFF: frozenset(),
    Role.ANALYST: _LOOKS,
    Role.LEGAL: _CARDS,
    Role.MODERATOR: _DESK,
    Role.LEAD: _DESK | {Right.LEAD},
    Role.ADMIN: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    return right in _TABLE[role]


MODERATORS = frozenset(role for role in Role if Right.MODERATE in _TABLE[role])


def rights_of(role: Role) -> tuple[Right, ...]:
    """In the order of the table."""
    return tuple(right for right in Right if may(role, right))


def covers(one: Role, other: Role) -> bool:
    """Whether `one` may do all that `other` may: an invitation takes nothing away from anybody."""
    if _TABLE[one] == _TABLE[other]:
        return one.is_newsroom >= other.is_newsroom
    return _TABLE[one] > _TABLE[other]


def why_not(actor: Actor | None, right: Right) -> Denial | None:
    """A reader's session of a moderator has no such power: scripts on the publisher's page can reach it."""
    if actor is None:
        return SIGNED_OUT
    if not may(actor.role, right):
        return _REFUSALS.get(right, NOT_FOR_ROLE)
    return None if actor.is_staff_session else STAFF_LOGIN


def why_not_sanction(actor: Actor, kind: SanctionKind) -> Denial | None:
    """What holds on the whole site is not for the moderators of a section."""
    return NOT_WHOLE_SITE if actor.sections and kind.lasts else None


def why_not_change_role(actor: Actor, person_id: int) -> Denial | None:
    return OWN_ROLE if actor.id == person_id else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """The part of a site's comments that is somebody's to see and to decide about.

    `starts`: those on articles whose address begins with one of these, and none means everywhere.
    `only_legal`: those that somebody has complained about to the law, or passed on for its sake.
    """

    starts: tuple[str, ...] = ()
    only_legal: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.starts and not self.only_legal

    def has_article(self, url: str) -> bool:
        """Whether an article at this address belongs to it, as far as articles count."""
        return not self.starts or url.startswith(self.starts)


def _denial(code: str, message: str) -> Denial:
    return Denial(code=code, message=Words(message))


WHOLE = Reach()
NOT_MODERATOR = _denial("not_moderator", "Only this site’s moderators can do this.")
NOT_LEAD = _denial("not_lead", "Only this site’s leads and administrators can do this.")
NOT_ADMIN = _denial("not_admin", "Only this site’s administrators can do this.")
NOT_FOR_ROLE = _denial("not_for_role", "This is no part of your role on this site.")
NOT_WHOLE_SITE = _denial(
    "not_whole_site",
    "This would hold on the whole site, and you moderate sections of it. Ask a colleague who moderates all.",
)
OWN_ROLE = _denial("own_role", "Nobody changes their own role. Ask another administrator.")
STAFF_LOGIN = _denial("staff_login", "Please log in to the moderators’ console to do this.")
_REFUSALS = {Right.MODERATE: NOT_MODERATOR, Right.LEAD: NOT_LEAD, Right.ADMINISTER: NOT_ADMIN}
