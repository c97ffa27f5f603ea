"""Who has spoken under an article."""

from collections.abc import Collection

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow


def people_by_name_keys(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Members only: an imported author has no name that is theirs alone."""
    query = select(PersonRow.name_key, PersonRow.id).where(PersonRow.name_key.in_(keys))
    return {key: person_id for key, person_id in session.execute(query) if key is not None}


def voices_among(session: Session, article_id: int, people: Collection[int]) -> set[int]:
    """Those of them who have a published comment there."""
    # The article is asked for in the count: as a condition it would tempt SQLite to read the whole thread.
    count = func.count(case((CommentRow.article_id == article_id, 1)))
    query = select(CommentRow.author_id, count).where(CommentRow.author_id.in_(people))
    query = query.where(CommentRow.status == Status.PUBLISHED).group_by(CommentRow.author_id)
    return {author_id for author_id, number in session.execute(query) if number}


def latest_voices(session: Session, article_id: int, comments: int) -> list[tuple[int, str]]:
    """The members who wrote that many comments there last, whoever spoke last first."""
    newest = (
        select(CommentRow.author_id, CommentRow.id)
        .where(CommentRow.article_id == article_id, CommentRow.status == Status.PUBLISHED)
        .order_by(CommentRow.id.desc())
        .limit(comments)
        .subquery()
    )
    last = func.max(newest.c.id)
    query = select(PersonRow.id, PersonRow.name).join(newest, newest.c.author_id == PersonRow.id)
    query = query.where(PersonRow.name_key.is_not(None)).group_by(PersonRow.id, PersonRow.name)
    return [(person_id, name) for person_id, name in session.execute(query.order_by(last.desc()))]
