"""The one place where a comment's status changes, with every number that follows from it."""

from sqlalchemy.orm import Session

from commentbox.domain.comment import Status, is_shown
from commentbox.store.articles import ArticleRow, publish_change
from commentbox.store.comments import CommentRow, add_to_branch, add_to_live
from commentbox.store.notices import drop_unread_about


def place_new(session: Session, comment: CommentRow) -> int:
    """Add a comment with its first status, and count it where it is shown; how many the article has then."""
    comment.shown = comment.status is Status.PUBLISHED
    session.add(comment)
    session.flush()  # what follows names its id
    if not comment.shown:
        return session.get_one(ArticleRow, comment.article_id).count_published
    if comment.parent_id is not None:
        _show(session, add_to_live(session, comment.parent_id, 1))
    return _count(session, comment, 1)


def change_status(session: Session, comment: CommentRow, status: Status) -> None:
    """Move a comment to `status`; its article, branch and parents count on, and cached pages expire.

    Who has not read yet that it was there is not told any more.
    """
    count = (status is Status.PUBLISHED) - (comment.status is Status.PUBLISHED)
    comment.status = status
    if count < 0:
        drop_unread_about(session, comment.id)
    _follow(session, comment, count=count)


def _follow(session: Session, comment: CommentRow, *, count: int) -> None:
    session.flush()  # the counts are moved by UPDATE statements, which must meet the new status
    _show(session, comment)
    _count(session, comment, count)


def _count(session: Session, comment: CommentRow, count: int) -> int:
    if count and comment.root_id is not None:
        add_to_branch(session, comment.root_id, count)  # after the parents: locks are taken upwards
    active_at = comment.created_at if count > 0 else None
    return publish_change(session, comment.article_id, count=count, active_at=active_at)


def _show(session: Session, comment: CommentRow) -> None:
    """Show or hide the comment; a placeholder that holds up nothing any more goes with its last reply."""
    while comment.shown != is_shown(comment.status, comment.count_live):
        comment.shown = not comment.shown
        session.flush()  # the parent is read afresh below, under its row's lock
        if comment.parent_id is None:
            return
        comment = add_to_live(session, comment.parent_id, 1 if comment.shown else -1)
