"""What is good once: tokens and answers that have been used, until they are too old to matter."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, add_if_new


class SpentRow(Base):
    __tablename__ = "spent"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def spend(session: Session, key_hash: str, expires_at: datetime) -> bool:
    """True for one caller only, however many come at once."""
    return add_if_new(session, SpentRow, key_hash=key_hash, expires_at=expires_at)


def is_spent(session: Session, key_hash: str) -> bool:
    return session.get(SpentRow, key_hash) is not None


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SpentRow).where(SpentRow.expires_at < now))
