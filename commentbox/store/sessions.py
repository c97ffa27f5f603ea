"""Who is signed in where: sessions, and one-time codes that carry a sign-in to another site's page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, rows
from commentbox.store.people import PersonRow, Visitor


class SessionRow(Base):
    """Only a hash of the token is kept, so a copy of the database signs nobody in.

    `kind` is `reader` (our own pages), `embed` (inside one site's pages) or `staff` (the console).
    """

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    device: Mapped[str | None]  # in words, from the browser's own at sign-in
    factor_at: Mapped[datetime | None]  # when a second factor was last given


class CodeRow(Base):
    """A code is worth one `embed` session for that site and origin, once, for a minute."""

    __tablename__ = "codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    origin: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


def session_by_hash(session: Session, token_hash: str) -> SessionRow | None:
    return session.get(SessionRow, token_hash)


def signed_in(session: Session, token_hash: str) -> Visitor | None:
    """What every request of somebody who is signed in asks: the session's `kind`, `site_id`, `seen_at`,
    `expires_at` and `factor_at`, and the person's `id`, `name`, `verified_at`, `sanctions` and `language`.
    """
    return rows(session, _SIGNED_IN, {"wanted": token_hash}).one_or_none()


def end_session(session: Session, token_hash: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))


def end_sessions_of(session: Session, person_id: int) -> None:
    """Sign a person out everywhere, codes on their way included."""
    session.execute(delete(SessionRow).where(SessionRow.person_id == person_id))
    session.execute(delete(CodeRow).where(CodeRow.person_id == person_id))


def sessions_of(session: Session, person_id: int, now: datetime) -> Sequence[SessionRow]:
    """What is still open, the last used first."""
    query = select(SessionRow).where(SessionRow.person_id == person_id, SessionRow.expires_at > now)
    return session.scalars(query.order_by(SessionRow.seen_at.desc(), SessionRow.token_hash)).all()


def end_other_sessions(session: Session, person_id: int, token_hash: str) -> None:
    """Sign a person out everywhere but here, codes on their way included."""
    is_other = SessionRow.token_hash != token_hash
    session.execute(delete(SessionRow).where(SessionRow.person_id == person_id, is_other))
    session.execute(delete(CodeRow).where(CodeRow.person_id == person_id))


def touch_session(session: Session, token_hash: str, seen_at: datetime, expires_at: datetime) -> None:
    session.execute(
        update(SessionRow)
        .where(SessionRow.token_hash == token_hash)
        .values(seen_at=seen_at, expires_at=expires_at)
    )


def take_code(session: Session, code_hash: str) -> CodeRow | None:
    """The code's row, gone from the table: of two that come at once, one gets it."""
    found = session.scalars(select(CodeRow).where(CodeRow.code_hash == code_hash)).one_or_none()
    if found is None:
        return None
    session.expunge(found)
    taken = session.execute(delete(CodeRow).where(CodeRow.code_hash == code_hash))
    return found if getattr(taken, "rowcount", 0) == 1 else None


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(SessionRow).where(SessionRow.expires_at < now))
    session.execute(delete(CodeRow).where(CodeRow.expires_at < now))


_VISIT = (SessionRow.kind, SessionRow.site_id, SessionRow.seen_at, SessionRow.expires_at)
_VISITOR = (PersonRow.id, PersonRow.name, PersonRow.verified_at, PersonRow.sanctions, PersonRow.language)
_IS_THEIRS = PersonRow.id == SessionRow.person_id
# Made once: putting it together takes longer than asking.
_SIGNED_IN = (
    select(*_VISIT, SessionRow.factor_at, *_VISITOR)
    .join(PersonRow, _IS_THEIRS)
    .where(SessionRow.token_hash == bindparam("wanted"))
)
