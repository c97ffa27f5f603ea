"""What newsrooms have done about people, and the notes their moderators keep."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.sanctions import Sanction, SanctionKind
from commentbox.store.base import Base, Id, add_if_new
from commentbox.store.people import PersonRow


class SanctionRow(Base):
    """One sanction on one site. What holds of them stands beside the person too (`people.sanctions`).

    `by_id` is empty for what was there before sanctions were. `sanction_key` is made by the client and the
    same on every retry. `until`: none for one without an end. `ended_at`: before that, by `ended_by`;
    `end_reason` says why. `read_at`: the person has said that they have read a warning.
    """

    __tablename__ = "sanctions"
    __table_args__ = (
        UniqueConstraint("site_id", "by_id", "sanction_key"),
        Index(None, "person_id", "site_id"),
        Index(None, "site_id", "kind"),
        Index(None, "site_id", "created_at"),
    )

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[SanctionKind]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sanction_key: Mapped[str | None]
    created_at: Mapped[datetime]
    until: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    end_reason: Mapped[str | None]


class PersonNoteRow(Base):
    """What one moderator wants the others to know. `note_key` is the same on every retry."""

    __tablename__ = "person_notes"
    __table_args__ = (UniqueConstraint("site_id", "by_id", "note_key"), Index(None, "person_id", "site_id"))

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note_key: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]


def add_sanction(session: Session, row: SanctionRow) -> tuple[SanctionRow, bool]:
    """The row as it is kept, and whether it is new: the same key was not sent before."""
    is_new = add_if_new(session, SanctionRow, **_values(row))
    query = select(SanctionRow).where(
        SanctionRow.site_id == row.site_id,
        SanctionRow.by_id == row.by_id,
        SanctionRow.sanction_key == row.sanction_key,
    )
    return session.scalars(query).one(), is_new


def sanction_by_id(session: Session, sanction_id: int) -> SanctionRow | None:
    return session.get(SanctionRow, sanction_id, populate_existing=True)


def sanctions_at(session: Session, site_id: int, person_id: int) -> Sequence[tuple[SanctionRow, str | None]]:
    """Past and present, the latest first, each with the name of who imposed it."""
    query = select(SanctionRow, PersonRow.name).outerjoin(PersonRow, PersonRow.id == SanctionRow.by_id)
    query = query.where(SanctionRow.site_id == site_id, SanctionRow.person_id == person_id)
    return [(row, name) for row, name in session.execute(query.order_by(SanctionRow.id.desc()))]


def sanctions_of(session: Session, person_id: int) -> Sequence[SanctionRow]:
    """On every site, the latest first: for the person themselves."""
    query = select(SanctionRow).where(SanctionRow.person_id == person_id).order_by(SanctionRow.id.desc())
    return session.scalars(query).all()


def those_in_force(
    session: Session, site_id: int, person_id: int, kinds: Collection[SanctionKind], now: datetime
) -> list[SanctionRow]:
    query = select(SanctionRow).where(
        SanctionRow.person_id == person_id, SanctionRow.site_id == site_id, SanctionRow.kind.in_(kinds)
    )
    return [row for row in session.scalars(query) if holds(row, now)]


def stand_beside(session: Session, person: PersonRow, now: datetime) -> None:
    """Write beside the person what holds for them. Their row is locked, and every change ends with this."""
    session.flush()
    query = select(SanctionRow).where(SanctionRow.person_id == person.id).order_by(SanctionRow.id)
    person.sanctions = [
        Sanction(id=row.id, kind=row.kind, site_id=row.site_id, reason=row.reason, until=row.until).to_dict()
        for row in session.scalars(query)
        if row.kind is not SanctionKind.MESSAGE and holds(row, now)
    ]


def holds(row: SanctionRow, now: datetime) -> bool:
    if row.kind is SanctionKind.WARNING and row.read_at is not None:
        return False
    return row.ended_at is None and (row.until is None or row.until > now)


def always_read_at(
    session: Session, site_id: int, limit: int, now: datetime
) -> Sequence[tuple[SanctionRow, str]]:
    """Whose comments moderators read first there, with their names, the latest first."""
    row = SanctionRow
    query = select(row, PersonRow.name).join(PersonRow, PersonRow.id == row.person_id)
    query = query.where(row.site_id == site_id, row.kind == SanctionKind.ALWAYS_READ, row.ended_at.is_(None))
    query = query.where(or_(row.until.is_(None), row.until > now))
    query = query.order_by(row.created_at.desc(), row.id.desc()).limit(limit)
    return [(found, name) for found, name in session.execute(query)]


def add_note(session: Session, row: PersonNoteRow) -> None:
    """Once, however often it is sent."""
    add_if_new(session, PersonNoteRow, **_values(row))


def notes_about(session: Session, site_id: int, person_id: int) -> Sequence[tuple[PersonNoteRow, str]]:
    """The latest first, each with the name of who wrote it."""
    query = select(PersonNoteRow, PersonRow.name).join(PersonRow, PersonRow.id == PersonNoteRow.by_id)
    query = query.where(PersonNoteRow.site_id == site_id, PersonNoteRow.person_id == person_id)
    return [(row, name) for row, name in session.execute(query.order_by(PersonNoteRow.id.desc()))]


def drop_sanctions_of(session: Session, person_id: int) -> None:
    """That there was one stays for the log's sake; the words about the person go, and so do the notes."""
    blank = {"reason": "", "end_reason": None}
    session.execute(update(SanctionRow).where(SanctionRow.person_id == person_id).values(blank))
    session.execute(delete(PersonNoteRow).where(PersonNoteRow.person_id == person_id))


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "id"}
