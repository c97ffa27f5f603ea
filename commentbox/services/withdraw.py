"""An author takes a comment back, and may think better of it for a while."""

from datetime import timedelta

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import require, signed_in, why_not_withdraw, why_silent
from commentbox.services.complain import close_complaints, open_again
from commentbox.services.line import put_in_line
from commentbox.services.notify import tell_of_comment
from commentbox.services.sites import get_site, get_site_of_comment
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.events import EventRow
from commentbox.store.status import change_status

UNDO_FOR = timedelta(minutes=10)


def withdraw(work: Work, actor: Actor | None, comment_id: int, site_key: str | None = None) -> int:
    """Off the page at once; where others have answered, a line says that something stood there.

    Doing it twice is no harm. Whoever comes through one site's door names it and reaches no other's.
    Returns how many comments the article now shows.
    """
    comment = _own(work, actor, comment_id, site_key)
    if comment.status is Status.WITHDRAWN:
        return _count(work, comment)
    require(why_not_withdraw(actor, comment.author_id, comment.status))
    comment.withdrawn_at, comment.withdrawn_from = work.now, comment.status
    close_complaints(work, get_site_of_comment(work, comment.id), comment)
    return _move(work, comment, Status.WITHDRAWN)


def put_back(work: Work, actor: Actor | None, comment_id: int, site_key: str | None = None) -> int:
    """The comment is where it was before, if that is but a few minutes ago; retrying is no harm."""
    comment = _own(work, actor, comment_id, site_key)
    if comment.status is not Status.WITHDRAWN:
        return _count(work, comment)
    require(why_silent(actor, work.now, comment.site_id))
    before = comment.withdrawn_from
    if before is None or not may_be_put_back(comment, work):
        raise Conflict("too_late_to_undo", "A comment can be put back for 10 minutes after it was withdrawn.")
    open_again(work, comment)
    comment.withdrawn_at, comment.withdrawn_from = None, None
    return _move(work, comment, before)


def may_be_put_back(comment: CommentRow, work: Work) -> bool:
    at = comment.withdrawn_at
    return comment.status is Status.WITHDRAWN and at is not None and work.now - at <= UNDO_FOR


def _own(work: Work, actor: Actor | None, comment_id: int, site_key: str | None) -> CommentRow:
    """Locked. Somebody else's is not there: who tries numbers learns nothing of them."""
    site = get_site_of_comment(work, comment_id) if site_key is None else get_site(work, site_key)
    comment = lock_comment(work.session, site.id, comment_id)
    if comment is None or comment.author_id != signed_in(actor).id:
        raise NotFound("no_comment", "This comment is not here, or no longer.")
    return comment


def _move(work: Work, comment: CommentRow, status: Status) -> int:
    change_status(work.session, comment, status)
    put_in_line(work, comment)
    if status is Status.PUBLISHED:
        tell_of_comment(work, comment)
    event = EventRow(
        article_id=comment.article_id, comment_id=comment.id, kind=status.value, created_at=work.now
    )
    work.session.add(event)
    return _count(work, comment)


def _count(work: Work, comment: CommentRow) -> int:
    return work.session.get_one(ArticleRow, comment.article_id, populate_existing=True).count_published
