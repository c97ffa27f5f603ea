"""What happened, in order: the live feed reads this."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, bindparam, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id, rows


class EventRow(Base):
    """`kind` is one of `published`, `removed`, `held`, `withdrawn`, `edited`, `picked`, `unpicked`,
    `closed`, `opened`, and `flagged`, which is not for the public.
    """

    __tablename__ = "events"
    __table_args__ = (Index(None, "article_id", "id"),)

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    kind: Mapped[str]
    created_at: Mapped[datetime]


def was_ever_opened(session: Session, article_id: int) -> bool:
    """Whether staff have opened the article's comments again at some time."""
    query = select(exists().where(EventRow.article_id == article_id, EventRow.kind == "opened"))
    return session.scalars(query).one()


def public_events(session: Session, article_id: int, after: int, limit: int) -> Sequence[EventRow]:
    """In order. Within one article a later id is never committed before an earlier one: who adds an event
    that readers see has changed the article's row before, and holds it.
    """
    query = select(EventRow).where(EventRow.article_id == article_id, EventRow.id > after)
    query = query.where(EventRow.kind != "flagged").order_by(EventRow.id).limit(limit)
    return session.scalars(query).all()


def last_event_id(session: Session, article_id: int) -> int:
    """0 where nothing has happened yet."""
    found: int = rows(session, _LAST, {"of_article": article_id}).scalar_one()
    return found


def newest_event_of_all(session: Session) -> int:
    return session.scalars(select(func.coalesce(func.max(EventRow.id), 0))).one()


def events_behind(session: Session, after: int, limit: int) -> Sequence[EventRow]:
    """Of every article, in order, for whoever hands them on."""
    query = select(EventRow).where(EventRow.id > after, EventRow.kind != "flagged")
    return session.scalars(query.order_by(EventRow.id).limit(limit)).all()


def event_before(session: Session, article_id: int, event_id: int) -> int:
    """The event of the article before this one; 0 if it is the first."""
    query = select(func.coalesce(func.max(EventRow.id), 0))
    query = query.where(EventRow.article_id == article_id, EventRow.id < event_id, EventRow.kind != "flagged")
    return session.scalars(query).one()


# Every page asks it: made once.
_LAST = select(func.coalesce(func.max(EventRow.id), 0)).where(EventRow.article_id == bindparam("of_article"))
