"""Every number kept beside the comments, worked out anew from the comments themselves."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status, is_shown
from commentbox.domain.ranking import score
from commentbox.domain.reactions import VoteKind
from commentbox.store.articles import ArticleRow, lock_article, publish_change
from commentbox.store.comments import CommentRow, lock_comments_of
from commentbox.store.complaints import IS_OPEN, ComplaintRow
from commentbox.store.flags import FlagRow
from commentbox.store.questions import recount_answers
from commentbox.store.votes import VoteRow


@dataclass(kw_only=True, slots=True)
class _Numbers:
    shown: bool
    count_live: int
    count_replies: int
    votes: int
    score: int
    open_flags: int


def recount(session: Session, article_id: int) -> int:
    """Set right what does not agree with the data; how many rows that were. 0 is what everybody expects.

    While others write, PostgreSQL answers each query of the first look from another moment: what seems wrong
    is locked and looked at again. A comment added in between keeps its own numbers right.
    """
    answers = recount_answers(session, article_id)  # a question is locked before comments, everywhere
    if not answers and not _wrong(session, article_id) and not _surplus(session, article_id):
        return 0
    locked = lock_comments_of(session, article_id)
    lock_article(session, article_id)
    found = _wrong(session, article_id)
    wrong = [{"id": key, **_plain(numbers)} for key, numbers in found.items() if key in locked]
    if wrong:
        session.execute(update(CommentRow), wrong)
    surplus = _surplus(session, article_id)
    if wrong or surplus or answers:
        publish_change(session, article_id, count=-surplus)
    return len(wrong) + (surplus != 0) + answers


def _wrong(session: Session, article_id: int) -> dict[int, _Numbers]:
    """The comments whose numbers are off, with what they should be."""
    kept = _kept(session, article_id)
    counted = _counted(session, article_id)
    return {key: numbers for key, numbers in counted.items() if key in kept and kept[key] != numbers}


def _kept(session: Session, article_id: int) -> dict[int, _Numbers]:
    row = CommentRow
    query = select(
        row.id, row.shown, row.count_live, row.count_replies, row.votes, row.score, row.open_flags
    ).where(row.article_id == article_id)
    return {
        key: _Numbers(
            shown=shown, count_live=live, count_replies=replies, votes=votes, score=place, open_flags=flags
        )
        for key, shown, live, replies, votes, place, flags in session.execute(query)
    }


def _counted(session: Session, article_id: int) -> dict[int, _Numbers]:
    ups, downs = (_count_votes(session, article_id, kind) for kind in VoteKind)
    flags = _count_flags(session, article_id)
    query = select(CommentRow.id, CommentRow.parent_id, CommentRow.root_id, CommentRow.status).where(
        CommentRow.article_id == article_id
    )
    rows = session.execute(query.order_by(CommentRow.id)).all()
    found = {
        key: _Numbers(
            shown=False,
            count_live=0,
            count_replies=0,
            votes=ups.get(key, 0),
            score=score(ups.get(key, 0), downs.get(key, 0)),
            open_flags=flags.get(key, 0),
        )
        for key, _, _, _ in rows
    }
    for key, parent_id, root_id, status in reversed(rows):  # a reply's id is above its parent's
        found[key].shown = is_shown(status, found[key].count_live)
        if parent_id is not None and found[key].shown:
            found[parent_id].count_live += 1
        if root_id is not None and status is Status.PUBLISHED:
            found[root_id].count_replies += 1
    return found


def _count_votes(session: Session, article_id: int, kind: VoteKind) -> dict[int, int]:
    query = select(VoteRow.comment_id, func.count()).join(CommentRow, CommentRow.id == VoteRow.comment_id)
    query = query.where(CommentRow.article_id == article_id, VoteRow.kind == kind)
    return {key: number for key, number in session.execute(query.group_by(VoteRow.comment_id))}  # noqa: C416 - rows are no plain pairs to mypy


def _count_flags(session: Session, article_id: int) -> dict[int, int]:
    query = select(FlagRow.comment_id, func.count()).join(CommentRow, CommentRow.id == FlagRow.comment_id)
    query = query.where(CommentRow.article_id == article_id, FlagRow.settled_by.is_(None))
    complaints = select(ComplaintRow.comment_id, func.count()).where(IS_OPEN)
    complaints = complaints.join(CommentRow, CommentRow.id == ComplaintRow.comment_id)
    complaints = complaints.where(CommentRow.article_id == article_id).group_by(ComplaintRow.comment_id)
    found: Counter[int] = Counter()
    for each in (query.group_by(FlagRow.comment_id), complaints):
        found.update({key: number for key, number in session.execute(each)})  # noqa: C416 - as above
    return found


def _surplus(session: Session, article_id: int) -> int:
    """By how much the article's own number is too high; in one query, so both sides are of one moment."""
    published = select(func.count()).select_from(CommentRow)
    published = published.where(CommentRow.article_id == article_id, CommentRow.status == Status.PUBLISHED)
    query = select(ArticleRow.count_published - published.scalar_subquery())
    return session.scalars(query.where(ArticleRow.id == article_id)).one()


def _plain(numbers: _Numbers) -> dict[str, int | bool]:
    return {name: getattr(numbers, name) for name in _Numbers.__slots__}
