"""How much was said lately, article by article."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import Session

from commentbox.store.articles import ArticleRow
from commentbox.store.base import unindexed
from commentbox.store.comments import CommentRow


def most_discussed(session: Session, site_id: int, since: datetime, limit: int) -> list[tuple[int, int]]:
    """The articles with the most comments published since then: their ids and how many, most first.

    Read from one index, which holds all it needs; as much of it as was said in that time.
    """
    found = session.execute(ranking(site_id, since, limit))
    return [(article_id, number) for article_id, number in found]


def ranking(site_id: int, since: datetime, limit: int) -> Select[int, int]:
    article_id, count = unindexed(CommentRow.article_id), func.count()
    return (
        select(article_id, count)
        .where(CommentRow.site_id == site_id, CommentRow.created_at >= since)
        # In these words, not as a parameter: a partial index is taken only where they are the same.
        .where(CommentRow.status == literal_column("'published'"))
        .group_by(article_id)
        .order_by(count.desc(), article_id.desc())
        .limit(limit)
    )


def articles_by_ids(session: Session, site_id: int, ids: Sequence[int]) -> dict[int, ArticleRow]:
    query = select(ArticleRow).where(ArticleRow.site_id == site_id, ArticleRow.id.in_(ids))
    return {row.id: row for row in session.scalars(query)}
