"""Rate limits: how often something was done in a window of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.budgets import Of
from commentbox.store.base import Base, inserting, inserting_at


class BucketRow(Base):
    __tablename__ = "buckets"

    key: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One budget's counter in one window."""

    of: Of
    key: str
    window: int
    limit: int
    ends_at: datetime


def count_up(session: Session, tallies: Sequence[Tally]) -> list[int]:
    """How often each was counted in its window, this time included; exact under concurrent callers.

    One after the other, in the order given: two callers that lock the same rows must do it in the same order.
    """
    return [_count_up(session, tally) for tally in tallies]


def count_down(session: Session, tallies: Sequence[Tally]) -> None:
    """Take one time back; never below nothing."""
    for tally in tallies:
        session.execute(
            update(BucketRow)
            .where(BucketRow.key == tally.key, BucketRow.window == tally.window, BucketRow.count > 0)
            .values(count=BucketRow.count - 1)
        )


def remember(session: Session, key: str, until: datetime) -> None:
    """Keep in mind that something was so; a later call makes it last longer."""
    values = {"key": key, "window": 0, "count": 1, "expires_at": until}
    session.execute(
        inserting(session, BucketRow)
        .values(values)
        .on_conflict_do_update(index_elements=["key", "window"], set_={"expires_at": until})
    )


def is_remembered(session: Session, keys: Sequence[str], now: datetime) -> bool:
    query = select(BucketRow.key).where(BucketRow.key.in_(keys), BucketRow.window == 0)
    return session.scalars(query.where(BucketRow.expires_at > now).limit(1)).first() is not None


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(BucketRow).where(BucketRow.expires_at < now))


def _count_up(session: Session, tally: Tally) -> int:
    values = {"key": tally.key, "window": tally.window, "count": 1, "expires_at": tally.ends_at}
    counted = _counting(session.get_bind().dialect.name)
    count: int = session.connection().execute(counted, values).scalar_one()
    return count


@cache
def _counting(dialect: str) -> Executable:
    """Made once: putting it together takes longer than asking."""
    counted = inserting_at(dialect, BucketRow).on_conflict_do_update(
        index_elements=["key", "window"], set_={"count": BucketRow.count + 1}
    )
    return counted.returning(BucketRow.count)
