"""One row, one thread."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.article_settings import ArticleSettings
from commentbox.store.base import Base, Id, add_if_new


class ArticleRow(Base):
    """An article somebody has said something about.

    `count_published` and `version` change in the transaction that changes what a reader sees.
    """

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("site_id", "url"), Index(None, "site_id", "active_at", "id"))

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    url: Mapped[str]
    title: Mapped[str]
    closed_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    idle_days: Mapped[int | None]
    premoderate: Mapped[bool] = mapped_column(default=False, server_default=false())
    slow_mode_seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    cools_until: Mapped[datetime | None]
    notice: Mapped[str] = mapped_column(default="", server_default=text("''"))
    has_question: Mapped[bool] = mapped_column(default=False, server_default=false())
    # When something was published here last, or it was opened.
    active_at: Mapped[datetime] = mapped_column(server_default=text("'1970-01-01 00:00:00'"))
    count_published: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    def settings(self) -> ArticleSettings:
        return ArticleSettings(**{name: getattr(self, name) for name in _SETTINGS})

    def set_up(self, settings: ArticleSettings) -> None:
        for name in _SETTINGS:
            setattr(self, name, getattr(settings, name))

    def is_open(self, now: datetime) -> bool:
        return self.settings().is_open(self.active_at, now)


_SETTINGS = tuple(field.name for field in fields(ArticleSettings))


def article_by_url(session: Session, site_id: int, url: str) -> ArticleRow | None:
    return session.scalars(_BY_URL, {"of_site": site_id, "wanted": url}).one_or_none()


def articles_by_urls(session: Session, site_id: int, urls: Sequence[str]) -> Sequence[ArticleRow]:
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.url.in_(urls))
    return session.scalars(query).all()


def articles_by_ids(session: Session, site_id: int, ids: Sequence[int]) -> Sequence[ArticleRow]:
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.id.in_(ids))
    return session.scalars(query).all()


def all_article_ids(session: Session) -> Sequence[int]:
    return session.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all()


def get_or_add_article(session: Session, site_id: int, url: str, title: str, now: datetime) -> ArticleRow:
    """The article's row, made if this is its first comment; two first readers at once get the same one."""
    found = article_by_url(session, site_id, url)
    if found is not None:
        found.title = found.title or title
        return found
    values = {"site_id": site_id, "url": url, "title": title}
    add_if_new(session, ArticleRow, **values, active_at=now, created_at=now)
    return session.scalars(_BY_URL, {"of_site": site_id, "wanted": url}).one()


def lock_article(session: Session, article_id: int) -> ArticleRow | None:
    """The article as it is now, and nobody else changes it until this transaction ends."""
    lock = {"key_share": True}  # a full lock would wait for everybody who writes under the article
    return session.get(ArticleRow, article_id, with_for_update=lock, populate_existing=True)


def latest_articles(
    session: Session,
    site_id: int,
    words: str,
    before: tuple[datetime, int] | None,
    limit: int,
    starts: Sequence[str] = (),
) -> Sequence[ArticleRow]:
    """Those where something was said last come first; with `words`, only where title or address has them.

    With `starts`, only those whose address begins with one of them.
    """
    query = select(ArticleRow).where(ArticleRow.site_id == site_id)
    if starts:
        query = query.where(starts_with(starts))
    if words:
        found = (func.lower(column).contains(words.lower(), autoescape=True) for column in _SEARCHED)
        query = query.where(or_(*found))
    if before is not None:
        query = query.where(tuple_(ArticleRow.active_at, ArticleRow.id) < before)
    query = query.order_by(ArticleRow.active_at.desc(), ArticleRow.id.desc())
    return session.scalars(query.limit(limit)).all()


def starts_with(starts: Sequence[str]) -> ColumnElement[bool]:
    """Whether an article's address begins with one. No LIKE: SQLite's takes small letters for capitals."""
    return or_(false(), *(func.substr(ArticleRow.url, 1, len(start)) == start for start in starts))


def publish_change(
    session: Session, article_id: int, *, count: int, active_at: datetime | None = None
) -> int:
    """Let every cached copy of this thread expire, and move its public count by `count`; what it is then."""
    row = ArticleRow
    values = {"version": row.version + 1, "count_published": row.count_published + count}
    if active_at is not None:
        values["active_at"] = case((row.active_at < active_at, active_at), else_=row.active_at)
    statement = update(row).where(row.id == article_id).values(values).returning(row.count_published)
    return session.scalars(statement).one()


# Made once: putting it together takes as long as asking.
_BY_URL = select(ArticleRow).where(
    ArticleRow.site_id == bindparam("of_site"), ArticleRow.url == bindparam("wanted")
)
_SEARCHED = (ArticleRow.title, ArticleRow.url)
