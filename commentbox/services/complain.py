"""Somebody, reader or not, says that a comment is against the law; and is told what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from commentbox.domain.comment import Action, Status
from commentbox.domain.complaint import Complaint, clean_complaint
from commentbox.domain.errors import Invalid, NotFound
from commentbox.services.challenge import is_solved
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.complaints import (
    ComplainantRow,
    ComplaintRow,
    Pair,
    complaint_by_key,
    complaints_closed_at,
    complaints_settled_by,
    open_complaints,
)
from commentbox.store.decisions import DecisionRow
from commentbox.store.events import EventRow
from commentbox.store.flags import count_open_flags
from commentbox.store.jobs import JobRow, add_job

KEPT = timedelta(days=180)  # who complained, after the answer: as long as it can be asked about
UNDO_WINDOW = timedelta(minutes=2)  # a decision that is taken back at once is told to nobody
_MAX_KEY = 100


@dataclass(frozen=True, kw_only=True)
class Received:
    """`number` is what the letter says too. `is_repeat`: a retry, which changed nothing."""

    number: int
    is_written: bool  # whether a letter says so
    is_repeat: bool = False


def complain(work: Work, site_key: str, comment_id: int, sent: Mapping[str, str]) -> Received:
    """Put the comment before a moderator and write a receipt; a retry with the same key has no effect.

    Nobody needs to be signed in, and nothing of it is linked to an account.
    """
    site = get_site(work, site_key)
    complaint, key = clean_complaint(sent), sent.get("key", "")
    if not 8 <= len(key) <= _MAX_KEY or not key.isascii() or not key.isprintable():
        raise Invalid("bad_key", "Open the form again and send it once more.", field="key")
    comment = lock_comment(work.session, site.id, comment_id)
    if comment is None:
        raise _gone()
    first = complaint_by_key(work.session, comment.id, key)
    if first is not None:
        return Received(number=first.id, is_written=bool(complaint.email), is_repeat=True)
    if comment.status is not Status.PUBLISHED:
        raise _gone()
    row = _row(work, site, comment, complaint, key)
    row.is_unchecked = bool(site.policy.registration_challenge) and not is_solved(
        work, site, sent.get("challenge", "")
    )
    work.session.add(row)
    work.session.flush()  # the person and the letter name its number
    who = ComplainantRow(complaint_id=row.id, name=complaint.name, email=complaint.email)
    work.session.add(who)
    work.session.flush()  # counted below
    comment.open_flags = count_open_flags(work.session, comment.id)
    event = EventRow(
        article_id=comment.article_id, comment_id=comment.id, kind="flagged", created_at=work.now
    )
    work.session.add(event)
    _receipt(work, site, (row, who))
    return Received(number=row.id, is_written=bool(complaint.email))


def answer_complaints(work: Work, site: Site, comment: CommentRow, decision: DecisionRow) -> None:
    """The decision answers every open complaint; holding the comment back is no answer yet."""
    if decision.action is Action.HOLD:
        return
    for complaint, who in open_complaints(work.session, [comment.id]):
        complaint.settled_by = decision.id
        _tell(work, site, (complaint, who), _DECIDED[decision.action], f"decision {decision.id}")


def reopen_complaints(work: Work, site: Site, decision: DecisionRow) -> None:
    """The decision is taken back: its letters are not sent, or a second one puts the first right."""
    unsent = _drop_unsent(work, f"decision {decision.id}")
    for complaint, who in complaints_settled_by(work.session, decision.id):
        complaint.settled_by = None
        if who is not None:
            who.erase_at = None
        if not unsent:
            _letter(work, site, (complaint, who), "looked at again", _AGAIN, "")


def close_complaints(work: Work, site: Site, comment: CommentRow) -> None:
    """The author has taken the comment back, which leaves nothing to decide."""
    for complaint, who in open_complaints(work.session, [comment.id]):
        complaint.closed_at = work.now
        _tell(work, site, (complaint, who), _WITHDRAWN, f"withdrawn {comment.id}", timedelta(minutes=10))
    work.session.flush()  # counted below
    comment.open_flags = count_open_flags(work.session, comment.id)


def open_again(work: Work, comment: CommentRow) -> None:
    """The author has put it back: what was closed with it waits as before."""
    if comment.withdrawn_at is None:
        return
    _drop_unsent(work, f"withdrawn {comment.id}")
    for complaint, who in complaints_closed_at(work.session, comment.id, comment.withdrawn_at):
        complaint.closed_at = None
        if who is not None:
            who.erase_at = None
    work.session.flush()  # counted below
    comment.open_flags = count_open_flags(work.session, comment.id)


def _row(work: Work, site: Site, comment: CommentRow, complaint: Complaint, key: str) -> ComplaintRow:
    return ComplaintRow(
        site_id=site.id,
        comment_id=comment.id,
        revision=comment.revision,
        post_key=key,
        ground=complaint.ground.value,
        capacity=complaint.capacity.value,
        law=complaint.law,
        passage=complaint.passage,
        why=complaint.why,
        created_at=work.now,
    )


def _receipt(work: Work, site: Site, pair: Pair) -> None:
    complaint, _ = pair
    address = f"{work.settings.base_url}/c/{complaint.comment_id}"
    text = (
        f"we have received your complaint about comment {complaint.comment_id} ({address}) on"
        f" {work.now.day} {work.now:%B %Y at %H:%M} UTC. A person, no machine, decides. You will"
        " be told what was decided.\n\nWhat you wrote:\n\n"
        + "\n".join(f"> {line}" for line in complaint.why.splitlines())
    )
    _letter(work, site, pair, "received", text, "")


def _tell(work: Work, site: Site, pair: Pair, text: str, about: str, after: timedelta = UNDO_WINDOW) -> None:
    _, who = pair
    if who is not None:
        who.erase_at = work.now + KEPT
    _letter(work, site, pair, "decided", text, about, after)


def _letter(
    work: Work, site: Site, pair: Pair, what: str, text: str, about: str, after: timedelta = timedelta(0)
) -> None:
    complaint, who = pair
    if who is None or not who.email:
        return
    payload = {
        "to": who.email,
        "subject": f"Your complaint no. {complaint.id} is {what} ({site.name})",
        "text": f"Dear {who.name},\n\n{text.format(comment=complaint.comment_id) if about else text}\n\n"
        f"The number of your complaint is {complaint.id}. Your name and address are erased"
        f" {KEPT.days} days after the decision.\n\nThe moderators of {site.name}\n",
        "about": about,
    }
    add_job(work.session, "mail", payload, work.now + after)


def _drop_unsent(work: Work, about: str) -> bool:
    """Whether there were letters that had not gone yet; locked, so that the worker does not take one now."""
    query = select(JobRow).where(JobRow.done_at.is_(None), JobRow.parked_at.is_(None), JobRow.kind == "mail")
    query = query.where(JobRow.payload["about"].as_string() == about, JobRow.attempts == 0)
    letters = work.session.scalars(query.with_for_update()).all()
    for letter in letters:
        work.session.delete(letter)
    return bool(letters)


def _gone() -> NotFound:
    return NotFound("no_comment", "This comment is no longer on the page.")


_DECIDED = {
    Action.APPROVE: (
        "a moderator has looked at comment {comment}, about which you complained, and decided that it stays"
        " on the page. If you do not agree, write to the newsroom and name the number below: another person"
        " will look at it. You may also go to a court."
    ),
    Action.REMOVE: (
        "a moderator has looked at comment {comment}, about which you complained, and removed it from the"
        " page."
    ),
}
_WITHDRAWN = "the author has deleted comment {comment}, about which you complained."
_AGAIN = "the decision about your complaint has been taken back. It is looked at again, and you will be told."
