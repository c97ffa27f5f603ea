"""All that stands under one article moves under another."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from commentbox.store.articles import ArticleRow, addresses_of, lock_for_good
from commentbox.store.comments import CommentRow, lock_comments_of
from commentbox.store.events import EventRow
from commentbox.store.marks import AuthorRow
from commentbox.store.questions import QuestionRow

_TRIES = 5


def lock_both(session: Session, site_id: int, source_id: int, target_id: int) -> dict[int, ArticleRow] | None:
    """Both articles, with every comment under the first: nobody writes there until this transaction ends.

    Comments come before articles, here as everywhere. What somebody has sent in between is waited for, with
    the articles let go of again; None if there is no end to it.
    """
    for _ in range(_TRIES):
        locked = lock_comments_of(session, source_id)
        step = session.begin_nested()
        rows = lock_for_good(session, site_id, (source_id, target_id))
        there = session.scalars(select(CommentRow.id).where(CommentRow.article_id == source_id))
        if locked >= set(there):
            step.commit()
            return rows
        step.rollback()
    return None


def move_all(session: Session, source: ArticleRow, target: ArticleRow) -> None:
    """Comments, events, authors, the question, other addresses; and every number follows. Both are locked."""
    for table in (CommentRow, EventRow, QuestionRow):
        moved = update(table).where(table.article_id == source.id).values(article_id=target.id)
        session.execute(moved.execution_options(synchronize_session=False))
    known = set(session.scalars(select(AuthorRow.person_id).where(AuthorRow.article_id == target.id)))
    authors = update(AuthorRow).where(AuthorRow.article_id == source.id, AuthorRow.person_id.not_in(known))
    session.execute(authors.values(article_id=target.id).execution_options(synchronize_session=False))
    session.execute(delete(AuthorRow).where(AuthorRow.article_id == source.id))
    for address in addresses_of(session, source.site_id, source.id):
        address.merged_into = target.id
    source.merged_into = target.id
    target.count_published, source.count_published = target.count_published + source.count_published, 0
    target.has_question, source.has_question = target.has_question or source.has_question, False
    target.active_at = max(target.active_at, source.active_at)
    target.title = target.title or source.title
    # Above both: what was kept of either is older.
    target.version = max(target.version, source.version) + 1
    session.flush()


def has_comments(session: Session, article_id: int) -> bool:
    query = select(CommentRow.id).where(CommentRow.article_id == article_id).limit(1)
    return session.scalars(query).one_or_none() is not None
