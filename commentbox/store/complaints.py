"""Legal complaints about comments, and apart from them the people who made them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, and_, delete, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class ComplaintRow(Base):
    """Open until a decision settles it, or the comment's author takes the comment back (`closed_at`).

    `revision` is that of the text it is about. `is_unchecked`: the site asks browsers for work, and this one
    did none. The id is the number on the receipt.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        UniqueConstraint("comment_id", "post_key"),
        Index(None, "site_id", "id"),
        Index(None, "site_id", "created_at"),
    )

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    revision: Mapped[int]
    post_key: Mapped[str]
    ground: Mapped[str]
    capacity: Mapped[str]
    law: Mapped[str]
    passage: Mapped[str]
    why: Mapped[str]
    is_unchecked: Mapped[bool]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ComplainantRow(Base):
    """Who complained; forgotten when `erase_at` has come, which is set when the complaint is answered."""

    __tablename__ = "complainants"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    # In which they complained and are written to; empty: the site’s.
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    erase_at: Mapped[datetime | None] = mapped_column(index=True)


# Not `IS NULL`: SQLite would read every open one there is instead of some comments' own.
IS_OPEN = and_(func.coalesce(ComplaintRow.settled_by, 0) == 0, ComplaintRow.closed_at.is_(None))
Pair = tuple[ComplaintRow, ComplainantRow | None]


def count_open_complaints(session: Session, comment_id: int) -> int:
    query = (
        select(func.count()).select_from(ComplaintRow).where(ComplaintRow.comment_id == comment_id, IS_OPEN)
    )
    return session.scalars(query).one()


def complaint_by_key(session: Session, comment_id: int, post_key: str) -> ComplaintRow | None:
    query = select(ComplaintRow).where(
        ComplaintRow.comment_id == comment_id, ComplaintRow.post_key == post_key
    )
    return session.scalars(query).one_or_none()


def open_complaints(session: Session, comment_ids: Collection[int]) -> Sequence[Pair]:
    """Those nobody has answered yet, with who made them."""
    query = _pairs().where(ComplaintRow.comment_id.in_(comment_ids), IS_OPEN).order_by(ComplaintRow.id)
    return [(complaint, who) for complaint, who in session.execute(query)]


def complaints_settled_by(session: Session, decision_id: int) -> Sequence[Pair]:
    query = _pairs().where(ComplaintRow.settled_by == decision_id).order_by(ComplaintRow.id)
    return [(complaint, who) for complaint, who in session.execute(query)]


def complaints_closed_at(session: Session, comment_id: int, at: datetime) -> Sequence[Pair]:
    query = _pairs().where(ComplaintRow.comment_id == comment_id, ComplaintRow.closed_at == at)
    return [(complaint, who) for complaint, who in session.execute(query.order_by(ComplaintRow.id))]


def blank_complaints_about(session: Session, comment_ids: Collection[int]) -> None:
    """They may quote the comments, whose words are gone."""
    about = ComplaintRow.comment_id.in_(comment_ids)
    session.execute(update(ComplaintRow).where(about).values(passage="", why=""))


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(ComplainantRow).where(ComplainantRow.erase_at < now))


def _pairs() -> Select[ComplaintRow, ComplainantRow]:
    return select(ComplaintRow, ComplainantRow).outerjoin(
        ComplainantRow, ComplainantRow.complaint_id == ComplaintRow.id
    )
