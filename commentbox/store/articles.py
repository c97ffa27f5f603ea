"""One row, one thread."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id, add_if_new


class ArticleRow(Base):
    """An article somebody has said something about.

    `count_published` and `version` change in the transaction that changes what a reader sees.
    """

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("site_id", "url"),)

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    url: Mapped[str]
    title: Mapped[str]
    closed_at: Mapped[datetime | None]
    count_published: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


def article_by_url(session: Session, site_id: int, url: str) -> ArticleRow | None:
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.url == url)
    return session.scalars(query).one_or_none()


def articles_by_urls(session: Session, site_id: int, urls: Sequence[str]) -> Sequence[ArticleRow]:
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.url.in_(urls))
    return session.scalars(query).all()


def all_article_ids(session: Session) -> Sequence[int]:
    return session.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all()


def get_or_add_article(session: Session, site_id: int, url: str, title: str, now: datetime) -> ArticleRow:
    """The article's row, made if this is its first comment; two first readers at once get the same one."""
    found = article_by_url(session, site_id, url)
    if found is not None:
        return found
    add_if_new(session, ArticleRow, site_id=site_id, url=url, title=title, created_at=now)
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.url == url)
    return session.scalars(query).one()


def lock_article(session: Session, article_id: int) -> ArticleRow | None:
    """The article as it is now, and nobody else changes it until this transaction ends."""
    lock = {"key_share": True}  # a full lock would wait for everybody who writes under the article
    return session.get(ArticleRow, article_id, with_for_update=lock, populate_existing=True)


def publish_change(session: Session, article_id: int, *, count: int) -> None:
    """Let every cached copy of this thread expire, and move its public count by `count`."""
    session.execute(
        update(ArticleRow)
        .where(ArticleRow.id == article_id)
        .values(version=ArticleRow.version + 1, count_published=ArticleRow.count_published + count)
    )
