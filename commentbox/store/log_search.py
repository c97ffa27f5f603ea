"""Looking for entries of a site's log: along one index, a bounded piece of it at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from commentbox.domain.rights import WHOLE, Reach
from commentbox.store.articles import ArticleRow, starts_with
from commentbox.store.comments import CommentRow
from commentbox.store.log_chain import LogEntryRow
from commentbox.store.reach import within

_AT_ONCE = 200
_SLACK = 200  # places: who began earlier may have been chained later
NOBODY = 0  # as `by_id`: what the box itself did, or the command line


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is empty asks for nothing. `without`: acts that are left out. `until` is not part of the time.

    Of a part of the site: what is about a comment or an article of it, and what `own_id` did.
    """

    by_id: int | None = None
    act: str = ""
    comment_id: int | None = None
    article_id: int | None = None
    about_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    without: frozenset[str] = frozenset()
    reach: Reach = WHOLE
    own_id: int = NOBODY


@dataclass(frozen=True, kw_only=True)
class Found:
    """Places, the newest first. `next_below`: from where to look on; none where the log has ended."""

    places: Sequence[int]
    next_below: int | None


def look(
    session: Session, site_id: int, search: Search, below: int | None, limit: int, steps: int = 25
) -> Found:
    """The next `limit` entries, or fewer where they are far apart: then there may be more further on."""
    top = _top(session, site_id, search, below)
    floor = 0 if search.since is None else first_place(session, site_id, search.since)
    places: list[int] = []
    for _ in range(steps):
        rows = _piece(session, site_id, search, top, floor)
        for row in rows:
            if _is_wanted(row, search):
                places.append(row.place)
                if len(places) == limit:
                    return Found(places=places, next_below=row.place)
        if len(rows) < _AT_ONCE:
            return Found(places=places, next_below=None)
        top = rows[-1].place
    return Found(places=places, next_below=top)


def _piece(
    session: Session, site_id: int, search: Search, top: int | None, floor: int
) -> Sequence[LogEntryRow]:
    entry = LogEntryRow
    query = select(entry).where(entry.site_id == site_id, entry.place >= floor, *_along(search))
    query = query.where(*_within(search))
    if top is not None:
        query = query.where(entry.place < top)
    return session.scalars(query.order_by(entry.place.desc()).limit(_AT_ONCE)).all()


def _within(search: Search) -> Sequence[ColumnElement[bool]]:
    entry, reach = LogEntryRow, search.reach
    if reach.is_whole:
        return []
    is_about = [exists().where(CommentRow.id == entry.comment_id, *within(reach)).correlate(entry)]
    if reach.starts:
        article = exists().where(ArticleRow.id == entry.article_id, starts_with(reach.starts))
        is_about.append(article.correlate(entry))
    return [or_(entry.by_id == search.own_id, *is_about)]


def _along(search: Search) -> Sequence[ColumnElement[bool]]:
    """The one condition that has the fewest entries, as a rule; the others are looked at entry by entry."""
    entry = LogEntryRow
    pairs: tuple[tuple[InstrumentedAttribute[int | None], int | None], ...] = (
        (entry.comment_id, search.comment_id),
        (entry.about_id, search.about_id),
        (entry.article_id, search.article_id),
    )
    for column, value in pairs:
        if value is not None:
            return [column == value]
    if search.act:
        return [entry.act == search.act]
    if search.by_id is not None:
        return [entry.by_id.is_(None) if search.by_id == NOBODY else entry.by_id == search.by_id]
    return []


def _is_wanted(row: LogEntryRow, search: Search) -> bool:
    return (
        (search.by_id is None or (row.by_id or NOBODY) == search.by_id)
        and (not search.act or row.act == search.act)
        and row.act not in search.without
        and all(
            wanted is None or wanted == value
            for wanted, value in (
                (search.comment_id, row.comment_id),
                (search.article_id, row.article_id),
                (search.about_id, row.about_id),
            )
        )
        and (search.since is None or row.created_at >= search.since)
        and (search.until is None or row.created_at < search.until)
    )


def _top(session: Session, site_id: int, search: Search, below: int | None) -> int | None:
    if search.until is None:
        return below
    entry = LogEntryRow
    query = select(entry.place).where(entry.site_id == site_id, entry.created_at < search.until)
    last = session.scalars(query.order_by(entry.created_at.desc()).limit(1)).one_or_none() or 0
    return last + _SLACK if below is None else min(below, last + _SLACK)


def first_place(session: Session, site_id: int, since: datetime) -> int:
    """Below it nothing was logged at that moment or later."""
    entry = LogEntryRow
    query = select(entry.place).where(entry.site_id == site_id, entry.created_at >= since)
    first = session.scalars(query.order_by(entry.created_at).limit(1)).one_or_none()
    return 2**31 - 1 if first is None else first - _SLACK
