"""Rate limits: how often something was done in a window of time."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base


class BucketRow(Base):
    __tablename__ = "buckets"

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def count_up(session: Session, key: str, window: int, expires_at: datetime) -> int:
    """How often `key` was counted in this window, this time included; exact under concurrent callers."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"key": key, "window": window, "count": 1, "expires_at": expires_at}
    statement = (
        dialect.insert(BucketRow)
        .values(values)
        .on_conflict_do_update(index_elements=["key", "window"], set_={"count": BucketRow.count + 1})
        .returning(BucketRow.count)
    )
    count: int = session.scalars(statement).one()
    return count


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(BucketRow).where(BucketRow.expires_at < now))
