"""One row per person and comment."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, add_if_new


class VoteRow(Base):
    __tablename__ = "votes"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


def add_vote(session: Session, comment_id: int, person_id: int, now: datetime) -> None:
    """A second vote of the same person has no effect."""
    add_if_new(session, VoteRow, comment_id=comment_id, person_id=person_id, created_at=now)


def take_vote_back(session: Session, comment_id: int, person_id: int) -> None:
    session.execute(delete(VoteRow).where(VoteRow.comment_id == comment_id, VoteRow.person_id == person_id))


def count_votes(session: Session, comment_id: int) -> int:
    query = select(func.count()).select_from(VoteRow).where(VoteRow.comment_id == comment_id)
    return session.scalars(query).one()


def voted_on(session: Session, person_id: int, comment_ids: Collection[int]) -> set[int]:
    """Which of these comments the person has voted for."""
    query = select(VoteRow.comment_id).where(
        VoteRow.person_id == person_id, VoteRow.comment_id.in_(comment_ids)
    )
    return set(session.scalars(query))
