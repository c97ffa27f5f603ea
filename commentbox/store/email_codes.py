"""Codes that sign somebody in by e-mail: which browser asked, for which address, and how often it guessed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base


class EmailCodeRow(Base):
    """One wish of one browser. There is a row whether the address has an account or not.

    `code_hash` is empty until the letter goes out, and stays so for an address nobody has.
    """

    __tablename__ = "email_codes"

    browser_hash: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str]
    code_hash: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(index=True)


def email_code_of(session: Session, browser_hash: str) -> EmailCodeRow | None:
    return session.get(EmailCodeRow, browser_hash)


def count_try(session: Session, browser_hash: str, now: datetime, most: int) -> EmailCodeRow | None:
    """The row with this try counted, locked until the end; None if it has run out of time or tries."""
    counted = session.execute(
        update(EmailCodeRow)
        .where(EmailCodeRow.browser_hash == browser_hash)
        .where(EmailCodeRow.tries < most, EmailCodeRow.expires_at > now)
        .values(tries=EmailCodeRow.tries + 1)
        .execution_options(synchronize_session=False)
    )
    if getattr(counted, "rowcount", 0) != 1:
        return None
    return session.get(EmailCodeRow, browser_hash, populate_existing=True)


def drop_email_code(session: Session, browser_hash: str) -> None:
    session.execute(delete(EmailCodeRow).where(EmailCodeRow.browser_hash == browser_hash))


def drop_codes_to(session: Session, emails: Collection[str]) -> None:
    session.execute(delete(EmailCodeRow).where(EmailCodeRow.email.in_(emails)))


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(EmailCodeRow).where(EmailCodeRow.expires_at < now))
