"""The queries of a page of comments: bounded by the page, whatever the thread's size."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    FromClause,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    func,
    join,
    literal,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from commentbox.domain.comment import Status
from commentbox.domain.ranking import Sort
from commentbox.domain.thread import Entry
from commentbox.store.base import BigId, rows
from commentbox.store.comments import NEWEST, CommentRow
from commentbox.store.entries import entries, entries_to_author, entry_of, is_picked_as_it_is

Position = tuple[int | datetime, int]  # the sort key and the id of the last root on a page

State = Row[int, int, int | None, int | None, bool, Status]


def page_of_roots(
    session: Session, article_id: int, sort: Sort, after: Position | None, limit: int
) -> list[Entry]:
    """Up to `limit` roots in that order, those behind `after` only."""
    query = _roots(sort, is_first=after is None)
    return [entry_of(row) for row in rows(session, query, _bounds(article_id, after, limit))]


def page_of_picks(session: Session, article_id: int, after: Position | None, limit: int) -> list[Entry]:
    """Up to `limit` of the editors' picks, roots and replies alike, the latest first."""
    query = _picks(is_first=after is None)
    return [entry_of(row) for row in rows(session, query, _bounds(article_id, after, limit))]


def page_of_side(
    session: Session, article_id: int, option_id: int, after: Position | None, limit: int
) -> list[Entry]:
    """Up to `limit` roots whose authors show this answer, the best first."""
    given = _bounds(article_id, after, limit) | {"of_option": option_id}
    return [entry_of(row) for row in rows(session, _side(is_first=after is None), given)]


def first_replies(session: Session, root_ids: Sequence[int], limit: int) -> list[Entry]:
    """The first `limit` replies of each of these branches."""
    query = _first_replies(session.get_bind().dialect.name)
    return [entry_of(row) for row in rows(session, query, {"root_ids": list(root_ids), "most": limit})]


def replies_after(session: Session, root_id: int, after: int, limit: int) -> list[Entry]:
    """The next `limit` replies of a branch, in the order they were written."""
    query = (
        entries()
        .where(CommentRow.root_id == root_id, CommentRow.root_id.is_not(None), CommentRow.shown)
        .where(CommentRow.id > after)
        .order_by(CommentRow.id)
        .limit(limit)
    )
    return [entry_of(row) for row in session.execute(query)]


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
    found = rows(session, _entries_by_ids(to_author=to_author), {"ids": list(ids)})
    return [entry_of(row, to_author=to_author) for row in found]


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
    return list(rows(session, _above(), {"of_comment": comment_id, "most": limit}).scalars())


def children_of(session: Session, comment_id: int, after: int, limit: int) -> list[Entry]:
    """Shown direct replies, in the order they were written; `count_replies` says how many each has itself."""
    found = rows(session, _children(), {"of_comment": comment_id, "last_id": after, "most": limit})
    return [replace(entry_of(row), count_replies=row.count_live) for row in found]


def held_of(session: Session, article_id: int, author_id: int, limit: int = 20) -> list[Entry]:
    """The author's own comments that wait for a moderator."""
    query = (
        entries_to_author()
        .where(CommentRow.author_id == author_id, CommentRow.article_id == article_id)
        .where(CommentRow.status == Status.HELD)
        .order_by(CommentRow.created_at, CommentRow.id)
        .limit(limit)
    )
    return [entry_of(row, to_author=True) for row in session.execute(query)]


def _bounds(article_id: int, after: Position | None, limit: int) -> dict[str, object]:
    behind = {} if after is None else {"last_key": after[0], "last_id": after[1]}
    return {"of_article": article_id, "most": limit, **behind}


_OF_ARTICLE = CommentRow.article_id == bindparam("of_article")
_MOST = bindparam("most", type_=Integer)
_ROOTS: BindParameter[Any] = bindparam("root_ids")


@cache
def _roots(sort: Sort, *, is_first: bool) -> Select[Any]:
    numbers = {Sort.BEST: CommentRow.score, Sort.REPLIES: CommentRow.count_replies}
    key = numbers.get(sort, CommentRow.created_at)
    query = entries().where(_OF_ARTICLE, CommentRow.parent_id.is_(None), CommentRow.shown)
    place, last = tuple_(key, CommentRow.id), _last(key)
    if sort is Sort.OLDEST:
        query, is_behind = query.order_by(key.asc(), CommentRow.id.asc()), place > last
    else:
        query, is_behind = query.order_by(key.desc(), CommentRow.id.desc()), place < last
    return (query if is_first else query.where(is_behind)).limit(_MOST)


@cache
def _picks(*, is_first: bool) -> Select[Any]:
    key = CommentRow.picked_at
    query = entries().where(_OF_ARTICLE, key.is_not(None), is_picked_as_it_is())
    query = query.where(CommentRow.status == Status.PUBLISHED)
    query = query if is_first else query.where(tuple_(key, CommentRow.id) < _last(key))
    return query.order_by(key.desc(), CommentRow.id.desc()).limit(_MOST)


@cache
def _side(*, is_first: bool) -> Select[Any]:
    key, option = CommentRow.score, CommentRow.option_id
    query = entries().where(_OF_ARTICLE, option == bindparam("of_option"), option.is_not(None))
    query = query.where(CommentRow.parent_id.is_(None), CommentRow.shown)
    query = query if is_first else query.where(tuple_(key, CommentRow.id) < _last(key))
    return query.order_by(key.desc(), CommentRow.id.desc()).limit(_MOST)


def _last(key: Any) -> Any:
    return tuple_(bindparam("last_key", type_=key.type), bindparam("last_id", type_=CommentRow.id.type))


@cache
def _children() -> Select[Any]:
    is_child = CommentRow.parent_id == bindparam("of_comment")
    query = entries().where(is_child, CommentRow.shown, CommentRow.id > bindparam("last_id"))
    return query.order_by(CommentRow.id).limit(_MOST)


@cache
def _above() -> Select[tuple[int]]:
    start = select(CommentRow.parent_id.label("id"), literal(1).label("step")).where(
        CommentRow.id == bindparam("of_comment")
    )
    up = start.cte("up", recursive=True)
    up = up.union_all(
        select(CommentRow.parent_id, up.c.step + 1).where(CommentRow.id == up.c.id, up.c.step < _MOST)
    )
    return select(up.c.id).where(up.c.id.is_not(None)).order_by(up.c.step)


@cache
def _entries_by_ids(*, to_author: bool) -> Select[Any]:
    query = entries_to_author() if to_author else entries()
    return query.where(CommentRow.id.in_(bindparam("ids", expanding=True))).order_by(CommentRow.id)


@cache
def _first_replies(dialect: str) -> Select[Any]:
    wanted = _first_on_postgresql() if dialect == "postgresql" else _first_on_sqlite()
    return entries(wanted).order_by(CommentRow.id)


def _first_on_postgresql() -> FromClause:
    """Branch by branch: it would rather read all comments there are, as long as they are few thousand."""
    root = func.unnest(cast(_ROOTS, ARRAY(BigId))).table_valued("id").render_derived(name="root")
    first = _replies(root.c.id).limit(_MOST).lateral()
    return join(join(root, first, true()), CommentRow, CommentRow.id == first.c.id)


def _first_on_sqlite() -> FromClause:
    """Up to the last that is wanted of each branch, there being no `LATERAL`."""
    root = aliased(CommentRow)
    cut = _replies(root.id).offset(_MOST - 1).limit(1).scalar_subquery()
    roots = select(root.id.label("root_id"), func.coalesce(cut, NEWEST).label("last_id"))
    last = roots.where(root.id.in_(bindparam("root_ids", expanding=True))).subquery()
    is_reply = and_(CommentRow.root_id == last.c.root_id, CommentRow.root_id.is_not(None), CommentRow.shown)
    return join(last, CommentRow, and_(is_reply, CommentRow.id <= last.c.last_id))


def _replies(root_id: Any) -> Select[int]:
    reply = aliased(CommentRow)
    query = select(reply.id).where(reply.root_id == root_id, reply.root_id.is_not(None), reply.shown)
    return query.order_by(reply.id)
