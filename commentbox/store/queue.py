"""What waits for a moderator, and the facts a card shows beside it: a fixed number of queries a page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from commentbox.domain.comment import Status
from commentbox.domain.people import Role
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.people import PersonRow, StaffRow


@dataclass(frozen=True, kw_only=True)
class CommentFacts:
    """One comment with the rows a card names."""

    comment: CommentRow
    author: PersonRow
    author_role: Role | None
    article: ArticleRow


@dataclass(frozen=True, kw_only=True)
class LogFacts:
    """One row of the log with the names that belong to it; `moderator` is empty where the box decided."""

    decision: DecisionRow
    moderator: str | None
    comment: CommentRow
    author: str
    article: ArticleRow
    is_last: bool  # whether no later decision was made about the comment


def facts_in_order(session: Session, site_id: int, ids: Sequence[int]) -> list[CommentFacts]:
    """The facts of these comments, in this order."""
    found = session.execute(_facts().where(CommentRow.site_id == site_id, CommentRow.id.in_(ids)))
    by_id = {facts.comment.id: facts for facts in map(_comment_facts, found)}
    return [by_id[key] for key in ids if key in by_id]


def facts_of(session: Session, site_id: int, comment_id: int) -> CommentFacts | None:
    """The same for any one comment of the site, decided or not."""
    query = _facts().where(CommentRow.site_id == site_id, CommentRow.id == comment_id)
    row = session.execute(query).one_or_none()
    return None if row is None else _comment_facts(row)


def lines_by_ids(session: Session, ids: Collection[int]) -> dict[int, tuple[CommentRow, str]]:
    """Comments and their authors' names, whatever their status."""
    query = select(CommentRow, PersonRow.name).join(PersonRow, PersonRow.id == CommentRow.author_id)
    rows = session.execute(query.where(CommentRow.id.in_(ids)))
    return {comment.id: (comment, name) for comment, name in rows}


def answers_to(session: Session, comment_id: int, limit: int) -> list[tuple[CommentRow, str]]:
    """Direct replies in the order they were written, whatever their status."""
    query = select(CommentRow, PersonRow.name).join(PersonRow, PersonRow.id == CommentRow.author_id)
    query = query.where(CommentRow.parent_id == comment_id).order_by(CommentRow.id).limit(limit)
    return [(comment, name) for comment, name in session.execute(query)]


def still_waiting(session: Session, site_id: int, ids: Collection[int]) -> set[int]:
    """Which of these comments wait for a decision."""
    query = select(CommentRow.id).where(CommentRow.id.in_(ids), CommentRow.site_id == site_id)
    is_waiting = or_(
        CommentRow.status == Status.HELD, CommentRow.open_flags > 0, CommentRow.called.is_not(None)
    )
    return set(session.scalars(query.where(is_waiting, CommentRow.status != Status.WITHDRAWN)))


def records_of(
    session: Session, site_id: int, author_ids: Collection[int], since: datetime
) -> dict[tuple[int, Status], int]:
    """How many comments each of these people has written on the site since then, by status."""
    # The site is asked for in the count: as a condition it would tempt SQLite to read the whole site.
    here = func.count(case((CommentRow.site_id == site_id, 1)))
    query = select(CommentRow.author_id, CommentRow.status, here).where(CommentRow.author_id.in_(author_ids))
    query = query.where(CommentRow.created_at >= since)
    query = query.group_by(CommentRow.author_id, CommentRow.status)
    return {(author_id, status): count for author_id, status, count in session.execute(query)}


def open_flags_with_names(session: Session, comment_ids: Collection[int]) -> Sequence[tuple[FlagRow, str]]:
    query = select(FlagRow, PersonRow.name).join(PersonRow, PersonRow.id == FlagRow.person_id)
    # Not `IS NULL`: SQLite would read every open flag there is instead of these comments' own.
    query = query.where(FlagRow.comment_id.in_(comment_ids), func.coalesce(FlagRow.settled_by, 0) == 0)
    query = query.order_by(FlagRow.id)
    return [(flag, name) for flag, name in session.execute(query)]


def decisions_with_names(
    session: Session, comment_ids: Collection[int]
) -> Sequence[tuple[DecisionRow, str | None]]:
    query = select(DecisionRow, PersonRow.name).outerjoin(PersonRow, PersonRow.id == DecisionRow.person_id)
    query = query.where(DecisionRow.comment_id.in_(comment_ids)).order_by(DecisionRow.id)
    return [(decision, name) for decision, name in session.execute(query)]


def log_rows(session: Session, site_id: int, ids: Collection[int]) -> dict[int, LogFacts]:
    """These decisions of the site, by their numbers."""
    query = _log().where(DecisionRow.site_id == site_id, DecisionRow.id.in_(ids))
    return {facts.decision.id: facts for facts in map(_log_facts, session.execute(query))}


def log_row(session: Session, site_id: int, decision_id: int) -> LogFacts | None:
    query = _log().where(DecisionRow.site_id == site_id, DecisionRow.id == decision_id)
    row = session.execute(query).one_or_none()
    return None if row is None else _log_facts(row)


def count_decided_by(session: Session, site_id: int, person_id: int, since: datetime) -> int:
    """On how many comments the person's decisions since then stand, undone ones left out."""
    undone = aliased(DecisionRow)
    query = select(func.count(DecisionRow.comment_id.distinct())).where(
        DecisionRow.site_id == site_id,
        DecisionRow.person_id == person_id,
        DecisionRow.created_at >= since,
        DecisionRow.undoes_id.is_(None),
        ~exists().where(undone.undoes_id == DecisionRow.id),
    )
    return session.scalars(query).one()


def _facts() -> Select[CommentRow, PersonRow, Role, ArticleRow]:
    is_staff_here = and_(StaffRow.person_id == CommentRow.author_id, StaffRow.site_id == CommentRow.site_id)
    return (
        select(CommentRow, PersonRow, StaffRow.role, ArticleRow)
        .join(PersonRow, PersonRow.id == CommentRow.author_id)
        .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
        .outerjoin(StaffRow, is_staff_here)
    )


def _comment_facts(row: Row[CommentRow, PersonRow, Role, ArticleRow]) -> CommentFacts:
    comment, author, role, article = row
    return CommentFacts(comment=comment, author=author, author_role=role, article=article)


def _log() -> Select[DecisionRow, str, CommentRow, str, ArticleRow, bool]:
    moderator, later = aliased(PersonRow), aliased(DecisionRow)
    same_comment = and_(later.comment_id == DecisionRow.comment_id, later.id > DecisionRow.id)
    return (
        select(
            DecisionRow, moderator.name, CommentRow, PersonRow.name, ArticleRow, ~exists().where(same_comment)
        )
        .join(CommentRow, CommentRow.id == DecisionRow.comment_id)
        .join(PersonRow, PersonRow.id == CommentRow.author_id)
        .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
        .outerjoin(moderator, moderator.id == DecisionRow.person_id)
    )


def _log_facts(row: Row[DecisionRow, str, CommentRow, str, ArticleRow, bool]) -> LogFacts:
    decision, moderator, comment, author, article, is_last = row
    return LogFacts(
        decision=decision,
        moderator=moderator,
        comment=comment,
        author=author,
        article=article,
        is_last=is_last,
    )
