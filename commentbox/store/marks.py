"""What a newsroom says of somebody beside their comments: wrote the article, knows the subject."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, add_if_new, inserting


class AuthorRow(Base):
    """A moderator named this person as an author of the article."""

    __tablename__ = "article_authors"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    named_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


class ExpertRow(Base):
    """An administrator vouches for this person on the whole site; `field` may be empty."""

    __tablename__ = "experts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True, index=True)
    field: Mapped[str]
    named_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


def is_author(session: Session, article_id: int, person_id: int) -> bool:
    return session.get(AuthorRow, (article_id, person_id)) is not None


def expertise_of(session: Session, person_id: int, site_id: int) -> str | None:
    """None for who is no expert."""
    row = session.get(ExpertRow, (person_id, site_id), populate_existing=True)
    return None if row is None else row.field


def add_author(session: Session, article_id: int, person_id: int, by: int, now: datetime) -> bool:
    """Whether that is news; naming somebody twice is once."""
    return add_if_new(
        session, AuthorRow, article_id=article_id, person_id=person_id, named_by=by, created_at=now
    )


def drop_author(session: Session, article_id: int, person_id: int) -> bool:
    query = delete(AuthorRow).where(AuthorRow.article_id == article_id, AuthorRow.person_id == person_id)
    return getattr(session.execute(query), "rowcount", 0) == 1


def put_expert(session: Session, person_id: int, site_id: int, field: str, by: int, now: datetime) -> None:
    insert = inserting(session, ExpertRow)
    values = {"person_id": person_id, "site_id": site_id, "field": field, "named_by": by, "created_at": now}
    newer = {"field": field, "named_by": by, "created_at": now}
    query = insert.values(values).on_conflict_do_update(index_elements=["person_id", "site_id"], set_=newer)
    session.execute(query)


def drop_expert(session: Session, person_id: int, site_id: int) -> None:
    session.execute(delete(ExpertRow).where(ExpertRow.person_id == person_id, ExpertRow.site_id == site_id))


def drop_marks_of(session: Session, person_id: int) -> None:
    session.execute(delete(AuthorRow).where(AuthorRow.person_id == person_id))
    session.execute(delete(ExpertRow).where(ExpertRow.person_id == person_id))
