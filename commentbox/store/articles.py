"""One row, one thread."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Table,
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
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from commentbox.domain.article_settings import ArticleSettings
from commentbox.store.base import Base, BigId, Id, add_if_new


class ArticleRow(Base):
    """An article somebody has said something about.

    `count_published` and `version` change in the transaction that changes what a reader sees.
    `merged_into`: its address leads to that other article now, and nothing stands under this one; never to
    one that leads further.
    """

    __tablename__ = "articles"
    __table_args__ = (UniqueConstraint("site_id", "url"), Index(None, "site_id", "active_at", "id"))

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    url: Mapped[str]
    title: Mapped[str]
    # As its page declares it, such as de.
    language: Mapped[str] = mapped_column(default="", server_default=text("''"))
    closed_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    idle_days: Mapped[int | None]
    hours: Mapped[str] = mapped_column(default="", server_default=text("''"))
    premoderate: Mapped[bool] = mapped_column(default=False, server_default=false())
    slow_mode_seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    cools_until: Mapped[datetime | None]
    notice: Mapped[str] = mapped_column(default="", server_default=text("''"))
    merged_into: Mapped[int | None] = mapped_column(BigId, index=True)
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


_SETTINGS = tuple(field.name for field in fields(ArticleSettings))


def article_by_url(session: Session, site_id: int, url: str) -> ArticleRow | None:
    """The article with this address, or that this address leads to."""
    row = session.scalars(_BY_URL, {"of_site": site_id, "wanted": url}).one_or_none()
    return row if row is None or row.merged_into is None else session.get_one(ArticleRow, row.merged_into)


def article_to_write(session: Session, site_id: int, url: str) -> ArticleRow | None:
    """The same, and it is not merged into another before this transaction ends."""
    row = session.scalars(_TO_WRITE, {"of_site": site_id, "wanted": url}).one_or_none()
    while row is not None and row.merged_into is not None:
        lock = {"key_share": True, "read": True}
        row = session.get_one(ArticleRow, row.merged_into, with_for_update=lock, populate_existing=True)
    return row


def articles_by_urls(session: Session, site_id: int, urls: Sequence[str]) -> dict[str, ArticleRow]:
    """By the addresses that were asked for."""
    asked, found = aliased(ArticleRow), ArticleRow
    query = select(asked.url, found).join(found, found.id == func.coalesce(asked.merged_into, asked.id))
    rows = session.execute(query.where(asked.site_id == site_id, asked.url.in_(urls)))
    return dict(rows.all())


def addresses_of(session: Session, site_id: int, article_id: int) -> Sequence[ArticleRow]:
    """The other addresses of an article."""
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.merged_into == article_id)
    return session.scalars(query.order_by(ArticleRow.id)).all()


def row_at(session: Session, site_id: int, url: str) -> ArticleRow | None:
    """The row with exactly this address, wherever it leads."""
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.url == url)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def lock_for_good(session: Session, site_id: int, ids: Sequence[int]) -> dict[int, ArticleRow]:
    """As they are now; who writes under one of them has finished, and nobody begins."""
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.id.in_(ids))
    query = query.order_by(ArticleRow.id).with_for_update()
    return {row.id: row for row in session.scalars(query.execution_options(populate_existing=True))}


def articles_by_ids(session: Session, site_id: int, ids: Sequence[int]) -> Sequence[ArticleRow]:
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.id.in_(ids))
    return session.scalars(query).all()


def all_article_ids(session: Session) -> Sequence[int]:
    return session.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all()


def get_or_add_article(session: Session, site_id: int, url: str, title: str, now: datetime) -> ArticleRow:
    """The article's row, made if this is its first comment; two first readers at once get the same one."""
    found = article_to_write(session, site_id, url)
    if found is not None:
        found.title = found.title or title
        return found
    values = {"site_id": site_id, "url": url, "title": title}
    add_if_new(session, ArticleRow, **values, active_at=now, created_at=now)
    made = article_to_write(session, site_id, url)
    assert made is not None  # noqa: S101 - added just now, by us or by somebody else; for the type checker
    return made


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
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.merged_into.is_(None))
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
    session.flush()  # a statement to the table sends nothing ahead by itself
    given = {"wanted": article_id, "more": count, "at": active_at or _LONG_AGO}
    changed = session.execute(_CHANGE, given).one()
    known = session.identity_map.get(identity_key(ArticleRow, article_id))
    if known is not None:  # the session's own copy is told, or it would be read again as it was
        for name, value in changed._mapping.items():
            set_committed_value(known, name, value)
    return int(changed.count_published)


# Made once: putting it together takes as long as asking.
_BY_URL = select(ArticleRow).where(
    ArticleRow.site_id == bindparam("of_site"), ArticleRow.url == bindparam("wanted")
)
_TO_WRITE = _BY_URL.with_for_update(key_share=True, read=True).execution_options(populate_existing=True)
_TABLE = cast(Table, ArticleRow.__table__)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_AT = bindparam("at", type_=_TABLE.c.active_at.type)
_CHANGE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("wanted"))
    .values(
        version=_TABLE.c.version + 1,
        count_published=_TABLE.c.count_published + bindparam("more"),
        active_at=case((_TABLE.c.active_at < _AT, _AT), else_=_TABLE.c.active_at),
    )
    .returning(_TABLE.c.version, _TABLE.c.count_published, _TABLE.c.active_at)
)
_SEARCHED = (ArticleRow.title, ArticleRow.url)
