"""What the sample's reader wrote, and what they are told of it: answers, and a comment that is featured."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.domain.notices import NoticeKind
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.notices import NoticeRow
from commentbox.store.people import PersonRow

_ANSWERS = 3
_SEEN = timedelta(hours=20)  # what is older has been read


def tell(work: Work, reader: PersonRow, article_ids: Sequence[int]) -> None:
    """In the first article their comment is answered, in the second the newsroom features it."""
    reader.created_at = work.now - timedelta(days=400)
    answered, featured = (_roots(work.session, article) for article in article_ids[:2])
    root = next(row for row in answered if row.picked_at is None and row.count_replies >= _ANSWERS)
    root.author_id = reader.id
    own = CommentRow.root_id == root.id, CommentRow.parent_id == root.id
    query = select(CommentRow).where(*own, CommentRow.status == Status.PUBLISHED)
    for row in work.session.scalars(query.order_by(CommentRow.id.desc()).limit(_ANSWERS)):
        _note(work, reader, NoticeKind.REPLY, row, row.created_at)
    for row in featured:
        if row.picked_at is not None:
            row.author_id = reader.id
            return _note(work, reader, NoticeKind.PICK, row, row.picked_at)


def _roots(session: Session, article_id: int) -> list[CommentRow]:
    """The best first."""
    row = CommentRow
    query = select(row).where(row.article_id == article_id, row.parent_id.is_(None))
    query = query.where(row.status == Status.PUBLISHED).order_by(row.score.desc(), row.id)
    return list(session.scalars(query))


def _note(work: Work, reader: PersonRow, kind: NoticeKind, row: CommentRow, at: datetime) -> None:
    notice = NoticeRow(
        person_id=reader.id,
        site_id=row.site_id,
        kind=kind,
        comment_id=row.id,
        root_id=row.root_id or row.id,
        by_id=row.author_id if kind is NoticeKind.REPLY else None,
        created_at=at,
        read_at=work.now if at < work.now - _SEEN else None,
    )
    work.session.add(notice)
