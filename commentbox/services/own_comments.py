"""What one may do with one's own comments here; nobody else is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.comment import Reason, Status
from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in, why_not_withdraw
from commentbox.domain.thread import ArticleView
from commentbox.domain.words import Words
from commentbox.services import edit_comment
from commentbox.services.appeals import Recourse, recourse_about
from commentbox.services.letters import BY_A_PERSON, WHY_REMOVED
from commentbox.services.read_thread import view_of
from commentbox.services.sites import Site
from commentbox.services.withdraw import may_be_put_back
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow, comment_by_id
from commentbox.store.decisions import last_decision, reasons_of_removal
from commentbox.store.own import own_among


@dataclass(frozen=True, kw_only=True)
class Own:
    """`edit_until` and `undo_until` are empty where that is over, or never was."""

    id: int
    edit_until: datetime | None
    undo_until: datetime | None  # the last change
    may_withdraw: bool
    may_put_back: bool


@dataclass(frozen=True, kw_only=True)
class OwnComment:
    """One of them with its text, to be changed; why it is not on the page, where it is not; and what can be
    done about that.
    """

    own: Own
    text: str
    revision: int
    article: ArticleView
    why_off: tuple[Words, ...]
    recourse: Recourse | None


def own_comments(work: Work, actor: Actor | None, site: Site, ids: Collection[int]) -> dict[int, Own]:
    """Which of these comments are the person's own, and what they may do with each."""
    if actor is None or not ids:
        return {}
    return {row.id: _own(work, actor, site, row) for row in own_among(work.session, actor.id, site.id, ids)}


def read_own(work: Work, actor: Actor | None, site: Site, comment_id: int) -> OwnComment:
    """Somebody else's is not there: who tries numbers learns nothing of them."""
    author = signed_in(actor)
    row = comment_by_id(work.session, site.id, comment_id)
    if row is None or row.author_id != author.id:
        raise NotFound("no_comment", "This comment is not here, or no longer.")
    article = work.session.get_one(ArticleRow, row.article_id)
    recourse = recourse_about(work, [row]).get(row.id)
    return OwnComment(
        own=_own(work, author, site, row),
        text=row.source,
        revision=row.revision,
        article=view_of(work, site, article),
        why_off=_why_off(work, site, row, recourse),
        recourse=recourse,
    )


def _why_off(work: Work, site: Site, row: CommentRow, recourse: Recourse | None) -> tuple[Words, ...]:
    """The statement of reasons: what was done, by which rule, by whom, and what can be done about it."""
    last = last_decision(work.session, row.id)
    if row.status is Status.HELD and last is not None and last.person_id is None:
        return (Words("This comment was held automatically. A person reads it and decides."),)
    if row.status is not Status.REMOVED:
        return ()
    reason = reasons_of_removal(work.session, [row.id]).get(row.id, Reason.OTHER)
    removed = Words("Removed by a moderator: {reason}", reason=reason.label)
    told = removed, WHY_REMOVED[reason].then(BY_A_PERSON)
    if recourse is not None and (recourse.until is not None or recourse.mine is not None):
        return told
    mistake = Words(
        "If you believe that this was a mistake, please write to the newsroom of {site}.", site=site.name
    )
    return *told, mistake


def _own(work: Work, actor: Actor, site: Site, row: CommentRow) -> Own:
    denial = edit_comment.why_not(work, site, actor, row)
    window = timedelta(minutes=site.policy.edit_window_minutes)
    is_undoable = edit_comment.is_undoable(work, row) and row.edited_at is not None
    return Own(
        id=row.id,
        edit_until=row.created_at + window if denial is None else None,
        undo_until=row.edited_at + edit_comment.UNDO_FOR if is_undoable and row.edited_at else None,
        may_withdraw=why_not_withdraw(actor, row.author_id, row.status) is None,
        may_put_back=may_be_put_back(row, work),
    )
