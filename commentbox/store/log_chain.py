"""One chain for each site, through all its logs: a row that is changed, taken out or put in later shows."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ForeignKey, Select, UniqueConstraint, and_, exists, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.chain import START, Fact, link, seal_words
from commentbox.store.append_only import AppendOnly, take_unchained
from commentbox.store.base import Base, BigId, add_if_new
from commentbox.store.decisions import DecisionRow
from commentbox.store.staff_log import StaffLogRow

LOGS: Mapping[str, type[DecisionRow] | type[StaffLogRow]] = {
    table.__tablename__: table for table in (DecisionRow, StaffLogRow)
}


class LogEntryRow(Base):
    """What stands for one row of a log. Its `hash` is over the row's facts and the entry before it.

    `salt` goes when the row's words are forgotten, or is empty because it had none; `words_hash` stays.
    """

    __tablename__ = "log_entries"
    __table_args__ = (UniqueConstraint("log", "row_id"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 …
    log: Mapped[str]
    row_id: Mapped[int] = mapped_column(BigId)
    before_hash: Mapped[str]
    hash: Mapped[str]
    words_hash: Mapped[str]
    salt: Mapped[str | None]


class LogHeadRow(Base):
    """The last entry of a site's chain; the last row a transaction locks."""

    __tablename__ = "log_heads"

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    place: Mapped[int]
    hash: Mapped[str]


def chain_logs(session: Session) -> None:
    """Chain what this transaction has logged. Nothing may come after it: the head is locked last."""
    rows = take_unchained(session)
    for site_id in sorted({row.site_id for row in rows}):
        head = _locked_head(session, site_id)
        for row in rows:
            if row.site_id == site_id:
                entry = _entry(head, row)
                session.add(entry)
                head.place, head.hash = entry.place, entry.hash


def entry_hash(entry: LogEntryRow, row: AppendOnly) -> str:
    """What the entry's hash must be, as the row is now."""
    facts: dict[str, Fact] = {"place": entry.place, "log": entry.log, "words_hash": entry.words_hash}
    return link(entry.before_hash, facts | row.facts())


def are_words_right(entry: LogEntryRow, row: AppendOnly) -> bool:
    if entry.salt is None:
        return not any(row.words())
    return seal_words(entry.salt, row.words()) == entry.words_hash


def head_of(session: Session, site_id: int) -> LogHeadRow | None:
    return session.get(LogHeadRow, site_id, populate_existing=True)


def entries_after(
    session: Session, site_id: int, place: int, limit: int
) -> Sequence[tuple[LogEntryRow, AppendOnly | None]]:
    """In order, each with the row it stands for, if that is there."""
    query = select(LogEntryRow, DecisionRow, StaffLogRow)
    for log, table in LOGS.items():
        query = query.outerjoin(table, and_(LogEntryRow.log == log, table.id == LogEntryRow.row_id))
    query = query.where(LogEntryRow.site_id == site_id, LogEntryRow.place > place)
    found = session.execute(query.order_by(LogEntryRow.place).limit(limit))
    return [(entry, decision or staff) for entry, decision, staff in found]


def unchained_rows(session: Session, site_id: int) -> Sequence[tuple[str, int]]:
    """Rows of the site's logs that no entry stands for: nobody of us has put them there."""
    found: list[tuple[str, int]] = []
    for log, table in LOGS.items():
        entry = LogEntryRow
        is_chained = exists().where(entry.site_id == site_id, entry.log == log, entry.row_id == table.id)
        query = select(table.id).where(table.site_id == site_id, ~is_chained).order_by(table.id).limit(1)
        found += [(log, key) for key in session.scalars(query)]
    return found


def is_in_chain(session: Session, site_id: int, wanted: str) -> bool:
    query = select(exists().where(LogEntryRow.site_id == site_id, LogEntryRow.hash == wanted))
    return session.scalars(query).one()


def forget_salts(session: Session, log: str, rows: Select[int]) -> None:
    """The words of these rows are gone, for a person who is; what stands for them says nothing any more."""
    entry = LogEntryRow
    session.execute(update(entry).where(entry.log == log, entry.row_id.in_(rows)).values(salt=None))


def _locked_head(session: Session, site_id: int) -> LogHeadRow:
    query = select(LogHeadRow).where(LogHeadRow.site_id == site_id).with_for_update()
    query = query.execution_options(populate_existing=True)
    head = session.scalars(query).one_or_none()
    if head is None:
        add_if_new(session, LogHeadRow, site_id=site_id, place=0, hash=START)
        head = session.scalars(query).one()
    return head


def _entry(head: LogHeadRow, row: Any) -> LogEntryRow:
    salt = secrets.token_hex(16) if any(row.words()) else None
    entry = LogEntryRow(
        site_id=head.site_id,
        place=head.place + 1,
        log=row.__tablename__,
        row_id=row.id,
        before_hash=head.hash,
        words_hash="" if salt is None else seal_words(salt, row.words()),
        salt=salt,
    )
    entry.hash = entry_hash(entry, row)
    return entry
