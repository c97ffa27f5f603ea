"""By which a text is found again that is nearly the same, for as long as a rule may ask."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import BigInteger, ForeignKey, Table, delete, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.moderation.likeness import likeness_keys
from commentbox.store.base import Base, BigId
from commentbox.store.comments import CommentRow


class LikenessRow(Base):
    """One of the few numbers a comment's text is kept under: its key, and so its own index."""

    __tablename__ = "likenesses"
    __table_args__ = ({"sqlite_with_rowid": False},)

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    comment_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("comments.id"), primary_key=True, autoincrement=False
    )
    created_at: Mapped[datetime]


def keep_likeness(session: Session, comment: CommentRow, keys: Collection[int]) -> None:
    """`keys` are those of its text. The comment must have its number."""
    if keys:
        about = {"site_id": comment.site_id, "comment_id": comment.id, "created_at": comment.created_at}
        session.connection().execute(_INSERT, [{**about, "key": key} for key in keys])


def drop_likeness(session: Session, comment: CommentRow) -> None:
    """While the comment still has the words: they are found by these."""
    if keys := likeness_keys(comment.source):
        row = LikenessRow
        is_its = (row.site_id == comment.site_id, row.key.in_(keys), row.comment_id == comment.id)
        session.execute(delete(row).where(*is_its))


_INSERT = insert(cast(Table, LikenessRow.__table__))  # not the class: no object for each number


def drop_old_likenesses(session: Session, before: datetime) -> None:
    session.execute(delete(LikenessRow).where(LikenessRow.created_at < before))
