"""Somebody, reader or not, says that a comment is against the law; and is told what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain.comment import Action, Status
from commentbox.domain.complaint import Complaint, clean_complaint
from commentbox.domain.errors import NotFound
from commentbox.domain.languages import NO_LANGUAGE
from commentbox.domain.retry_key import clean_retry_key
from commentbox.domain.words import Words
from commentbox.services.challenge import is_solved
from commentbox.services.letter import letter_to
from commentbox.services.line import put_in_line
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
from commentbox.store.jobs import add_job, drop_unsent_letters

KEPT = timedelta(days=180)  # who complained, after the answer: as long as it can be asked about
UNDO_WINDOW = timedelta(minutes=2)  # a decision that is taken back at once is told to nobody


@dataclass(frozen=True, kw_only=True)
class Received:
    """`number` is what the letter says too. `is_repeat`: a retry, which changed nothing."""

    number: int
    is_written: bool  # whether a letter says so
    is_repeat: bool = False


def complain(
    work: Work, site_key: str, comment_id: int, sent: Mapping[str, str], language: str = NO_LANGUAGE
) -> Received:
    """Put the comment before a moderator and write a receipt; a retry with the same key has no effect.

    Nobody needs to be signed in, and nothing of it is linked to an account. `language` is that of the form,
    and will be that of the letters.
    """
    site = get_site(work, site_key)
    complaint = clean_complaint(sent)
    key = clean_retry_key(sent.get("key", ""), "Open the form again and send it once more.")
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
    who = _who(row, complaint, language)
    work.session.add(who)
    work.session.flush()  # counted below
    comment.open_flags = count_open_flags(work.session, comment.id)
    put_in_line(work, comment)
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
    text = _decided(decision.action, str(comment.id))
    for complaint, who in open_complaints(work.session, [comment.id]):
        complaint.settled_by = decision.id
        _tell(work, site, (complaint, who), text, f"decision {decision.id}")


def reopen_complaints(work: Work, site: Site, decision: DecisionRow) -> None:
    """The decision is taken back: its letters are not sent, or a second one puts the first right."""
    unsent = drop_unsent_letters(work.session, f"decision {decision.id}")
    for complaint, who in complaints_settled_by(work.session, decision.id):
        complaint.settled_by = None
        if who is not None:
            who.erase_at = None
        if not unsent:
            _tell_again(work, site, (complaint, who))


def close_complaints(work: Work, site: Site, comment: CommentRow) -> None:
    """The author has taken the comment back, which leaves nothing to decide."""
    for complaint, who in open_complaints(work.session, [comment.id]):
        complaint.closed_at = work.now
        text = _withdrawn(str(comment.id))
        _tell(work, site, (complaint, who), text, f"withdrawn {comment.id}", timedelta(minutes=10))
    work.session.flush()  # counted below
    comment.open_flags = count_open_flags(work.session, comment.id)
    put_in_line(work, comment)


def open_again(work: Work, comment: CommentRow) -> None:
    """The author has put it back: what was closed with it waits as before."""
    if comment.withdrawn_at is None:
        return
    drop_unsent_letters(work.session, f"withdrawn {comment.id}")
    for complaint, who in complaints_closed_at(work.session, comment.id, comment.withdrawn_at):
        complaint.closed_at = None
        if who is not None:
            who.erase_at = None
    work.session.flush()  # counted below
    comment.open_flags = count_open_flags(work.session, comment.id)
    put_in_line(work, comment)


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


def _who(row: ComplaintRow, complaint: Complaint, language: str) -> ComplainantRow:
    return ComplainantRow(complaint_id=row.id, name=complaint.name, email=complaint.email, language=language)


def _receipt(work: Work, site: Site, pair: Pair) -> None:
    complaint, _ = pair
    text = Words(
        "we have received your complaint about comment {comment} ({address}) on {at}. A person, no machine,"
        " decides. You will be told what was decided.\n\nWhat you wrote:\n\n{quoted}",
        comment=str(complaint.comment_id),
        address=f"{work.settings.base_url}/c/{complaint.comment_id}",
        at=work.now,
        quoted="\n".join(f"> {line}" for line in complaint.why.splitlines()),
    )
    number = str(complaint.id)
    subject = Words("Your complaint no. {number} is received ({site})", number=number, site=site.name)
    _letter(work, site, pair, subject, text)


def _tell(
    work: Work, site: Site, pair: Pair, text: Words, about: str, after: timedelta = UNDO_WINDOW
) -> None:
    complaint, who = pair
    if who is not None:
        who.erase_at = work.now + KEPT
    number = str(complaint.id)
    subject = Words("Your complaint no. {number} is decided ({site})", number=number, site=site.name)
    _letter(work, site, pair, subject, text, about, after)


def _tell_again(work: Work, site: Site, pair: Pair) -> None:
    complaint, _ = pair
    number = str(complaint.id)
    subject = Words("Your complaint no. {number} is looked at again ({site})", number=number, site=site.name)
    text = Words(
        "the decision about your complaint has been taken back. It is looked at again, and you will be told."
    )
    _letter(work, site, pair, subject, text)


def _letter(
    work: Work,
    site: Site,
    pair: Pair,
    subject: Words,
    text: Words,
    about: str = "",
    after: timedelta = timedelta(0),
) -> None:
    complaint, who = pair
    if who is None or not who.email:
        return
    whole = Words(
        "Dear {name},\n\n{text}\n\nThe number of your complaint is {number}. Your name and address are erased"
        " {days} days after the decision.\n\nThe moderators of {site}\n",
        name=who.name,
        text=text,
        number=str(complaint.id),
        days=KEPT.days,
        site=site.name,
    )
    letter = letter_to(work, who.email, subject, whole, language=who.language or site.policy.language)
    add_job(work.session, "mail", letter | {"about": about}, work.now + after)


def _gone() -> NotFound:
    return NotFound("no_comment", "This comment is no longer on the page.")


def _decided(action: Action, comment: str) -> Words:
    if action is Action.REMOVE:
        return Words(
            "a moderator has looked at comment {comment}, about which you complained, and removed it from the"
            " page.",
            comment=comment,
        )
    return Words(
        "a moderator has looked at comment {comment}, about which you complained, and decided that it stays"
        " on the page. If you do not agree, write to the newsroom and name the number below: another person"
        " will look at it. You may also go to a court.",
        comment=comment,
    )


def _withdrawn(comment: str) -> Words:
    return Words("the author has deleted comment {comment}, about which you complained.", comment=comment)
