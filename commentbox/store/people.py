"""Members, imported authors and staff: one row a person."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Row, UniqueConstraint, bindparam, false, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.people import Role
from commentbox.domain.sanctions import Sanction
from commentbox.store.base import Base, Id

NEWSROOM = tuple(role for role in Role if role.is_newsroom)
AT_CONSOLE = tuple(role for role in Role if role.is_at_console)


class PersonRow(Base):
    """Who says something.

    A member has an e-mail and a `name_key` that is theirs alone. An imported author has neither: such a row
    is found by `(source, foreign_id)` and never by name, or words would be put into a member's mouth.
    `without_challenge`: registered by our form, and their browser proved no work.
    `language`: of the letters to them; empty where they have chosen none.
    `sanctions`: those that hold, a copy for whoever reads the person anyway (`store/sanctions.py`);
    empty as well for whoever was here before there were any.
    `erase_at`: the account is to be deleted then, as `erase_choice` says; `erased_at`: only the row is left.
    """

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("name_key"),
        UniqueConstraint("email"),
        UniqueConstraint("source", "foreign_id"),
    )

    id: Mapped[Id]
    name: Mapped[str]
    name_key: Mapped[str | None]
    email: Mapped[str | None]
    password_hash: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    source: Mapped[str | None]
    foreign_id: Mapped[str | None]
    created_at: Mapped[datetime]
    bio: Mapped[str | None]
    language: Mapped[str | None]
    decision_letters: Mapped[str] = mapped_column(default="at_once", server_default="at_once")
    without_challenge: Mapped[bool] = mapped_column(default=False, server_default=false())
    sanctions: Mapped[list[dict[str, Any]] | None] = mapped_column(default=list)
    erase_at: Mapped[datetime | None]
    erase_choice: Mapped[str | None]
    erased_at: Mapped[datetime | None]


class StaffRow(Base):
    """The role one person has for one site. `sections`: those of a moderator who has no more of it."""

    __tablename__ = "staff"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True, index=True)
    role: Mapped[Role]
    sections: Mapped[list[str] | None] = mapped_column(default=list)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]  # at the console


Visitor = Row[*tuple[Any, ...]]  # a person's columns, to be read, such as `store/sessions.py` finds


def person_by_id(session: Session, person_id: int) -> PersonRow | None:
    return session.get(PersonRow, person_id)


def sanctions_beside(person: PersonRow | Visitor, now: datetime) -> tuple[Sanction, ...]:
    """Those that hold at that moment: nothing need be done for one to end."""
    found = (Sanction.from_dict(kept) for kept in person.sanctions or ())
    return tuple(each for each in found if each.is_on(now))


def lock_person(session: Session, person_id: int) -> PersonRow | None:
    """The person as they are now; whatever else asks for this lock waits until this transaction ends."""
    return session.scalars(_LOCKED, {"wanted": person_id}).one_or_none()


def person_by_email(session: Session, email: str) -> PersonRow | None:
    return session.scalars(select(PersonRow).where(PersonRow.email == email)).one_or_none()


def person_by_name_key(session: Session, name_key: str) -> PersonRow | None:
    return session.scalars(select(PersonRow).where(PersonRow.name_key == name_key)).one_or_none()


def names_by_ids(session: Session, ids: Collection[int]) -> dict[int, str]:
    rows = session.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(ids)))
    return {key: name for key, name in rows}  # noqa: C416 - rows are no plain pairs to mypy


def person_by_foreign_id(session: Session, source: str, foreign_id: str) -> PersonRow | None:
    query = select(PersonRow).where(PersonRow.source == source, PersonRow.foreign_id == foreign_id)
    return session.scalars(query).one_or_none()


def role_at(session: Session, person_id: int, site_id: int) -> Role:
    """The person's role for that site; whoever has none is a reader."""
    row = session.get(StaffRow, (person_id, site_id))
    return Role.READER if row is None else row.role


def sections_at(session: Session, person_id: int, site_id: int) -> tuple[str, ...]:
    """The sections a moderator has there; none means all of the site."""
    row = session.get(StaffRow, (person_id, site_id))
    return () if row is None else tuple(row.sections or ())


def staff_of(session: Session, site_id: int) -> Sequence[tuple[StaffRow, PersonRow]]:
    """Everybody with a role at that site, by name."""
    query = (
        select(StaffRow, PersonRow)
        .join(PersonRow, PersonRow.id == StaffRow.person_id)
        .where(StaffRow.site_id == site_id)
        .order_by(PersonRow.name, PersonRow.id)
    )
    return [(staff, person) for staff, person in session.execute(query).all()]


def count_admins(session: Session, site_id: int) -> int:
    query = select(func.count()).select_from(StaffRow)
    return session.scalars(query.where(StaffRow.site_id == site_id, StaffRow.role == Role.ADMIN)).one()


def touch_staff(session: Session, person_id: int, seen_at: datetime) -> None:
    session.execute(update(StaffRow).where(StaffRow.person_id == person_id).values(seen_at=seen_at))


def staff_sites(session: Session, person_id: int) -> Sequence[int]:
    """Where they are one of the house; a mark beside a reader's name makes nobody that."""
    query = select(StaffRow.site_id).where(StaffRow.person_id == person_id, StaffRow.role.in_(NEWSROOM))
    return session.scalars(query.order_by(StaffRow.site_id)).all()


def console_sites(session: Session, person_id: int) -> Sequence[int]:
    """Where they may enter the console."""
    query = select(StaffRow.site_id).where(StaffRow.person_id == person_id, StaffRow.role.in_(AT_CONSOLE))
    return session.scalars(query.order_by(StaffRow.site_id)).all()


def count_leads(session: Session, site_id: int, besides: int) -> int:
    """How many others could be the second person of a large act."""
    query = select(func.count()).where(StaffRow.site_id == site_id, StaffRow.person_id != besides)
    return session.scalars(query.where(StaffRow.role.in_((Role.LEAD, Role.ADMIN)))).one()


# Made once: putting it together takes as long as asking.
_LOCKED = (
    select(PersonRow)
    .where(PersonRow.id == bindparam("wanted"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
