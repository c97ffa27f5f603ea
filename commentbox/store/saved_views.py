"""Parts of a site's queue that one moderator comes back to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.lanes import Lane
from commentbox.store.base import Base, Id, add_if_new


class SavedViewRow(Base):
    """What is empty asks for nothing. `is_new`: only what people wrote whose accounts are new."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("person_id", "site_id", "name_key"),)

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]
    name_key: Mapped[str]
    lane: Mapped[Lane | None]
    section: Mapped[str]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))  # of the articles’ pages
    is_new: Mapped[bool]
    created_at: Mapped[datetime]


def add_view(session: Session, row: SavedViewRow) -> tuple[SavedViewRow, bool]:
    """The view of that name as it is kept, and whether it is new."""
    columns = SavedViewRow.__table__.columns
    values = {column.key: getattr(row, column.key) for column in columns if column.key != "id"}
    is_new = add_if_new(session, SavedViewRow, **values)
    query = select(SavedViewRow).where(
        SavedViewRow.person_id == row.person_id,
        SavedViewRow.site_id == row.site_id,
        SavedViewRow.name_key == row.name_key,
    )
    return session.scalars(query).one(), is_new


def views_of(session: Session, person_id: int, site_id: int) -> Sequence[SavedViewRow]:
    """In the order in which they were kept."""
    query = select(SavedViewRow).where(SavedViewRow.person_id == person_id, SavedViewRow.site_id == site_id)
    return session.scalars(query.order_by(SavedViewRow.id)).all()


def drop_view(session: Session, person_id: int, site_id: int, view_id: int) -> bool:
    """Whether it was there and theirs."""
    query = delete(SavedViewRow).where(
        SavedViewRow.id == view_id, SavedViewRow.person_id == person_id, SavedViewRow.site_id == site_id
    )
    return session.scalars(query.returning(SavedViewRow.id)).one_or_none() is not None


def drop_views_of(session: Session, person_id: int) -> None:
    session.execute(delete(SavedViewRow).where(SavedViewRow.person_id == person_id))
