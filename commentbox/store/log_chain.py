"""One chain for each site, through all its logs: a row that is changed, taken out or put in later shows."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, UniqueConstraint, and_, exists, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.chain import START, Fact, link, seal_words
from commentbox.store.append_only import AppendOnly, take_unchained
from commentbox.store.base import Base, BigId, add_if_new
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.staff_log import StaffLogRow

_AIDS = ("by_id", "act", "comment_id", "article_id", "about_id", "created_at")
UNDO = "undo"  # what a decision is found by that takes another one back
LOGS: Mapping[str, type[DecisionRow] | type[StaffLogRow]] = {
    table.__tablename__: table for table in (DecisionRow, StaffLogRow)
}


class LogEntryRow(Base):
    """What stands for one row of a log. Its `hash` is over the row's facts and the entry before it.

    `salt` goes when the row's words are forgotten, or is empty because it had none; `words_hash` stays.
    The last six only help to find it, and are in no hash, because the row says the same: who did what (`act`)
    when, to which comment or article, and `about_id` whose comment it was, or to whom it was done.
    """

    __tablename__ = "log_entries"
    __table_args__ = (
        UniqueConstraint("log", "row_id"),
        Index(None, "site_id", "by_id", "place"),
        Index(None, "site_id", "act", "place"),
        Index(None, "site_id", "comment_id", "place"),
        Index(None, "site_id", "article_id", "place"),
        Index(None, "site_id", "about_id", "place"),
        Index(None, "site_id", "created_at"),
    )

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 …
    log: Mapped[str]
    row_id: Mapped[int] = mapped_column(BigId)
    before_hash: Mapped[str]
    hash: Mapped[str]
    words_hash: Mapped[str]
    salt: Mapped[str | None]
    by_id: Mapped[int | None] = mapped_column(BigId)
    act: Mapped[str] = mapped_column(server_default=text("''"))
    comment_id: Mapped[int | None] = mapped_column(BigId)
    article_id: Mapped[int | None] = mapped_column(BigId)
    about_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(server_default=text("'1970-01-01 00:00:00'"))


class LogHeadRow(Base):
    """The last entry of a site's chain; the last row a transaction locks."""

    __tablename__ = "log_heads"

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    place: Mapped[int]
    hash: Mapped[str]


def chain_logs(session: Session) -> None:
    """Chain what this transaction has logged. Nothing may come after it: the head is locked last."""
    rows = take_unchained(session)
    found_by = [_found_by(session, row) for row in rows]  # before the head is locked
    for site_id in sorted({row.site_id for row in rows}):
        head = _locked_head(session, site_id)
        for row, aids in zip(rows, found_by, strict=True):
            if row.site_id == site_id:
                entry = _entry(head, row, aids)
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


def comments_behind(session: Session, site_id: int, rows: Collection[object]) -> Sequence[CommentRow]:
    """Of these decisions, read at once. As long as they are kept, none of them is read again."""
    ids = {row.comment_id for row in rows if isinstance(row, DecisionRow)}
    query = select(CommentRow).where(CommentRow.site_id == site_id, CommentRow.id.in_(ids))
    return session.scalars(query).all()


def is_found_right(session: Session, entry: LogEntryRow, row: DecisionRow | StaffLogRow) -> bool:
    """Whether it is found by what it stands for, and by nothing else."""
    aids = _found_by(session, row)
    return all(getattr(entry, name) == aids.get(name) for name in _AIDS)


def help_to_find(session: Session, site_id: int, limit: int) -> None:
    """Entries that an older program has written beside this one get what they are found by."""
    query = _with_rows().where(LogEntryRow.site_id == site_id, LogEntryRow.act == "")
    for entry, decision, staff in session.execute(query.limit(limit)):
        row = decision or staff
        for name, value in (_found_by(session, row) if row else {}).items():
            setattr(entry, name, value)


def head_of(session: Session, site_id: int) -> LogHeadRow | None:
    return session.get(LogHeadRow, site_id, populate_existing=True)


def entries_after(
    session: Session, site_id: int, place: int, limit: int
) -> Sequence[tuple[LogEntryRow, DecisionRow | StaffLogRow | None]]:
    """In order, each with the row it stands for, if that is there."""
    query = _with_rows().where(LogEntryRow.site_id == site_id, LogEntryRow.place > place)
    found = session.execute(query.order_by(LogEntryRow.place).limit(limit))
    return [(entry, decision or staff) for entry, decision, staff in found]


def entries_at(
    session: Session, site_id: int, places: Collection[int]
) -> Sequence[tuple[LogEntryRow, DecisionRow | None, StaffLogRow | None]]:
    """The newest first, each with the row it stands for."""
    query = _with_rows().where(LogEntryRow.site_id == site_id, LogEntryRow.place.in_(places))
    return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(LogEntryRow.place.desc()))]


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


def _with_rows() -> Select[LogEntryRow, DecisionRow, StaffLogRow]:
    query = select(LogEntryRow, DecisionRow, StaffLogRow)
    for log, table in LOGS.items():
        query = query.outerjoin(table, and_(LogEntryRow.log == log, table.id == LogEntryRow.row_id))
    return query


def _found_by(session: Session, row: DecisionRow | StaffLogRow) -> dict[str, Any]:
    if isinstance(row, StaffLogRow):
        return {
            "by_id": row.by_id,
            "act": row.act.value,
            "article_id": row.article_id,
            "about_id": row.person_id,
            "created_at": row.created_at,
        }
    comment = session.get_one(CommentRow, row.comment_id)
    return {
        "by_id": row.person_id,
        "act": row.action.value if row.undoes_id is None else UNDO,
        "comment_id": comment.id,
        "article_id": comment.article_id,
        "about_id": comment.author_id,
        "created_at": row.created_at,
    }


def _entry(head: LogHeadRow, row: Any, found_by: Mapping[str, Any]) -> LogEntryRow:
    salt = secrets.token_hex(16) if any(row.words()) else None
    entry = LogEntryRow(
        site_id=head.site_id,
        place=head.place + 1,
        log=row.__tablename__,
        row_id=row.id,
        before_hash=head.hash,
        words_hash="" if salt is None else seal_words(salt, row.words()),
        salt=salt,
        **found_by,
    )
    entry.hash = entry_hash(entry, row)
    return entry
