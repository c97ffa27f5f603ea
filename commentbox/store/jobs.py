"""What is to be done later: the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, delete, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class JobRow(Base):
    """Written in the use case's own transaction. Done, or parked where a person can see it, never lost.

    A done one has no payload any more, and is forgotten after a while: letters quote what people wrote.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_due",
            "run_at",
            postgresql_where=text("done_at IS NULL AND parked_at IS NULL"),
            sqlite_where=text("done_at IS NULL AND parked_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None]


def add_job(session: Session, kind: str, payload: dict[str, Any], run_at: datetime) -> None:
    session.add(JobRow(kind=kind, payload=payload, run_at=run_at))


def drop_unsent_letters(session: Session, about: str) -> bool:
    """Whether there were any that had not gone yet; locked, so that the worker does not take one now."""
    query = select(JobRow).where(JobRow.done_at.is_(None), JobRow.parked_at.is_(None), JobRow.kind == "mail")
    query = query.where(JobRow.payload["about"].as_string() == about, JobRow.attempts == 0)
    letters = session.scalars(query.with_for_update()).all()
    for letter in letters:
        session.delete(letter)
    return bool(letters)


def claim_job(session: Session, now: datetime, leased_until: datetime) -> JobRow | None:
    """The next due job, leased to the caller; a job whose worker died is due again when its lease ends."""
    due = (
        select(JobRow.id)
        .where(JobRow.done_at.is_(None), JobRow.parked_at.is_(None), JobRow.run_at <= now)
        .where(or_(JobRow.leased_until.is_(None), JobRow.leased_until < now))
        .order_by(JobRow.run_at, JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job_id = session.scalars(due).one_or_none()
    if job_id is None:
        return None
    session.execute(
        update(JobRow)
        .where(JobRow.id == job_id)
        .values(leased_until=leased_until, attempts=JobRow.attempts + 1)
    )
    return session.get(JobRow, job_id, populate_existing=True)


def drop_done(session: Session, before: datetime) -> None:
    session.execute(delete(JobRow).where(JobRow.done_at < before))


def parked_jobs(session: Session, limit: int = 100) -> Sequence[JobRow]:
    query = select(JobRow).where(JobRow.parked_at.is_not(None)).order_by(JobRow.id.desc()).limit(limit)
    return session.scalars(query).all()


def count_waiting_jobs(session: Session) -> int:
    query = (
        select(func.count()).select_from(JobRow).where(JobRow.done_at.is_(None), JobRow.parked_at.is_(None))
    )
    return session.scalars(query).one()
