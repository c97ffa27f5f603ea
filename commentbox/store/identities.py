"""Who somebody is elsewhere: the accounts at other places that open an account here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class IdentityRow(Base):
    """One `subject` of one `issuer` opens one account, whatever name or address comes with it.

    `made_account` says that the account was opened through it: then the name is theirs to change.
    """

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id]
    issuer: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_account: Mapped[bool]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class BadgeRow(Base):
    """What a site's own tokens say of a reader, to be shown beside their comments there.

    `roles`: of ours, those that are marks and nothing more.
    """

    __tablename__ = "badges"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True, index=True)
    labels: Mapped[list[str]]
    roles: Mapped[list[str] | None] = mapped_column(default=list)
    avatar: Mapped[str]


def identity_of(session: Session, issuer: str, subject: str) -> IdentityRow | None:
    query = select(IdentityRow).where(IdentityRow.issuer == issuer, IdentityRow.subject == subject)
    return session.scalars(query).one_or_none()


def identities_of(session: Session, person_id: int) -> Sequence[IdentityRow]:
    query = select(IdentityRow).where(IdentityRow.person_id == person_id).order_by(IdentityRow.id)
    return session.scalars(query).all()


def came_by(session: Session, person_id: int, issuer: str) -> bool:
    """Whether some identity of that issuer opens this account."""
    query = select(IdentityRow.id).where(IdentityRow.person_id == person_id, IdentityRow.issuer == issuer)
    return session.scalars(query.limit(1)).one_or_none() is not None


def drop_identities_of(session: Session, person_id: int) -> None:
    """And what the publishers' tokens said of them."""
    session.execute(delete(IdentityRow).where(IdentityRow.person_id == person_id))
    session.execute(delete(BadgeRow).where(BadgeRow.person_id == person_id))
