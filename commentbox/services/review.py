"""A moderator decides about a comment, or takes a decision back."""

from dataclasses import dataclass

from commentbox.domain.comment import Action, Reason, Status, after
from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.text import clean_line
from commentbox.services.complain import answer_complaints, reopen_complaints
from commentbox.services.letters import tell_of_removal, tell_of_return
from commentbox.services.moderators import site_to_moderate
from commentbox.services.notify import take_pick_back, tell_of_comment, tell_of_decision, tell_of_pick
from commentbox.services.sites import Site
from commentbox.services.wording import outcome, who_did
from commentbox.services.work import Work
from commentbox.store.articles import publish_change
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.decisions import DecisionRow, decision_by_id, last_decision
from commentbox.store.events import EventRow
from commentbox.store.flags import count_open_flags, reopen, settle
from commentbox.store.people import PersonRow
from commentbox.store.queue import count_waiting
from commentbox.store.status import change_status

MAX_NOTE = 1000


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """What a moderator wants, and what they had before their eyes.

    `revision` and `seen` are the comment's own `revision` and `count_decisions` on the card.
    """

    action: Action
    reason: Reason | None = None
    note: str = ""
    revision: int
    seen: int


@dataclass(frozen=True, kw_only=True)
class Decided:
    """How the comment stands now. `is_repeat`: a retry, which changed nothing."""

    decision_id: int
    comment_id: int
    status: Status
    message: str
    count_held: int  # what waits now on the site
    count_flagged: int
    is_repeat: bool = False


def decide(work: Work, actor: Actor | None, site_key: str, comment_id: int, new: NewDecision) -> Decided:
    """Record the decision with all that follows from it, if nobody changed or decided the comment meanwhile.

    A retry of the same decision by the same person gets the first answer.
    """
    site = site_to_moderate(work, actor, site_key)
    moderator = signed_in(actor)
    reason, note = _reason(new), _note(new)
    comment = _locked(work, site, comment_id)
    last = last_decision(work.session, comment.id)
    if last is not None and comment.count_decisions == new.seen + 1 and last.revision == new.revision:
        wanted = (moderator.id, new.action, reason, note, None)
        if (last.person_id, last.action, last.reason, last.note, last.undoes_id) == wanted:
            return _decided(work, comment, last, is_repeat=True)
    _check_unchanged(work, comment, last, new)
    row = DecisionRow(
        action=new.action, reason=reason, note=note, status_after=after(comment.status, new.action)
    )
    _record(work, moderator, comment, row)
    if not new.action.is_about_picks:
        settle(work.session, comment.id, row.id)
        answer_complaints(work, site, comment, row)
    _carry_out(work, site, comment, row, last)
    return _decided(work, comment, row)


def undo(work: Work, actor: Actor | None, site_key: str, decision_id: int) -> Decided:
    """Take a comment's last decision back, by a new decision; the flags it answered are open again."""
    site = site_to_moderate(work, actor, site_key)
    moderator = signed_in(actor)
    decision = decision_by_id(work.session, decision_id)
    if decision is None or decision.site_id != site.id:
        raise NotFound("no_decision", "There is no such decision.")
    comment = _locked(work, site, decision.comment_id)
    last = last_decision(work.session, comment.id)
    if last is not None and last.undoes_id == decision.id and last.person_id == moderator.id:
        return _decided(work, comment, last, is_repeat=True)
    _check_undoable(work, comment, decision, last)
    back = decision.status_before
    action = _OPPOSITE.get(decision.action, _ACTION_TO[back])
    row = DecisionRow(action=action, reason=None, note="", status_after=back, undoes_id=decision.id)
    _record(work, moderator, comment, row)
    reopen(work.session, decision.id)
    reopen_complaints(work, site, decision)
    _carry_out(work, site, comment, row, decision)
    return _decided(work, comment, row)


def _reason(new: NewDecision) -> Reason | None:
    if new.action is not Action.REMOVE:
        return None
    if new.reason is None:
        raise Invalid("no_reason", "Choose a reason: the author is told why.", field="reason")
    return new.reason


def _note(new: NewDecision) -> str:
    line = " ".join(new.note.split())
    return clean_line(line, field="note", max_length=MAX_NOTE) if line else ""


def _locked(work: Work, site: Site, comment_id: int) -> CommentRow:
    comment = lock_comment(work.session, site.id, comment_id)
    if comment is None:
        raise NotFound("no_comment", "There is no such comment.")
    return comment


def _check_unchanged(work: Work, comment: CommentRow, last: DecisionRow | None, new: NewDecision) -> None:
    """Nobody decides about words or facts they have not seen."""
    yours = f"Your decision to {_TO[new.action]} was not carried out. Look again before you decide."
    is_decided = last is not None and (last.person_id is not None or last.action is Action.APPROVE)
    if comment.count_decisions != new.seen and last is not None and is_decided:
        raise Conflict("decided_meanwhile", f"{_who_did(work, last)} {yours}")
    if comment.revision != new.revision or comment.count_decisions != new.seen:
        raise Conflict("edited_meanwhile", f"The author has changed this comment in the meantime. {yours}")


def _check_undoable(work: Work, comment: CommentRow, decision: DecisionRow, last: DecisionRow | None) -> None:
    if last is not None and last.id != decision.id:
        raise Conflict(
            "decided_meanwhile", f"{_who_did(work, last)} Only a comment’s last decision can be taken back."
        )
    if decision.person_id is None or decision.undoes_id is not None:
        raise Conflict("not_undoable", "This cannot be taken back. Decide about the comment itself instead.")
    if comment.status is Status.WITHDRAWN:
        raise Conflict(
            "withdrawn", "The author has deleted this comment, so there is nothing left to take back."
        )
    if comment.revision != decision.revision or comment.status is not decision.status_after:
        raise Conflict(
            "edited_meanwhile", "The author has changed this comment since. Read it, then decide anew."
        )


def _record(work: Work, moderator: Actor, comment: CommentRow, row: DecisionRow) -> None:
    row.site_id, row.comment_id, row.revision = comment.site_id, comment.id, comment.revision
    row.person_id, row.status_before, row.created_at = moderator.id, comment.status, work.now
    work.session.add(row)
    work.session.flush()  # flags and letters name its id


def _carry_out(
    work: Work, site: Site, comment: CommentRow, row: DecisionRow, last: DecisionRow | None
) -> None:
    """Everything that follows from a recorded decision; `last` is the one before it."""
    work.session.flush()  # complaints were answered just now
    comment.open_flags = count_open_flags(work.session, comment.id)
    comment.count_decisions += 1
    if row.action.is_about_picks:
        return _pick(work, comment, row)
    if row.status_after is row.status_before:
        tell_of_decision(work, comment, row)
        return
    change_status(work.session, comment, row.status_after)
    _tell(work, comment, row.status_after.value)
    tell_of_decision(work, comment, row)
    if row.status_after is Status.PUBLISHED:
        tell_of_comment(work, comment)
    if row.status_after is Status.REMOVED and row.reason is not None:
        tell_of_removal(work, site, comment, row.id, row.reason)
    elif row.status_before is Status.REMOVED:
        tell_of_return(work, site, comment, None if last is None else last.id)


def _pick(work: Work, comment: CommentRow, row: DecisionRow) -> None:
    """For the words that were seen: a changed comment is no pick any more."""
    is_picked = row.action is Action.PICK
    comment.picked_at = work.now if is_picked else None
    comment.picked_revision = comment.revision if is_picked else None
    work.session.flush()  # before the article's row is taken: comments first, articles last, everywhere
    publish_change(work.session, comment.article_id, count=0)
    _tell(work, comment, "picked" if is_picked else "unpicked")
    if is_picked:
        tell_of_pick(work, comment)
    else:
        take_pick_back(work, comment)


def _tell(work: Work, comment: CommentRow, kind: str) -> None:
    event = EventRow(article_id=comment.article_id, comment_id=comment.id, kind=kind, created_at=work.now)
    work.session.add(event)


def _who_did(work: Work, last: DecisionRow) -> str:
    person = None if last.person_id is None else work.session.get(PersonRow, last.person_id)
    return who_did(None if person is None else person.name, last)


def _decided(work: Work, comment: CommentRow, row: DecisionRow, *, is_repeat: bool = False) -> Decided:
    work.session.flush()  # the counts below must meet the new status
    waiting = count_waiting(work.session, comment.site_id)
    return Decided(
        decision_id=row.id,
        comment_id=comment.id,
        status=comment.status,
        message=outcome(row),
        count_held=waiting.get(Status.HELD, 0),
        count_flagged=waiting.get(Status.PUBLISHED, 0),
        is_repeat=is_repeat,
    )


_ACTION_TO = {Status.PUBLISHED: Action.APPROVE, Status.HELD: Action.HOLD, Status.REMOVED: Action.REMOVE}
_OPPOSITE = {Action.PICK: Action.UNPICK, Action.UNPICK: Action.PICK}
_TO = {
    Action.APPROVE: "approve it",
    Action.REMOVE: "remove it",
    Action.HOLD: "hold it back",
    Action.PICK: "pick it",
    Action.UNPICK: "take it out of the picks",
}
