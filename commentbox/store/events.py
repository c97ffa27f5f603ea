"""What happened, in order: the live feed reads this."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class EventRow(Base):
    """`kind` is one of `published`, `removed`, `held`, `withdrawn`, `flagged`, `closed`, `opened`."""

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
