"""A reader asks the moderators to look: one row per person and comment, with a reason."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.comment import FlagReason
from commentbox.store.base import Base, Id, add_if_new, filtered_by
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import count_open_complaints


class FlagRow(Base):
    """Open until a decision settles it; `settled_by` names that decision."""

    __tablename__ = "flags"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    id: Mapped[Id]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    revision: Mapped[int]
    reason: Mapped[FlagReason]
    note: Mapped[str]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)


def add_flag(
    session: Session,
    comment_id: int,
    person_id: int,
    *,
    revision: int,
    reason: FlagReason,
    note: str,
    now: datetime,
) -> bool:
    """Whether this is the person's first flag here; a second one has no effect."""
    return add_if_new(
        session,
        FlagRow,
        comment_id=comment_id,
        person_id=person_id,
        revision=revision,
        reason=reason,
        note=note,
        created_at=now,
    )


def take_open_flag_back(session: Session, comment_id: int, person_id: int) -> bool:
    """Whether there was one that nobody had answered."""
    query = delete(FlagRow).where(FlagRow.comment_id == comment_id, FlagRow.person_id == person_id)
    gone = session.scalars(query.where(FlagRow.settled_by.is_(None)).returning(FlagRow.id))
    return bool(gone.all())


def flags_by(session: Session, person_id: int, comment_ids: Collection[int]) -> Sequence[FlagRow]:
    """What the person has reported among these comments."""
    query = select(FlagRow).where(FlagRow.person_id == person_id, FlagRow.comment_id.in_(comment_ids))
    return session.scalars(query.order_by(FlagRow.comment_id)).all()


def count_open_flags(session: Session, comment_id: int) -> int:
    """Reports and legal complaints that nobody has answered."""
    query = (
        select(func.count())
        .select_from(FlagRow)
        .where(FlagRow.comment_id == comment_id, FlagRow.settled_by.is_(None))
    )
    return session.scalars(query).one() + count_open_complaints(session, comment_id)


def flags_of(session: Session, comment_ids: Collection[int]) -> Sequence[FlagRow]:
    query = select(FlagRow).where(FlagRow.comment_id.in_(comment_ids)).order_by(FlagRow.id)
    return session.scalars(query).all()


def has_reported_at(session: Session, person_id: int, site_id: int) -> bool:
    query = select(FlagRow.id).join(CommentRow, CommentRow.id == FlagRow.comment_id)
    query = query.where(FlagRow.person_id == person_id, filtered_by(CommentRow.site_id, site_id))
    return session.scalars(query.limit(1)).one_or_none() is not None


def settle(session: Session, comment_id: int, decision_id: int) -> None:
    """Every open flag of the comment is answered by this decision."""
    session.execute(
        update(FlagRow)
        .where(FlagRow.comment_id == comment_id, FlagRow.settled_by.is_(None))
        .values(settled_by=decision_id)
    )


def reopen(session: Session, decision_id: int) -> None:
    """The decision is undone, so what it settled is open again."""
    session.execute(update(FlagRow).where(FlagRow.settled_by == decision_id).values(settled_by=None))


def reporters_answered_by(session: Session, comment_id: int, decision_id: int) -> Sequence[int]:
    query = select(FlagRow.person_id).where(
        FlagRow.comment_id == comment_id, FlagRow.settled_by == decision_id
    )
    return session.scalars(query.order_by(FlagRow.person_id)).all()
