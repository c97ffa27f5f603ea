"""Links to set a new password: who may, and until when."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base


class ResetRow(Base):
    """Only a hash of the token is kept, so a copy of the database opens no account."""

    __tablename__ = "resets"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def reset_by_hash(session: Session, token_hash: str) -> ResetRow | None:
    return session.get(ResetRow, token_hash)


def take_reset(session: Session, row: ResetRow) -> bool:
    """Take the row out of the table: of two that come at once, one gets True."""
    session.expunge(row)
    taken = session.execute(delete(ResetRow).where(ResetRow.token_hash == row.token_hash))
    return getattr(taken, "rowcount", 0) == 1


def drop_resets_of(session: Session, person_id: int) -> None:
    session.execute(delete(ResetRow).where(ResetRow.person_id == person_id))


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(ResetRow).where(ResetRow.expires_at < now))
