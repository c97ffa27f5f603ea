"""Names people had before: nobody else's for a while."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class NameRow(Base):
    """A name that was given up, and when."""

    __tablename__ = "names"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    given_up_at: Mapped[datetime]


def names_of(session: Session, person_id: int) -> Sequence[NameRow]:
    """Newest first."""
    query = select(NameRow).where(NameRow.person_id == person_id).order_by(NameRow.id.desc())
    return session.scalars(query).all()


def is_name_kept(session: Session, name_key: str, since: datetime, *, except_for: int | None = None) -> bool:
    """Whether somebody gave up a name with this key after `since`."""
    query = select(NameRow.id).where(NameRow.name_key == name_key, NameRow.given_up_at > since)
    if except_for is not None:
        query = query.where(NameRow.person_id != except_for)
    return session.scalars(query.limit(1)).one_or_none() is not None


def drop_names_of(session: Session, person_id: int) -> None:
    session.execute(delete(NameRow).where(NameRow.person_id == person_id))
