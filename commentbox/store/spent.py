"""What is good once: tokens and answers that have been used, until they are too old to matter."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base


class SpentRow(Base):
    __tablename__ = "spent"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def spend(session: Session, key_hash: str, expires_at: datetime) -> bool:
    """True for one caller only, however many come at once."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(SpentRow)
        .values(key_hash=key_hash, expires_at=expires_at)
        .on_conflict_do_nothing(index_elements=["key_hash"])
        .returning(SpentRow.key_hash)
    )
    return session.scalars(statement).one_or_none() is not None


def is_spent(session: Session, key_hash: str) -> bool:
    return session.get(SpentRow, key_hash) is not None


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SpentRow).where(SpentRow.expires_at < now))
