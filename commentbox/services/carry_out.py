"""What follows from a moderator's decision: where the comment stands, who is told, what the public sees."""

from commentbox.domain.comment import Action, Status
from commentbox.services.appeal_ends import end_appeal
from commentbox.services.letters import tell_of_removal, tell_of_return
from commentbox.services.notify import take_pick_back, tell_of_comment, tell_of_decision, tell_of_pick
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.articles import publish_change
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.events import EventRow
from commentbox.store.flags import count_open_flags
from commentbox.store.status import change_status


def carry_out(
    work: Work, site: Site, comment: CommentRow, row: DecisionRow, last: DecisionRow | None
) -> None:
    """Everything that follows from a recorded decision; `last` is the one before it."""
    work.session.flush()  # complaints were answered just now
    comment.open_flags = count_open_flags(work.session, comment.id)
    comment.count_decisions += 1
    if row.action.is_about_picks:
        return _pick(work, comment, row)
    if row.status_after is row.status_before:
        if not row.action.passes_on:
            tell_of_decision(work, comment, row)
        return
    if row.status_before is Status.REMOVED and not row.action.answers_appeal:
        end_appeal(work, comment, row)
    change_status(work.session, comment, row.status_after)
    _tell(work, comment, row.status_after.value)
    tell_of_decision(work, comment, row)
    if row.status_after is Status.PUBLISHED:
        tell_of_comment(work, comment)
    if row.status_after is Status.REMOVED and row.reason is not None:
        tell_of_removal(work, site, comment, row.id, row.reason)
    elif row.status_before is Status.REMOVED and not row.action.answers_appeal:
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
