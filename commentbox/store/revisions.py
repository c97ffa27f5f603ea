"""What a comment said before its author changed it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.comment import Status
from commentbox.store.base import Base
from commentbox.store.comments import CommentRow


class RevisionRow(Base):
    """One earlier text, with what the rules and the moderators had made of it while it stood.

    `revision` is the comment's own number at that time; `edited_at` is empty for the text it began with.
    """

    __tablename__ = "revisions"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    status: Mapped[Status]
    findings: Mapped[list[dict[str, Any]]]
    edited_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime]


def revision_of(session: Session, comment_id: int, revision: int) -> RevisionRow | None:
    return session.get(RevisionRow, (comment_id, revision))


def revisions_of(session: Session, comment_ids: Collection[int]) -> Sequence[RevisionRow]:
    """Every earlier text of these comments, in the order they were written."""
    query = select(RevisionRow).where(RevisionRow.comment_id.in_(comment_ids))
    return session.scalars(query.order_by(RevisionRow.comment_id, RevisionRow.revision)).all()


def drop_revisions_by(session: Session, author_id: int) -> None:
    own = select(CommentRow.id).where(CommentRow.author_id == author_id)
    session.execute(delete(RevisionRow).where(RevisionRow.comment_id.in_(own)))


def drop_revisions_of(session: Session, comment_ids: Collection[int]) -> None:
    session.execute(delete(RevisionRow).where(RevisionRow.comment_id.in_(comment_ids)))
