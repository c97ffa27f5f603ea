"""Who changed whose rights: rows are added and never changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.people import Role
from commentbox.domain.staff import StaffAct
from commentbox.store.append_only import AppendOnly
from commentbox.store.base import Base, Id


class StaffLogRow(AppendOnly, Base):
    """`by_id` is empty for what was done by command line, `person_id` for an invited address.

    `note` says why, where a reason is asked for; `detail` what exactly was done to an article.
    """

    __tablename__ = "staff_log"
    __table_args__ = (Index(None, "site_id", "id"),)
    FACTS = ("id", "site_id", "by_id", "person_id", "act", "role", "created_at", "article_id", "detail")
    WORDS = ("email", "note")

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    email: Mapped[str | None]
    act: Mapped[StaffAct]
    role: Mapped[Role | None]
    note: Mapped[str | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    detail: Mapped[str | None]
    created_at: Mapped[datetime]


def latest_staff_acts(session: Session, site_id: int, limit: int) -> Sequence[StaffLogRow]:
    query = select(StaffLogRow).where(StaffLogRow.site_id == site_id, StaffLogRow.article_id.is_(None))
    return session.scalars(query.order_by(StaffLogRow.id.desc()).limit(limit)).all()


def acts_on_article(session: Session, article_id: int, limit: int) -> Sequence[StaffLogRow]:
    """What staff did to the article, the newest first."""
    query = select(StaffLogRow).where(StaffLogRow.article_id == article_id)
    return session.scalars(query.order_by(StaffLogRow.id.desc()).limit(limit)).all()
