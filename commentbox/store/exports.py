"""Archives of a person's own data, made ready to be fetched."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base


class ExportRow(Base):
    """One a person: the last they asked for. `archive` is empty until a job has made it."""

    __tablename__ = "exports"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]
    token_hash: Mapped[str | None]
    archive: Mapped[bytes | None] = mapped_column(deferred=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def export_of(session: Session, person_id: int) -> ExportRow | None:
    return session.get(ExportRow, person_id)


def drop_export_of(session: Session, person_id: int) -> None:
    session.execute(delete(ExportRow).where(ExportRow.person_id == person_id))


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(ExportRow).where(ExportRow.expires_at < now))
