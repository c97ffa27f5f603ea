"""The newest comments of a site or under an article, for those who follow them elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow


@dataclass(frozen=True, kw_only=True)
class Said:
    """A published comment; `author` is empty where the account is gone."""

    comment: CommentRow
    article: ArticleRow
    author: str


def newest_of_site(session: Session, site_id: int, limit: int) -> Sequence[Said]:
    return _read(session, _said().where(CommentRow.site_id == site_id), limit)


def newest_of_article(session: Session, article_id: int, limit: int) -> Sequence[Said]:
    return _read(session, _said().where(CommentRow.article_id == article_id), limit)


def _said() -> Select[CommentRow, ArticleRow, PersonRow]:
    return (
        select(CommentRow, ArticleRow, PersonRow)
        .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
        .join(PersonRow, PersonRow.id == CommentRow.author_id)
        .where(CommentRow.status == Status.PUBLISHED)
    )


def _read(session: Session, query: Select[CommentRow, ArticleRow, PersonRow], limit: int) -> Sequence[Said]:
    return [
        Said(comment=comment, article=article, author="" if person.erased_at else person.name)
        for comment, article, person in session.execute(query.order_by(CommentRow.id.desc()).limit(limit))
    ]
