"""The line before the moderators: who stands where, one index for every lane; and what puts them there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.domain.lanes import Lane, Report
from commentbox.domain.rights import WHOLE, Reach
from commentbox.store.articles import ArticleRow, starts_with
from commentbox.store.claims import ClaimRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.people import PersonRow
from commentbox.store.reach import within

# Written out, because an engine takes the partial index only where it sees that index's own condition.
WAITING = text("(comments.status = 'held' OR comments.open_flags > 0 OR comments.called IS NOT NULL)")
_DECIDABLE = (Status.HELD, Status.PUBLISHED)  # what its author took back needs nobody's decision

Place = tuple[int, int]  # in a lane: `CommentRow.place`, and the id where that is equal


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which part of the line is wanted; what is empty asks for nothing.

    `not_for`: leave out what others have in hand just now, and what this person has passed on.
    """

    articles: Collection[int] = ()
    url_starts: Sequence[str] = ()
    language: str = ""  # that the article’s page declares
    joined_after: datetime | None = None
    author_id: int | None = None
    text_key: str = ""
    host: str = ""
    rule: str = ""
    not_for: tuple[int, datetime] | None = None
    reach: Reach = WHOLE


@dataclass(frozen=True, kw_only=True)
class InLine:
    """A comment; or an appeal, and the comment it is about, 0 where it is about a person."""

    comment_id: int
    lane: Lane
    place: int
    appeal_id: int | None = None


def count_by_lane(session: Session, site_id: int, reach: Reach = WHOLE) -> Mapping[Lane, int]:
    query = select(CommentRow.lane, func.count()).where(WAITING, CommentRow.site_id == site_id)
    query = query.where(*within(reach))
    # True of every comment, but without it SQLite prefers another index and reads the whole site.
    query = query.where(CommentRow.lane.in_(tuple(Lane)), CommentRow.status.in_(_DECIDABLE))
    return dict(session.execute(query.group_by(CommentRow.lane)).all())


def oldest_by_lane(session: Session, site_id: int) -> Mapping[Lane, tuple[int, datetime | None]]:
    """How many wait in each lane, and since when the one that has waited longest."""
    query = select(CommentRow.lane, func.count(), func.min(CommentRow.waits_since))
    query = query.where(WAITING, CommentRow.site_id == site_id)
    query = query.where(CommentRow.lane.in_(tuple(Lane)), CommentRow.status.in_(_DECIDABLE))
    return {row[0]: (row[1], row[2]) for row in session.execute(query.group_by(CommentRow.lane))}


def stand_in_line(
    session: Session,
    site_id: int,
    lanes: Collection[Lane],
    after: Mapping[Lane, Place],
    limit: int,
    part: Part | None = None,
) -> Sequence[InLine]:
    """The first `limit` of each lane, only what lies behind `after`; one query, whatever the site's size."""
    heads = [_head(site_id, lane, after.get(lane), limit, part or Part()) for lane in lanes]
    found = session.execute(union_all(*(select(head.subquery()) for head in heads)))
    return [InLine(comment_id=key, lane=Lane(lane), place=place) for key, lane, place in found]


def count_part(session: Session, site_id: int, lanes: Collection[Lane], part: Part, most: int) -> int:
    """How many wait in that part of these lanes; no further than `most`."""
    query = select(CommentRow.id).where(WAITING, CommentRow.site_id == site_id, CommentRow.lane.in_(lanes))
    query = query.where(CommentRow.status.in_(_DECIDABLE), *_conditions(part)).limit(most)
    return session.scalars(select(func.count()).select_from(query.subquery())).one()


def reports_about(session: Session, site_id: int, comment_ids: Collection[int]) -> dict[int, list[Report]]:
    """The open ones, with each reporter's record on the site."""
    query = select(FlagRow.comment_id, FlagRow.person_id, FlagRow.created_at, PersonRow.created_at)
    query = query.join(PersonRow, PersonRow.id == FlagRow.person_id)
    # Not `IS NULL`: SQLite would read every open flag there is instead of these comments' own.
    query = query.where(FlagRow.comment_id.in_(comment_ids), func.coalesce(FlagRow.settled_by, 0) == 0)
    rows = session.execute(query.order_by(FlagRow.id)).all()
    records = _records_of_reporters(session, site_id, {person_id for _, person_id, _, _ in rows})
    found: dict[int, list[Report]] = {}
    for comment_id, person_id, at, joined_at in rows:
        upheld, dismissed = records.get(person_id, (0, 0))
        report = Report(at=at, joined_at=joined_at, upheld=upheld, dismissed=dismissed)
        found.setdefault(comment_id, []).append(report)
    return found


def removed_share(session: Session, site_id: int, author_id: int, since: datetime) -> float:
    """Of what the author has written here since then, cautiously: a single removal is not all there is."""
    removed = func.count(case((CommentRow.status == Status.REMOVED, 1)))
    query = select(removed, func.count()).where(
        CommentRow.author_id == author_id,
        CommentRow.created_at >= since,
        # Coalesced: as a bare condition it would tempt SQLite to read the whole site.
        func.coalesce(CommentRow.site_id, 0) == site_id,
    )
    count_removed, count = session.execute(query).one()
    return float(count_removed / (count + 2))


def _records_of_reporters(
    session: Session, site_id: int, person_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """How many of their reports a removal answered, and how many another decision did."""
    is_upheld = case((DecisionRow.status_after == Status.REMOVED, 1))
    query = select(FlagRow.person_id, func.count(is_upheld), func.count())
    query = query.join(DecisionRow, DecisionRow.id == FlagRow.settled_by)
    # Coalesced, or SQLite would go through all the site's decisions.
    is_here = func.coalesce(DecisionRow.site_id, 0) == site_id
    query = query.where(FlagRow.person_id.in_(person_ids), is_here)
    rows = session.execute(query.group_by(FlagRow.person_id))
    return {person_id: (upheld, count - upheld) for person_id, upheld, count in rows}


def _head(site_id: int, lane: Lane, after: Place | None, limit: int, part: Part) -> Select[int, Lane, int]:
    query = select(CommentRow.id, CommentRow.lane, CommentRow.place)
    query = query.where(WAITING, CommentRow.site_id == site_id, CommentRow.lane == lane)
    query = query.where(CommentRow.status.in_(_DECIDABLE), *_conditions(part))
    if after is not None:
        place, last_id = after
        query = query.where(CommentRow.place >= place, or_(CommentRow.place > place, CommentRow.id > last_id))
    return query.order_by(CommentRow.place, CommentRow.id).limit(limit)


def _conditions(part: Part) -> Sequence[ColumnElement[bool]]:
    found = list(within(part.reach))
    if part.articles:
        found.append(CommentRow.article_id.in_(part.articles))
    if part.url_starts:
        starts = starts_with(part.url_starts)
        found.append(exists().where(ArticleRow.id == CommentRow.article_id, starts).correlate(CommentRow))
    if part.language:
        is_in = ArticleRow.language == part.language
        found.append(exists().where(ArticleRow.id == CommentRow.article_id, is_in).correlate(CommentRow))
    if part.joined_after is not None:
        is_new = PersonRow.created_at >= part.joined_after
        found.append(exists().where(PersonRow.id == CommentRow.author_id, is_new))
    if part.author_id is not None:
        found.append(CommentRow.author_id == part.author_id)
    if part.text_key:
        found.append(CommentRow.text_key == part.text_key)
    if part.host:
        found.append(func.lower(CommentRow.source).contains(part.host.lower(), autoescape=True))
    if part.rule:
        named = f'"rule": "{part.rule}"'
        found.append(cast(CommentRow.findings, Text).contains(named, autoescape=True))
    if part.not_for is not None:
        found += _free_for(*part.not_for)
    return found


def _free_for(person_id: int, now: datetime) -> Sequence[ColumnElement[bool]]:
    is_anothers = and_(ClaimRow.person_id != person_id, ClaimRow.until > now)
    return (
        ~exists().where(ClaimRow.comment_id == CommentRow.id, is_anothers),
        or_(CommentRow.called_by.is_(None), CommentRow.called_by != person_id),
    )
