"""Links in letters that change an account: each works once, and until when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base


class LinkRow(Base):
    """Only a hash of the token is kept, so a copy of the database opens nothing.

    `kind` is `confirm`: `email` becomes the person's address; or `undo`: it becomes so again.
    """

    __tablename__ = "links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    email: Mapped[str] = mapped_column(index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def link_by_hash(session: Session, token_hash: str) -> LinkRow | None:
    return session.get(LinkRow, token_hash)


def take_link(session: Session, row: LinkRow) -> bool:
    """Take the row out of the table: of two that come at once, one gets True."""
    session.expunge(row)
    taken = session.execute(delete(LinkRow).where(LinkRow.token_hash == row.token_hash))
    return getattr(taken, "rowcount", 0) == 1


def owner_of_kept_address(session: Session, email: str, now: datetime) -> int | None:
    """Who can still go back to this address."""
    query = select(LinkRow.person_id).where(
        LinkRow.email == email, LinkRow.kind == "undo", LinkRow.expires_at > now
    )
    return session.scalars(query.limit(1)).one_or_none()


def addresses_kept_for(session: Session, person_id: int, now: datetime) -> Sequence[str]:
    """Where this person can still go back to."""
    query = select(LinkRow.email).where(
        LinkRow.person_id == person_id, LinkRow.kind == "undo", LinkRow.expires_at > now
    )
    return session.scalars(query.distinct().order_by(LinkRow.email)).all()


def drop_links_of(session: Session, person_id: int, kind: str | None = None) -> None:
    statement = delete(LinkRow).where(LinkRow.person_id == person_id)
    session.execute(statement if kind is None else statement.where(LinkRow.kind == kind))


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(LinkRow).where(LinkRow.expires_at < now))
