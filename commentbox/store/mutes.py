"""Whom somebody would rather not read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, add_if_new
from commentbox.store.people import PersonRow


class MuteRow(Base):
    __tablename__ = "mutes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    muted_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


def add_mute(session: Session, person_id: int, muted_id: int, now: datetime) -> None:
    """Muting somebody twice has no effect."""
    add_if_new(session, MuteRow, person_id=person_id, muted_id=muted_id, created_at=now)


def take_mute_back(session: Session, person_id: int, muted_id: int) -> None:
    session.execute(delete(MuteRow).where(MuteRow.person_id == person_id, MuteRow.muted_id == muted_id))


def muted_by(session: Session, person_id: int) -> Sequence[int]:
    query = select(MuteRow.muted_id).where(MuteRow.person_id == person_id).order_by(MuteRow.muted_id)
    return session.scalars(query).all()


def has_muted(session: Session, person_id: int, other_id: int) -> bool:
    return session.get(MuteRow, (person_id, other_id)) is not None


def muted_people(session: Session, person_id: int) -> Sequence[PersonRow]:
    """In the order of their names."""
    query = select(PersonRow).join(MuteRow, MuteRow.muted_id == PersonRow.id)
    query = query.where(MuteRow.person_id == person_id).order_by(PersonRow.name, PersonRow.id)
    return session.scalars(query).all()


def drop_mutes_of(session: Session, person_id: int) -> None:
    """Whom they muted, and who muted them."""
    session.execute(delete(MuteRow).where(or_(MuteRow.person_id == person_id, MuteRow.muted_id == person_id)))
