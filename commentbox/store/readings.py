"""Which comments one moderator had before their eyes lately, for their own good."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.care import Done, weighed
from commentbox.store.base import Base, add_if_new
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow


class ReadingRow(Base):
    """One card that was read, whatever came of it. Kept for some days, and shown to nobody else."""

    __tablename__ = "readings"
    __table_args__ = (Index(None, "person_id", "site_id", "created_at"), Index(None, "created_at"))

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    created_at: Mapped[datetime]


def keep_reading(session: Session, person_id: int, site_id: int, comment_id: int, now: datetime) -> None:
    """A second look at the same comment counts once."""
    add_if_new(
        session, ReadingRow, person_id=person_id, comment_id=comment_id, site_id=site_id, created_at=now
    )


def only_read_by(
    session: Session, site_id: int, person_id: int, since: datetime, limit: int
) -> Sequence[Done]:
    """What they read on that site and did not decide, the latest first."""
    row = ReadingRow
    decided = exists().where(
        DecisionRow.comment_id == row.comment_id,
        DecisionRow.person_id == person_id,
        DecisionRow.created_at >= since,
    )
    query = select(row.created_at, CommentRow.findings).join(CommentRow, CommentRow.id == row.comment_id)
    query = query.where(row.person_id == person_id, row.site_id == site_id, row.created_at >= since)
    query = query.where(~decided)
    found = session.execute(query.order_by(row.created_at.desc(), row.comment_id).limit(limit))
    return [weighed(at, findings) for at, findings in found]


def drop_readings_of(session: Session, person_id: int) -> None:
    session.execute(delete(ReadingRow).where(ReadingRow.person_id == person_id))


def drop_old_readings(session: Session, before: datetime) -> None:
    session.execute(delete(ReadingRow).where(ReadingRow.created_at < before))
