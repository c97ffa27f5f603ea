"""The queries of a page of comments: bounded by the page, whatever the thread's size."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from commentbox.domain.comment import Status
from commentbox.domain.moderation.rules.unconfirmed import waits_only_for_confirmation
from commentbox.domain.people import Role
from commentbox.domain.ranking import Sort
from commentbox.domain.thread import Author, Entry
from commentbox.store.comments import CommentRow
from commentbox.store.identities import BadgeRow
from commentbox.store.marks import AuthorRow, ExpertRow
from commentbox.store.people import PersonRow, StaffRow
from commentbox.store.questions import OptionRow

Position = tuple[int | datetime, int]  # the sort key and the id of the last root on a page

State = Row[int, int, int | None, int | None, bool, Status]


def page_of_roots(
    session: Session, article_id: int, sort: Sort, after: Position | None, limit: int
) -> list[Entry]:
    """Up to `limit` roots in that order, those behind `after` only."""
    is_root = and_(CommentRow.article_id == article_id, CommentRow.parent_id.is_(None), CommentRow.shown)
    query = _entries().where(is_root)
    numbers = {Sort.BEST: CommentRow.score, Sort.REPLIES: CommentRow.count_replies}
    key = numbers.get(sort, CommentRow.created_at)
    place = tuple_(key, CommentRow.id)
    if sort is Sort.OLDEST:
        query = query.order_by(key.asc(), CommentRow.id.asc())
        bound = None if after is None else place > _literals(key, after)
    else:
        query = query.order_by(key.desc(), CommentRow.id.desc())
        bound = None if after is None else place < _literals(key, after)
    if bound is not None:
        query = query.where(bound)
    return [_entry(row) for row in session.execute(query.limit(limit))]


def page_of_picks(session: Session, article_id: int, after: Position | None, limit: int) -> list[Entry]:
    """Up to `limit` of the editors' picks, roots and replies alike, the latest first."""
    query = _entries().where(CommentRow.article_id == article_id, CommentRow.picked_at.is_not(None))
    query = query.where(CommentRow.status == Status.PUBLISHED, _is_picked_as_it_is())
    if after is not None:
        place = tuple_(CommentRow.picked_at, CommentRow.id)
        query = query.where(place < _literals(CommentRow.picked_at, after))
    query = query.order_by(CommentRow.picked_at.desc(), CommentRow.id.desc()).limit(limit)
    return [_entry(row) for row in session.execute(query)]


def page_of_side(
    session: Session, article_id: int, option_id: int, after: Position | None, limit: int
) -> list[Entry]:
    """Up to `limit` roots whose authors show this answer, the best first."""
    side = and_(CommentRow.article_id == article_id, CommentRow.option_id == option_id)
    query = _entries().where(side, CommentRow.parent_id.is_(None), CommentRow.shown)
    query = query.where(CommentRow.option_id.is_not(None))
    if after is not None:
        query = query.where(tuple_(CommentRow.score, CommentRow.id) < _literals(CommentRow.score, after))
    query = query.order_by(CommentRow.score.desc(), CommentRow.id.desc())
    return [_entry(row) for row in session.execute(query.limit(limit))]


def first_replies(session: Session, root_ids: Sequence[int], limit: int) -> list[Entry]:
    """The first `limit` replies of each of these branches."""
    given = {"root_ids": list(root_ids), "before_last": limit - 1}
    return [_entry(row) for row in session.execute(_first_replies(), given)]


def replies_after(session: Session, root_id: int, after: int, limit: int) -> list[Entry]:
    """The next `limit` replies of a branch, in the order they were written."""
    query = (
        _entries()
        .where(CommentRow.root_id == root_id, CommentRow.root_id.is_not(None), CommentRow.shown)
        .where(CommentRow.id > after)
        .order_by(CommentRow.id)
        .limit(limit)
    )
    return [_entry(row) for row in session.execute(query)]


def count_replies_up_to(session: Session, root_id: int, last_id: int) -> int:
    """How many published replies of the branch come up to and with that id."""
    query = (
        select(func.count())
        .select_from(CommentRow)
        .where(CommentRow.root_id == root_id, CommentRow.root_id.is_not(None), CommentRow.shown)
        .where(CommentRow.status == Status.PUBLISHED, CommentRow.id <= last_id)
    )
    return session.scalars(query).one()


def entries_by_ids(session: Session, ids: Sequence[int], *, to_author: bool = False) -> list[Entry]:
    """These comments in the order of their ids; the words of one that waits only if they go `to_author`."""
    found = session.execute(_entries_by_ids(), {"ids": list(ids)})
    return [_entry(row, to_author=to_author) for row in found]


def states_of(session: Session, ids: Sequence[int]) -> Sequence[State]:
    """`id`, `article_id`, `parent_id`, `root_id`, `shown` and `status` of these comments, by their ids."""
    row = CommentRow
    query = select(row.id, row.article_id, row.parent_id, row.root_id, row.shown, row.status)
    return session.execute(query.where(row.id.in_(ids)).order_by(row.id)).all()


def words_of(session: Session, article_id: int, before: int | None, limit: int) -> list[tuple[int, str]]:
    """The published comments' texts by number, newest first."""
    query = select(CommentRow.id, CommentRow.source).where(CommentRow.article_id == article_id)
    query = query.where(CommentRow.status == Status.PUBLISHED)
    if before is not None:
        query = query.where(CommentRow.id < before)
    query = query.order_by(CommentRow.id.desc()).limit(limit)
    return [(key, text) for key, text in session.execute(query)]


def ancestor_ids(session: Session, comment_id: int, limit: int) -> list[int]:
    """The nearest `limit` comments above this one, nearest first, itself left out."""
    start = select(CommentRow.parent_id.label("id"), literal(1).label("step")).where(
        CommentRow.id == comment_id
    )
    up = start.cte("up", recursive=True)
    up = up.union_all(
        select(CommentRow.parent_id, up.c.step + 1).where(CommentRow.id == up.c.id, up.c.step < limit)
    )
    return list(session.scalars(select(up.c.id).where(up.c.id.is_not(None)).order_by(up.c.step)))


def children_of(session: Session, comment_id: int, after: int, limit: int) -> list[Entry]:
    """Shown direct replies, in the order they were written; `count_replies` says how many each has itself."""
    query = (
        _entries()
        .where(CommentRow.parent_id == comment_id, CommentRow.shown, CommentRow.id > after)
        .order_by(CommentRow.id)
        .limit(limit)
    )
    return [replace(_entry(row), count_replies=row[0].count_live) for row in session.execute(query)]


def held_of(session: Session, article_id: int, author_id: int, limit: int = 20) -> list[Entry]:
    """The author's own comments that wait for a moderator."""
    query = (
        _entries()
        .where(CommentRow.author_id == author_id, CommentRow.article_id == article_id)
        .where(CommentRow.status == Status.HELD)
        .order_by(CommentRow.created_at, CommentRow.id)
        .limit(limit)
    )
    return [_entry(row, to_author=True) for row in session.execute(query)]


def _literals(key: Any, after: Position) -> Any:
    return tuple_(literal(after[0], key.type), literal(after[1], CommentRow.id.type))


def _is_picked_as_it_is() -> ColumnElement[bool]:
    return CommentRow.picked_revision == CommentRow.revision


@cache
def _entries() -> Select[Any]:
    """Made once: putting these joins together costs more than sending the query."""
    parent = aliased(CommentRow)
    parent_author = aliased(PersonRow)
    name = case((PersonRow.erased_at.is_(None), PersonRow.name), else_=None)
    parent_name = case((parent.status == Status.PUBLISHED, parent_author.name), else_=None)
    return (
        select(
            CommentRow,
            name,
            StaffRow.role,
            parent_name,
            BadgeRow.labels,
            BadgeRow.roles,
            BadgeRow.avatar,
            AuthorRow.person_id,
            ExpertRow.field,
            OptionRow.label,
        )
        .join(PersonRow, PersonRow.id == CommentRow.author_id)
        .outerjoin(
            StaffRow, and_(StaffRow.person_id == CommentRow.author_id, StaffRow.site_id == CommentRow.site_id)
        )
        .outerjoin(
            BadgeRow, and_(BadgeRow.person_id == CommentRow.author_id, BadgeRow.site_id == CommentRow.site_id)
        )
        .outerjoin(
            AuthorRow,
            and_(AuthorRow.person_id == CommentRow.author_id, AuthorRow.article_id == CommentRow.article_id),
        )
        .outerjoin(
            ExpertRow,
            and_(ExpertRow.person_id == CommentRow.author_id, ExpertRow.site_id == CommentRow.site_id),
        )
        .outerjoin(OptionRow, OptionRow.id == CommentRow.option_id)
        .outerjoin(parent, parent.id == CommentRow.parent_id)
        .outerjoin(parent_author, parent_author.id == parent.author_id)
    )


@cache
def _entries_by_ids() -> Select[Any]:
    return _entries().where(CommentRow.id.in_(bindparam("ids", expanding=True))).order_by(CommentRow.id)


@cache
def _first_replies() -> Select[Any]:
    root = aliased(CommentRow)
    reply = aliased(CommentRow)
    cut = (
        select(reply.id)
        .where(reply.root_id == root.id, reply.root_id.is_not(None), reply.shown)
        .order_by(reply.id)
        .offset(bindparam("before_last", type_=Integer))
        .limit(1)
        .scalar_subquery()
    )
    roots = root.id.in_(bindparam("root_ids", expanding=True))
    last = select(root.id.label("root_id"), cut.label("last_id")).where(roots).subquery()
    return (
        _entries()
        .join(last, CommentRow.root_id == last.c.root_id)
        .where(CommentRow.root_id.is_not(None), CommentRow.shown)
        .where(or_(last.c.last_id.is_(None), CommentRow.id <= last.c.last_id))
        .order_by(CommentRow.id)
    )


def _entry(row: Sequence[Any], *, to_author: bool = False) -> Entry:
    """The comment as it is shown; only a published one shows its words, to others than its author."""
    comment, name, role, parent_name, badges, given, avatar, wrote_article, expertise, answer = row
    is_hidden = comment.status is not Status.PUBLISHED and not (to_author and comment.status is Status.HELD)
    roles = {role, *(given or ())}
    author = Author(
        id=comment.author_id,
        name=name,
        is_staff=any(each is not None and Role(each).is_newsroom for each in roles),
        is_member=Role.MEMBER in roles,
        badges=tuple(badges or ()),
        avatar=avatar or "",
        wrote_article=wrote_article is not None,
        is_expert=expertise is not None or Role.EXPERT in roles,
        expertise=expertise or "",
    )
    return Entry(
        id=comment.id,
        parent_id=comment.parent_id,
        root_id=comment.root_id,
        depth=comment.depth,
        author=None if is_hidden or name is None else author,
        html="" if is_hidden else comment.html,
        status=comment.status,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        votes=0 if is_hidden else comment.votes,
        score=comment.score,
        count_replies=comment.count_replies,
        parent_name=parent_name,
        picked_at=comment.picked_at
        if comment.picked_revision == comment.revision and not is_hidden
        else None,
        answer=None if is_hidden else answer,
        is_unconfirmed=to_author
        and comment.status is Status.HELD
        and waits_only_for_confirmation(comment.findings),
    )
