"""What state a comment is in, which moves lead to another, and why people ask for them."""

from enum import StrEnum

from commentbox.domain.errors import Conflict
from commentbox.domain.words import Words


class Status(StrEnum):
    """Where a comment stands; only a published one is read by everybody."""

    PUBLISHED = "published"
    HELD = "held"
    REMOVED = "removed"  # by a moderator
    WITHDRAWN = "withdrawn"  # by its author


class Action(StrEnum):
    """What a moderator, or the box itself, can decide about a comment."""

    APPROVE = "approve"
    REMOVE = "remove"
    HOLD = "hold"
    PICK = "pick"  # among the editors' picks, beside whatever else was decided
    UNPICK = "unpick"
    ESCALATE = "escalate"  # passed on to the lead; where the comment stands does not change
    TO_LEGAL = "to_legal"  # passed on to whoever knows the law
    ASK = "ask"  # a colleague for a second opinion
    UPHOLD = "uphold"  # on appeal: the removal stands
    OVERTURN = "overturn"  # on appeal: it was wrong

    @property
    def is_about_picks(self) -> bool:
        return self in (Action.PICK, Action.UNPICK)

    @property
    def passes_on(self) -> bool:
        return self in (Action.ESCALATE, Action.TO_LEGAL, Action.ASK)

    @property
    def answers_appeal(self) -> bool:
        """These are made by answering one, and in no other way."""
        return self in (Action.UPHOLD, Action.OVERTURN)

    @property
    def settles(self) -> bool:
        """Whether it answers the reports, so that the comment waits no more."""
        return self in (Action.APPROVE, Action.REMOVE)


class Reason(StrEnum):
    """Why a comment was removed; its author is told."""

    ABUSE = "abuse"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"
    UNTRUE = "untrue"
    ILLEGAL = "illegal"
    PERSONAL_DATA = "personal_data"
    OTHER = "other"

    @property
    def label(self) -> Words:
        return _REASON_LABELS[self]


class FlagReason(StrEnum):
    """Why a reader asks a moderator to look."""

    ABUSE = "abuse"
    SPAM = "spam"
    OFF_TOPIC = "off_topic"
    UNTRUE = "untrue"
    OTHER = "other"

    @property
    def label(self) -> Words:
        return _FLAG_LABELS[self]


def after(status: Status, action: Action) -> Status:
    """The status a decision leads to.

    Approving a published comment is welcome: it answers the flags on it. So is holding a removed one: that
    undoes the removal of what was held before. What an author took back stays back. Picked is only what
    everybody can read.
    """
    if status is Status.WITHDRAWN:
        raise Conflict(
            "withdrawn", "The author has deleted this comment, so there is nothing left to decide."
        )
    if action.is_about_picks and status is not Status.PUBLISHED:
        raise Conflict("not_published", "This comment is not on the page, so it cannot be among the picks.")
    if action.passes_on and status is Status.REMOVED:
        raise Conflict("not_published", "This comment is removed, so there is nothing to pass on.")
    if action.answers_appeal and status is not Status.REMOVED:
        raise Conflict("decided_meanwhile", "This comment is removed no more, so there is nothing to answer.")
    return status if action.passes_on else _AFTER[action]


def is_shown(status: Status, count_live: int) -> bool:
    """Whether readers meet the comment, be it as a placeholder above the replies that are left.

    `count_live` counts the shown comments directly below it: what others answered stays readable, also while
    the comment itself waits for a moderator.
    """
    return status is Status.PUBLISHED or count_live > 0


_AFTER = {
    Action.APPROVE: Status.PUBLISHED,
    Action.REMOVE: Status.REMOVED,
    Action.HOLD: Status.HELD,
    Action.PICK: Status.PUBLISHED,
    Action.UNPICK: Status.PUBLISHED,
    Action.UPHOLD: Status.REMOVED,
    Action.OVERTURN: Status.PUBLISHED,
}

_REASON_LABELS = {
    Reason.ABUSE: Words("Abusive or hateful"),
    Reason.SPAM: Words("Advertising or spam"),
    Reason.OFF_TOPIC: Words("Not about the article"),
    Reason.UNTRUE: Words("Untrue or misleading"),
    Reason.ILLEGAL: Words("Against the law"),
    Reason.PERSONAL_DATA: Words("Gives away somebody’s private details"),
    Reason.OTHER: Words("Another reason"),
}

_FLAG_LABELS = {
    FlagReason.ABUSE: Words("It is abusive or hateful"),
    FlagReason.SPAM: Words("It is advertising or spam"),
    FlagReason.OFF_TOPIC: Words("It is not about the article"),
    FlagReason.UNTRUE: Words("It is untrue or misleading"),
    FlagReason.OTHER: Words("Something else is wrong"),
}
