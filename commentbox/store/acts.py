"""One decision about many comments, and what became of each."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.comment import Action, Reason
from commentbox.store.base import Base, Id, add_if_new

_OPEN = text("ended_at IS NULL")


class ActRow(Base):
    """`act_key` is made by the client and the same on every retry. `confirmed_by`: the second person.

    `session_hash`: the session it was asked for in, which must last until it is carried out. `ended_at`: it
    was carried out, or refused.
    """

    __tablename__ = "acts"
    __table_args__ = (
        UniqueConstraint("person_id", "act_key"),
        Index("ix_acts_open", "site_id", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    act_key: Mapped[str]
    session_hash: Mapped[str | None]
    action: Mapped[Action]
    reason: Mapped[Reason | None]
    note: Mapped[str]
    count: Mapped[int]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ActItemRow(Base):
    """One comment of an act, as it was seen: decided, or not, and then `problem` says why.

    `undo_id`: the decision that took it back.
    """

    __tablename__ = "act_items"

    act_id: Mapped[int] = mapped_column(ForeignKey("acts.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    revision: Mapped[int]
    seen: Mapped[int]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    undo_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    problem: Mapped[str] = mapped_column(default="")


def add_act(session: Session, row: ActRow, items: Sequence[ActItemRow]) -> ActRow:
    """The act as it is kept, and whatever was sent again under the same key is not added."""
    values = {
        column.key: getattr(row, column.key) for column in ActRow.__table__.columns if column.key != "id"
    }
    is_new = add_if_new(session, ActRow, **values)
    query = select(ActRow).where(ActRow.person_id == row.person_id, ActRow.act_key == row.act_key)
    kept = session.scalars(query).one()
    if is_new:
        for item in items:
            item.act_id = kept.id
        session.add_all(items)
        session.flush()  # they are read by whoever carries the act out
    return kept


def act_by_id(session: Session, site_id: int, act_id: int) -> ActRow | None:
    query = select(ActRow).where(ActRow.site_id == site_id, ActRow.id == act_id)
    return session.scalars(query).one_or_none()


def lock_act(session: Session, act_id: int) -> ActRow | None:
    return session.get(ActRow, act_id, with_for_update=True, populate_existing=True)


def items_of(session: Session, act_id: int) -> Sequence[ActItemRow]:
    """In the order of their comments, which is that of every lock."""
    query = select(ActItemRow).where(ActItemRow.act_id == act_id).order_by(ActItemRow.comment_id)
    return session.scalars(query).all()


def item_of(session: Session, act_id: int, comment_id: int) -> ActItemRow:
    return session.get_one(ActItemRow, (act_id, comment_id), with_for_update=True, populate_existing=True)


def open_acts(session: Session, site_id: int) -> Sequence[ActRow]:
    """Those that wait for a second person, or are being carried out."""
    query = select(ActRow).where(ActRow.site_id == site_id, ActRow.ended_at.is_(None)).order_by(ActRow.id)
    return session.scalars(query).all()
