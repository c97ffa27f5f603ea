"""Names people had before, or asked for: nobody else's for a while."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class NameRow(Base):
    """A name that was given up, and when; or one that was asked for with an address that has an account.

    Such a one was never `theirs`. It is kept as if that account had been opened: whether the name is free
    afterwards would tell of the address.
    """

    __tablename__ = "names"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    given_up_at: Mapped[datetime]
    was_theirs: Mapped[bool] = mapped_column(default=True, server_default=true())


def names_of(session: Session, person_id: int) -> Sequence[NameRow]:
    """Those they had, newest first."""
    theirs = NameRow.person_id == person_id, NameRow.was_theirs
    query = select(NameRow).where(*theirs).order_by(NameRow.id.desc())
    return session.scalars(query).all()


def is_name_kept(session: Session, name_key: str, since: datetime, *, except_for: int | None = None) -> bool:
    """Whether somebody gave up a name with this key after `since`, or asked for it in vain."""
    query = select(NameRow.id).where(NameRow.name_key == name_key, NameRow.given_up_at > since)
    if except_for is not None:
        query = query.where(NameRow.person_id != except_for)
    return session.scalars(query.limit(1)).one_or_none() is not None


def drop_names_of(session: Session, person_id: int) -> None:
    session.execute(delete(NameRow).where(NameRow.person_id == person_id))
