"""Who may do what, and what to tell those who may not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError, Forbidden, NotSignedIn
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor
from commentbox.domain.sanctions import Sanction, SanctionKind, find
from commentbox.domain.words import Words, counted


@dataclass(frozen=True, kw_only=True)
class Denial:
    """Why not; `message` is shown to the person as it is. `warning_id`: what they are to acknowledge."""

    code: str
    message: Words
    warning_id: int | None = None

    def as_error(self) -> CommentboxError:
        return (NotSignedIn if self.code == "signed_out" else Forbidden)(self.code, self.message)


def require(denial: Denial | None) -> None:
    """Stop here if something speaks against it: `require(why_not_vote(...))`."""
    if denial is not None:
        raise denial.as_error()


def signed_in(actor: Actor | None) -> Actor:
    """The same actor, known to be somebody."""
    if actor is None:
        raise SIGNED_OUT.as_error()
    return actor


def why_not_post(
    actor: Actor | None, *, is_open: bool, now: datetime, site_id: int, opens_at: datetime | None = None
) -> Denial | None:
    """What keeps this person from commenting, the hindrance nobody can remove first.

    `opens_at`: outside the opening hours of comments, when the next of them begin.
    """
    if not is_open:
        return CLOSED
    if opens_at is not None:
        return Denial(code="outside_hours", message=_shut(opens_at))
    if actor is None:
        return SIGNED_OUT
    return why_silent(actor, now, site_id) or _why_warned(actor, now, site_id)


def why_not_edit(
    actor: Actor | None,
    author_id: int | None,
    status: Status,
    *,
    created_at: datetime,
    now: datetime,
    site_id: int,
    policy: Policy,
) -> Denial | None:
    """Held comments may be mended too: the same judge reads them again."""
    if denial := _why_not_own(actor, author_id, status):
        return denial
    if now - created_at > timedelta(minutes=policy.edit_window_minutes):
        return Denial(code="too_late", message=_too_late(policy.edit_window_minutes))
    return why_silent(actor, now, site_id)


def why_not_withdraw(actor: Actor | None, author_id: int | None, status: Status) -> Denial | None:
    """Own words may be taken back at any time, also from a closed article or by a banned person."""
    return _why_not_own(actor, author_id, status)


def why_not_vote(
    actor: Actor | None, author_id: int | None, status: Status, *, now: datetime, site_id: int
) -> Denial | None:
    return _why_not_judge(actor, author_id, status, OWN_VOTE) or why_banned(actor, now, site_id)


def why_not_flag(
    actor: Actor | None, author_id: int | None, status: Status, *, now: datetime, site_id: int
) -> Denial | None:
    return _why_not_judge(actor, author_id, status, OWN_FLAG) or why_banned(actor, now, site_id)


def why_silent(actor: Actor | None, now: datetime, site_id: int) -> Denial | None:
    """What to tell a person who is banned or muted on that site; nothing for everybody else."""
    if denial := why_banned(actor, now, site_id):
        return denial
    mute = None if actor is None else find(actor.sanctions, SanctionKind.MUTE, site_id, now)
    if mute is None:
        return None
    told = (
        Words("You can read and vote here, but not comment.")
        if mute.until is None
        else Words("You can read and vote here, but not comment until {until}.", until=mute.until)
    )
    return Denial(code="muted", message=_with_reason(told, mute))


def why_banned(actor: Actor | None, now: datetime, site_id: int | None) -> Denial | None:
    """What to tell a person who is banned on that site; without a site, on whichever."""
    ban = None if actor is None else find(actor.sanctions, SanctionKind.BAN, site_id, now)
    if ban is None:
        return None
    told = (
        Words("You cannot comment here.")
        if ban.until is None
        else Words("You cannot comment until {until}.", until=ban.until)
    )
    return Denial(code="banned", message=_with_reason(told, ban))


SIGNED_OUT = Denial(code="signed_out", message=Words("To join the conversation, please log in."))
CLOSED = Denial(code="closed", message=Words("Comments on this article are closed."))
NOT_YOURS = Denial(code="not_yours", message=Words("Only the author of a comment can change or delete it."))
NOT_THERE = Denial(code="not_there", message=Words("This comment is no longer on the page."))
OWN_VOTE = Denial(code="own_comment", message=Words("You cannot recommend your own comment."))
OWN_FLAG = Denial(code="own_comment", message=Words("This is your own comment; only others can report it."))


def _why_warned(actor: Actor, now: datetime, site_id: int) -> Denial | None:
    """The oldest warning they have not acknowledged yet."""
    warning = find(actor.sanctions, SanctionKind.WARNING, site_id, now)
    if warning is None:
        return None
    told = Words("Please read this before your next comment:").then(Words("“{text}”", text=warning.reason))
    return Denial(code="warned", message=told, warning_id=warning.id)


def _with_reason(told: Words, sanction: Sanction) -> Words:
    if not sanction.reason:
        return told
    return told.then(Words("Reason: {reason}.", reason=sanction.reason.rstrip(".")))


def _shut(opens_at: datetime) -> Words:
    return Words("Comments are closed for now, and open again on {at}.", at=opens_at)


def _why_not_own(actor: Actor | None, author_id: int | None, status: Status) -> Denial | None:
    if actor is None:
        return SIGNED_OUT
    if actor.id != author_id:
        return NOT_YOURS
    return None if status in (Status.PUBLISHED, Status.HELD) else NOT_THERE


def _why_not_judge(actor: Actor | None, author_id: int | None, status: Status, own: Denial) -> Denial | None:
    if actor is None:
        return SIGNED_OUT
    if status is not Status.PUBLISHED:
        return NOT_THERE
    return own if actor.id == author_id else None


def _too_late(minutes: int) -> Words:
    return counted(
        "A comment can be changed for {n} minute after it was sent.",
        "A comment can be changed for {n} minutes after it was sent.",
        n=minutes,
    )
