"""The moderation log; rows are added and never changed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, case, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.lanes import Lane
from commentbox.store.append_only import AppendOnly
from commentbox.store.base import Base, Id

_IS_PRECEDENT = "called_before = 'opinion'"


class DecisionRow(AppendOnly, Base):
    """One act on one revision of one comment. `person_id` is empty where the box itself decided.

    `undoes_id` names the decision this one takes back; a decision can be taken back once.
    `called_before`: the lane the comment had been passed on to.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("undoes_id"),
        Index(None, "site_id", "id"),
        Index(
            "ix_decisions_precedents",
            "site_id",
            "id",
            postgresql_where=text(_IS_PRECEDENT),
            sqlite_where=text(_IS_PRECEDENT),
        ),
    )
    FACTS = (
        "id", "site_id", "comment_id", "revision", "person_id", "action", "reason", "status_before",
        "status_after", "undoes_id", "created_at", "called_before",
    )  # fmt: skip
    WORDS = ("note",)

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    revision: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[Action]
    reason: Mapped[Reason | None]
    note: Mapped[str]
    status_before: Mapped[Status]
    status_after: Mapped[Status]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    called_before: Mapped[Lane | None]
    created_at: Mapped[datetime]


def decision_by_id(session: Session, decision_id: int) -> DecisionRow | None:
    return session.get(DecisionRow, decision_id)


def last_decision(session: Session, comment_id: int) -> DecisionRow | None:
    query = select(DecisionRow).where(DecisionRow.comment_id == comment_id)
    return session.scalars(query.order_by(DecisionRow.id.desc()).limit(1)).one_or_none()


def decisions_of(session: Session, comment_id: int) -> Sequence[DecisionRow]:
    query = select(DecisionRow).where(DecisionRow.comment_id == comment_id).order_by(DecisionRow.id)
    return session.scalars(query).all()


def latest_decisions(session: Session, site_id: int, limit: int, before: int | None) -> Sequence[DecisionRow]:
    """The newest rows of the log, `limit` at a time; `before` is the id to go on from."""
    query = select(DecisionRow).where(DecisionRow.site_id == site_id)
    if before is not None:
        query = query.where(DecisionRow.id < before)
    return session.scalars(query.order_by(DecisionRow.id.desc()).limit(limit)).all()


def reasons_of_removal(session: Session, comment_ids: Collection[int]) -> dict[int, Reason]:
    """The reason of the newest decision that gave one, for each of these comments."""
    query = select(DecisionRow.comment_id, DecisionRow.reason).order_by(DecisionRow.id)
    query = query.where(DecisionRow.comment_id.in_(comment_ids), DecisionRow.reason.is_not(None))
    return {comment_id: reason for comment_id, reason in session.execute(query) if reason is not None}


def never_public(session: Session, comment_ids: Collection[int]) -> set[int]:
    """Which of these were decided about, and were not published before or after any of the decisions."""
    was_public = or_(
        DecisionRow.status_before == Status.PUBLISHED, DecisionRow.status_after == Status.PUBLISHED
    )
    query = select(DecisionRow.comment_id).where(DecisionRow.comment_id.in_(comment_ids))
    query = query.group_by(DecisionRow.comment_id).having(func.sum(case((was_public, 1), else_=0)) == 0)
    return set(session.scalars(query))
