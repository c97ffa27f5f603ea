"""Invitations to a newsroom's staff."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.people import Role
from commentbox.store.base import Base, Id


class InvitationRow(Base):
    """One address, one role, the keys of the sites. An accepted or withdrawn one is gone; the log knows it.

    `sections`: those of a moderator who has no more of each site.
    `token_hash` is empty until the letter goes out.
    """

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Id]
    token_hash: Mapped[str | None]
    email: Mapped[str]
    role: Mapped[Role]
    sites: Mapped[list[str]]
    sections: Mapped[list[str] | None] = mapped_column(default=list)
    invited_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def invitation_by_id(session: Session, invitation_id: int) -> InvitationRow | None:
    return session.get(InvitationRow, invitation_id)


def invitation_by_hash(session: Session, token_hash: str) -> InvitationRow | None:
    query = select(InvitationRow).where(InvitationRow.token_hash == token_hash)
    return session.scalars(query).one_or_none()


def open_invitations(session: Session, now: datetime) -> Sequence[InvitationRow]:
    query = select(InvitationRow).where(InvitationRow.expires_at > now)
    return session.scalars(query.order_by(InvitationRow.id)).all()


def take_invitation(session: Session, row: InvitationRow) -> bool:
    """Take the row out of the table: of two that come at once, one gets True."""
    session.expunge(row)
    taken = session.execute(delete(InvitationRow).where(InvitationRow.id == row.id))
    return getattr(taken, "rowcount", 0) == 1


def drop_invitations_to(session: Session, emails: Collection[str]) -> None:
    session.execute(delete(InvitationRow).where(InvitationRow.email.in_(emails)))


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(InvitationRow).where(InvitationRow.expires_at < now))
