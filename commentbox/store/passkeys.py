"""Passkeys, and the challenges that are open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class PasskeyRow(Base):
    """The public half of a key pair; texts are base64url. `is_factor` if it was added at the console.

    A reader's passkey is no second factor: a password alone is enough to add one.
    """

    __tablename__ = "passkeys"
    __table_args__ = (UniqueConstraint("credential_id"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    credential_id: Mapped[str]
    public_key: Mapped[str]
    user_handle: Mapped[str]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    is_factor: Mapped[bool]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ChallengeRow(Base):
    """What one browser must sign, once; asking again replaces it."""

    __tablename__ = "challenges"

    browser_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    challenge: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def passkeys_of(session: Session, person_id: int) -> Sequence[PasskeyRow]:
    return session.scalars(
        select(PasskeyRow).where(PasskeyRow.person_id == person_id).order_by(PasskeyRow.id)
    ).all()


def lock_passkey(session: Session, credential_id: str) -> PasskeyRow | None:
    """Locked: its counter is read, compared and raised by one after the other."""
    query = select(PasskeyRow).where(PasskeyRow.credential_id == credential_id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def passkey_of(session: Session, person_id: int, passkey_id: int) -> PasskeyRow | None:
    """Found through its owner."""
    query = select(PasskeyRow).where(PasskeyRow.id == passkey_id, PasskeyRow.person_id == person_id)
    return session.scalars(query).one_or_none()


def drop_passkeys_of(session: Session, person_id: int) -> None:
    session.execute(delete(PasskeyRow).where(PasskeyRow.person_id == person_id))


def put_challenge(session: Session, row: ChallengeRow) -> None:
    take_challenge(session, row.browser_hash, row.purpose)
    session.add(row)


def take_challenge(session: Session, browser_hash: str, purpose: str) -> ChallengeRow | None:
    """The row, gone from the table: of two that come at once, one gets it."""
    found = session.get(ChallengeRow, (browser_hash, purpose))
    if found is None:
        return None
    session.expunge(found)
    taken = session.execute(
        delete(ChallengeRow).where(
            ChallengeRow.browser_hash == browser_hash,
            ChallengeRow.purpose == purpose,
            ChallengeRow.challenge == found.challenge,
        )
    )
    return found if getattr(taken, "rowcount", 0) == 1 else None


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(ChallengeRow).where(ChallengeRow.expires_at < now))
