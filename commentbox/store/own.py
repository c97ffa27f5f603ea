"""A person's own comments, wherever they stand."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from commentbox.domain.comment import Status
from commentbox.store.articles import ArticleRow
from commentbox.store.base import filtered_by
from commentbox.store.comments import CommentRow
from commentbox.store.sites import SiteRow

Place = tuple[datetime, int]


def held_ids_of(session: Session, author_id: int) -> list[tuple[int, int]]:
    """The article and the id of each held comment, article by article."""
    query = select(CommentRow.article_id, CommentRow.id)
    query = query.where(CommentRow.author_id == author_id, CommentRow.status == Status.HELD)
    return [(article, key) for article, key in session.execute(query.order_by(CommentRow.article_id))]


def lock_with_parents(session: Session, ids: Collection[int]) -> dict[int, CommentRow]:
    """These comments of one article as they are now, and they and all above them stay so meanwhile.

    From the latest up, as everybody locks; so none of several comes after the article they have in common.
    """
    up = select(CommentRow.id, CommentRow.parent_id).where(CommentRow.id.in_(ids)).cte("up", recursive=True)
    parent = aliased(CommentRow)
    up = up.union(select(parent.id, parent.parent_id).where(parent.id == up.c.parent_id))
    query = select(CommentRow).where(CommentRow.id.in_(select(up.c.id))).order_by(CommentRow.id.desc())
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {row.id: row for row in session.scalars(query)}


def own_among(session: Session, author_id: int, site_id: int, ids: Collection[int]) -> Sequence[CommentRow]:
    """Those of these comments that the person wrote on that site."""
    query = select(CommentRow).where(CommentRow.id.in_(ids), CommentRow.author_id == author_id)
    return session.scalars(query.where(CommentRow.site_id == site_id)).all()


def comments_of(
    session: Session, author_id: int, after: Place | None, limit: int
) -> Sequence[tuple[CommentRow, ArticleRow, SiteRow]]:
    """Newest first; only what lies behind `after`."""
    query = (
        select(CommentRow, ArticleRow, SiteRow)
        .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
        .join(SiteRow, SiteRow.id == CommentRow.site_id)
        .where(CommentRow.author_id == author_id)
    )
    if after is not None:
        query = query.where(tuple_(CommentRow.created_at, CommentRow.id) < after)
    query = query.order_by(CommentRow.created_at.desc(), CommentRow.id.desc()).limit(limit)
    return [(comment, article, site) for comment, article, site in session.execute(query)]


def published_of(
    session: Session, author_id: int, site_id: int, limit: int
) -> Sequence[tuple[CommentRow, ArticleRow]]:
    """The author's latest published comments on that site."""
    query = (
        select(CommentRow, ArticleRow)
        .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
        .where(CommentRow.author_id == author_id, CommentRow.status == Status.PUBLISHED)
        .where(ArticleRow.site_id == site_id)
        .order_by(CommentRow.created_at.desc(), CommentRow.id.desc())
        .limit(limit)
    )
    return [(comment, article) for comment, article in session.execute(query)]


def has_written_at(session: Session, author_id: int, site_id: int) -> bool:
    query = select(CommentRow.id).where(
        CommentRow.author_id == author_id, filtered_by(CommentRow.site_id, site_id)
    )
    return session.scalars(query.limit(1)).one_or_none() is not None
