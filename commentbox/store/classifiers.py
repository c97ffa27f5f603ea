"""The classifier outside that a site asks about its comments, and how it has answered of late."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base


class ClassifierRow(Base):
    """`failures` in a row; `resting_until`: it is left alone until then."""

    __tablename__ = "classifiers"

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True, autoincrement=False)
    name: Mapped[str]
    url: Mapped[str]
    sealed_secret: Mapped[str]
    note_at: Mapped[float]
    hold_at: Mapped[float]
    failures: Mapped[int] = mapped_column(default=0)
    resting_until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]


def classifier_of(session: Session, site_id: int) -> ClassifierRow | None:
    return session.get(ClassifierRow, site_id)


def lock_classifier(session: Session, site_id: int) -> ClassifierRow | None:
    query = select(ClassifierRow).where(ClassifierRow.site_id == site_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def drop_classifier(session: Session, site_id: int) -> None:
    session.execute(delete(ClassifierRow).where(ClassifierRow.site_id == site_id))
