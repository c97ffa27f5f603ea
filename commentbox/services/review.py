"""A moderator decides about a comment, or takes a decision back."""

from dataclasses import dataclass, replace

from commentbox.domain.comment import Action, Reason, Status, after
from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.lanes import CALLS, Lane, is_waiting
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.domain.text import clean_line
from commentbox.services.appeal_ends import reopen_appeal
from commentbox.services.carry_out import carry_out
from commentbox.services.complain import answer_complaints, reopen_complaints
from commentbox.services.line import Counts, call, count_waiting, put_in_line
from commentbox.services.moderators import check_within_reach, site_to_moderate
from commentbox.services.sites import Site
from commentbox.services.wording import outcome, who_did
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.decisions import DecisionRow, decision_by_id, decisions_of, last_decision
from commentbox.store.flags import reopen, settle
from commentbox.store.people import PersonRow

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
    counts: Counts  # what waits now on the site
    is_repeat: bool = False


def decide(work: Work, actor: Actor | None, site_key: str, comment_id: int, new: NewDecision) -> Decided:
    """Record the decision with all that follows from it, if nobody changed or decided the comment meanwhile.

    A retry of the same decision by the same person gets the first answer. Picking what waits approves it
    first.
    """
    site = site_to_moderate(work, actor, site_key, Right.DECIDE)
    moderator = signed_in(actor)
    wanted = clean_decision(new)
    comment = _locked(work, moderator, site, comment_id)
    last = last_decision(work.session, comment.id)
    if last is not None and _is_repeat(comment, last, moderator, wanted):
        return _decided(work, site, moderator, comment, last, is_repeat=True)
    _check_unchanged(work, comment, last, new)
    if new.action is Action.PICK and _is_approved_with(comment):
        last = record(work, site, moderator, comment, replace(wanted, action=Action.APPROVE), last)
    row = record(work, site, moderator, comment, wanted, last)
    return _decided(work, site, moderator, comment, row)


def clean_decision(new: NewDecision) -> NewDecision:
    """With a reason where one is needed and only there, and the note on one line."""
    if new.action.answers_appeal:
        raise Invalid("bad_decision", "An appeal is answered on its own card.", field="action")
    return replace(new, reason=_reason(new), note=_note(new))


def undo(work: Work, actor: Actor | None, site_key: str, decision_id: int) -> Decided:
    """Take a comment's last decision back, by a new decision; the flags it answered are open again.

    What was approved to be picked waits again as before.
    """
    site = site_to_moderate(work, actor, site_key, Right.DECIDE)
    moderator = signed_in(actor)
    decision = decision_by_id(work.session, decision_id)
    if decision is None or decision.site_id != site.id:
        raise NotFound("no_decision", "There is no such decision.")
    comment = _locked(work, moderator, site, decision.comment_id)
    last = last_decision(work.session, comment.id)
    together = [decision, *_made_with(work, decision)]
    if last is not None and last.person_id == moderator.id and last.undoes_id in {one.id for one in together}:
        return _decided(work, site, moderator, comment, last, is_repeat=True)
    _check_undoable(work, comment, decision, last)
    for each in together:
        row = _take_back(work, site, moderator, comment, each)
    return _decided(work, site, moderator, comment, row)


def record(
    work: Work, site: Site, moderator: Actor, comment: CommentRow, new: NewDecision, last: DecisionRow | None
) -> DecisionRow:
    """One decision, with all that follows from it; the comment is locked."""
    row = DecisionRow(
        action=new.action, reason=new.reason, note=new.note, status_after=after(comment.status, new.action)
    )
    _record(work, moderator, comment, row)
    if not new.action.is_about_picks and not new.action.passes_on:
        settle(work.session, comment.id, row.id)
        answer_complaints(work, site, comment, row)
    if new.action.passes_on:
        call(work, comment, CALLS[new.action], moderator.id)
    elif new.action.settles or comment.called is Lane.SAMPLE:
        call(work, comment, None, None)
    elif new.action is Action.HOLD:
        comment.waits_since = comment.waits_since or work.now
    carry_out(work, site, comment, row, last)
    return row


def _take_back(
    work: Work, site: Site, moderator: Actor, comment: CommentRow, decision: DecisionRow
) -> DecisionRow:
    back = decision.status_before
    action = _OPPOSITE.get(decision.action, _ACTION_TO[back])
    row = DecisionRow(action=action, reason=None, note="", status_after=back, undoes_id=decision.id)
    _record(work, moderator, comment, row)
    reopen(work.session, decision.id)
    reopen_complaints(work, site, decision)
    reopen_appeal(work, site, moderator, decision)
    if decision.called_before is not comment.called:
        call(work, comment, decision.called_before, _who_called(work, comment, decision))
    carry_out(work, site, comment, row, decision)
    return row


def _is_approved_with(comment: CommentRow) -> bool:
    """A pick is an answer to reports, but never to the law."""
    is_waiting_here = is_waiting(comment.status, comment.open_flags, comment.called)
    return is_waiting_here and comment.lane is not Lane.LEGAL


def _is_repeat(comment: CommentRow, last: DecisionRow, moderator: Actor, new: NewDecision) -> bool:
    """A pick of what waited is two decisions, any other one."""
    since = comment.count_decisions - new.seen
    if last.revision != new.revision or not (since == 1 or (since == 2 and new.action is Action.PICK)):
        return False
    wanted = (moderator.id, new.action, new.reason, new.note, None)
    return (last.person_id, last.action, last.reason, last.note, last.undoes_id) == wanted


def _made_with(work: Work, decision: DecisionRow) -> list[DecisionRow]:
    """The approval that went with a pick."""
    if decision.action is not Action.PICK:
        return []
    before = [row for row in decisions_of(work.session, decision.comment_id) if row.id < decision.id][-1:]
    same = (Action.APPROVE, decision.person_id, decision.created_at)
    return [row for row in before if (row.action, row.person_id, row.created_at) == same]


def _who_called(work: Work, comment: CommentRow, decision: DecisionRow) -> int | None:
    called = [
        row.person_id
        for row in decisions_of(work.session, comment.id)
        if row.id < decision.id and CALLS.get(row.action) is decision.called_before
    ]
    return called[-1] if called else None


def _reason(new: NewDecision) -> Reason | None:
    if new.action is not Action.REMOVE:
        return None
    if new.reason is None:
        raise Invalid("no_reason", "Choose a reason: the author is told why.", field="reason")
    return new.reason


def _note(new: NewDecision) -> str:
    line = " ".join(new.note.split())
    return clean_line(line, field="note", max_length=MAX_NOTE) if line else ""


def _locked(work: Work, moderator: Actor, site: Site, comment_id: int) -> CommentRow:
    check_within_reach(work, moderator, site, comment_id)
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
    row.called_before = comment.called
    work.session.add(row)
    work.session.flush()  # flags and letters name its id


def _who_did(work: Work, last: DecisionRow) -> str:
    person = None if last.person_id is None else work.session.get(PersonRow, last.person_id)
    return who_did(None if person is None else person.name, last)


def _decided(
    work: Work,
    site: Site,
    moderator: Actor,
    comment: CommentRow,
    row: DecisionRow,
    *,
    is_repeat: bool = False,
) -> Decided:
    if not is_repeat:
        put_in_line(work, comment)
    work.session.flush()  # the counts below must meet the new status
    return Decided(
        decision_id=row.id,
        comment_id=comment.id,
        status=comment.status,
        message=outcome(row),
        counts=count_waiting(work, site, moderator),
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
    Action.ESCALATE: "pass it on to the lead",
    Action.TO_LEGAL: "pass it on for the law’s sake",
    Action.ASK: "ask a colleague",
}
