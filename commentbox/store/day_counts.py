"""Counts of closed days, made from the comments and decisions themselves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Date, ForeignKey, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.tally import Tally
from commentbox.store.base import Base, add_if_new


class DayCountRow(Base):
    """How many of a kind there were in a section on one day, named as in `domain/tally.py`."""

    __tablename__ = "day_counts"

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date(), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class CountedDayRow(Base):
    """That a day was counted, be it empty."""

    __tablename__ = "counted_days"

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date(), primary_key=True)


def keep_day(session: Session, site_id: int, day: date, tally: Tally) -> bool:
    """Whether this was the first time: of two who count at once one keeps it, and they counted the same."""
    if not add_if_new(session, CountedDayRow, site_id=site_id, day=day):
        return False
    rows = [
        {"site_id": site_id, "section": section, "day": day, "kind": kind, "count": count}
        for (section, kind), count in tally.items()
    ]
    if rows:
        session.execute(insert(DayCountRow), rows)
    return True


def last_counted_day(session: Session, site_id: int) -> date | None:
    return session.scalars(select(func.max(CountedDayRow.day)).where(CountedDayRow.site_id == site_id)).one()


def counted_days(session: Session, site_id: int) -> tuple[date, date] | None:
    """The first and the last one; none where no day was counted yet."""
    query = select(func.min(CountedDayRow.day), func.max(CountedDayRow.day))
    first, last = session.execute(query.where(CountedDayRow.site_id == site_id)).one()
    return None if first is None else (first, last)


def forget_days(session: Session, site_id: int, since: date) -> None:
    """They are counted anew by the next job."""
    for table in (DayCountRow, CountedDayRow):
        session.execute(delete(table).where(table.site_id == site_id, table.day >= since))


def sums(session: Session, site_id: int, section: str, first: date, last: date) -> dict[str, int]:
    """By kind, over these days."""
    row = DayCountRow
    query = select(row.kind, func.sum(row.count)).where(
        row.site_id == site_id, row.section == section, row.day >= first, row.day <= last
    )
    return {kind: int(count) for kind, count in session.execute(query.group_by(row.kind))}


def by_day(
    session: Session, site_id: int, section: str, first: date, last: date, kinds: Collection[str]
) -> Mapping[tuple[date, str], int]:
    row = DayCountRow
    query = select(row.day, row.kind, row.count).where(
        row.site_id == site_id, row.section == section, row.day >= first, row.day <= last, row.kind.in_(kinds)
    )
    return {(day, kind): count for day, kind, count in session.execute(query)}


def sections_between(
    session: Session, site_id: int, first: date, last: date
) -> Sequence[tuple[str, str, int]]:
    """Section, kind and count, for every section there was."""
    row = DayCountRow
    query = select(row.section, row.kind, func.sum(row.count)).where(
        row.site_id == site_id, row.section > "", row.day >= first, row.day <= last
    )
    found = session.execute(query.group_by(row.section, row.kind))
    return [(section, kind, int(count)) for section, kind, count in found]
