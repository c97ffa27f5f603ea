"""All that happened on a site between two moments, read along indexes and no further than asked."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, literal_column, select
from sqlalchemy.orm import Session

from commentbox.domain.comment import Action
from commentbox.domain.lanes import URGENT
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.tally import Day, Judged, Said, Step, section_of
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import ComplaintRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.log_chain import LogEntryRow
from commentbox.store.people import PersonRow
from commentbox.store.sanctions import SanctionRow

_AT_ONCE = 500
_PICKS = (Action.PICK, Action.UNPICK)
Span = tuple[datetime, datetime]  # from the first moment on, and before the second


def facts_of_day(session: Session, site_id: int, span: Span, limit: int | None = None) -> tuple[Day, bool]:
    """Imported comments are left out: nobody wrote them here. With a limit, at most so many of each, and
    whether there were more.
    """
    comments = _comments(session, site_id, span, limit)
    decisions = _decisions(session, site_id, span, limit)
    sections = _sections(session, site_id, {row[0] for row in comments} | {row[1] for row in decisions})
    back = _back(session, site_id, {row[1] for row in comments}, span[0])
    day = Day(
        said=[
            Said(
                section=sections[article],
                article_id=article,
                author_id=author,
                is_reply=parent is not None,
                is_back=author in back,
            )
            for article, author, parent in comments
        ],
        judged=list(_judged(session, site_id, decisions, sections)),
        reported=_reported(session, site_id, span, limit),
        count_complaints=_count_complaints(session, site_id, span),
        sanctions=_sanctions(session, site_id, span),
    )
    return day, limit is not None and limit in (len(comments), len(decisions), len(day.reported))


def _comments(
    session: Session, site_id: int, span: Span, limit: int | None
) -> Sequence[tuple[int, int, int | None]]:
    found: list[tuple[int, int, int | None]] = []
    row = CommentRow
    published: ColumnElement[str] = literal_column("'published'")
    # Two partial indexes, one for each: SQLite takes them for these very words alone.
    for condition in (row.status == published, row.status != published):
        query = select(row.article_id, row.author_id, row.parent_id).where(
            row.site_id == site_id, row.created_at >= span[0], row.created_at < span[1], condition
        )
        query = query.where(row.source_name.is_(None)).order_by(row.created_at)
        if limit is not None:
            query = query.limit(limit - len(found))
        found += [(article, author, parent) for article, author, parent in session.execute(query)]
    return found


def _decisions(
    session: Session, site_id: int, span: Span, limit: int | None
) -> Sequence[tuple[DecisionRow, int, datetime, list[dict[str, str]]]]:
    """Each with its comment's article, moment and findings."""
    entry, comment = LogEntryRow, CommentRow
    query = (
        select(DecisionRow, comment.article_id, comment.created_at, comment.findings)
        .join(entry, (entry.row_id == DecisionRow.id) & (entry.log == DecisionRow.__tablename__))
        .join(comment, comment.id == DecisionRow.comment_id)
        .where(entry.site_id == site_id, entry.created_at >= span[0], entry.created_at < span[1])
        .where(DecisionRow.action.not_in(_PICKS))
        .order_by(entry.created_at, entry.place)
    )
    if limit is not None:
        query = query.limit(limit)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def _judged(
    session: Session,
    site_id: int,
    decisions: Sequence[tuple[DecisionRow, int, datetime, list[dict[str, str]]]],
    sections: dict[int, str],
) -> Iterator[Judged]:
    for start in range(0, len(decisions), _AT_ONCE):
        piece = decisions[start : start + _AT_ONCE]
        ids = [row.id for row, *_ in piece]
        others = _about(session, site_id, {row.comment_id for row, *_ in piece})
        reports, complaints = _first_reports(session, ids), _first_complaints(session, site_id, ids)
        for row, article, said_at, findings in piece:
            beside = others.get(row.comment_id, [])
            yield Judged(
                section=sections[article],
                step=_step(row),
                said_at=said_at,
                reason=row.reason,
                called=row.called_before,
                is_undone=any(one.undoes_id == row.id for one in beside),
                earlier=tuple(_step(one) for one in beside if one.id < row.id),
                reported_at=reports.get(row.id),
                complained_at=complaints.get(row.id),
                is_urgent=any(found.get("rule") in URGENT for found in findings),
            )


def _step(row: DecisionRow) -> Step:
    return Step(
        by_id=row.person_id,
        action=row.action,
        before=row.status_before,
        after=row.status_after,
        at=row.created_at,
        revision=row.revision,
        is_undo=row.undoes_id is not None,
    )


def _about(session: Session, site_id: int, comments: Collection[int]) -> dict[int, list[DecisionRow]]:
    query = select(DecisionRow).where(DecisionRow.comment_id.in_(comments), DecisionRow.action.not_in(_PICKS))
    found: dict[int, list[DecisionRow]] = {}
    for row in session.scalars(query.order_by(DecisionRow.id)):
        if row.site_id == site_id:
            found.setdefault(row.comment_id, []).append(row)
    return found


def _first_reports(session: Session, decisions: Collection[int]) -> dict[int, datetime]:
    query = select(FlagRow.settled_by, func.min(FlagRow.created_at)).where(FlagRow.settled_by.in_(decisions))
    return {key: at for key, at in session.execute(query.group_by(FlagRow.settled_by)) if key}


def _first_complaints(session: Session, site_id: int, decisions: Collection[int]) -> dict[int, datetime]:
    row = ComplaintRow
    query = select(row.settled_by, func.min(row.created_at)).where(row.settled_by.in_(decisions))
    query = query.where(func.coalesce(row.site_id, 0) == site_id).group_by(row.settled_by)
    return {key: at for key, at in session.execute(query) if key}


def _sections(session: Session, site_id: int, articles: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    ids = sorted(articles)
    for start in range(0, len(ids), _AT_ONCE):
        piece = ids[start : start + _AT_ONCE]
        query = select(ArticleRow.id, ArticleRow.url).where(ArticleRow.id.in_(piece))
        query = query.where(func.coalesce(ArticleRow.site_id, 0) == site_id)
        found |= {key: section_of(url) for key, url in session.execute(query)}
    return found


def _back(session: Session, site_id: int, authors: Collection[int], before: datetime) -> set[int]:
    """Who of them had written here before."""
    found: set[int] = set()
    ids, row = sorted(authors), CommentRow
    for start in range(0, len(ids), _AT_ONCE):
        piece = ids[start : start + _AT_ONCE]
        # Coalesced: as a bare condition it would tempt SQLite to read the whole site.
        here = func.coalesce(row.site_id, 0) == site_id
        theirs = (row.author_id == PersonRow.id, row.author_id.in_(piece))
        query = select(PersonRow.id).where(PersonRow.id.in_(piece))
        query = query.where(exists().where(*theirs, row.created_at < before, here))
        found |= set(session.scalars(query))
    return found


def _reported(session: Session, site_id: int, span: Span, limit: int | None) -> list[str]:
    query = select(ArticleRow.url).join(CommentRow, CommentRow.article_id == ArticleRow.id)
    query = query.join(FlagRow, FlagRow.comment_id == CommentRow.id)
    query = query.where(FlagRow.created_at >= span[0], FlagRow.created_at < span[1])
    # Coalesced, or SQLite would begin with all the site's comments.
    here = func.coalesce(CommentRow.site_id, 0) == site_id
    query = query.where(here).order_by(FlagRow.created_at)
    if limit is not None:
        query = query.limit(limit)
    return [section_of(url) for url in session.scalars(query)]


def _count_complaints(session: Session, site_id: int, span: Span) -> int:
    row = ComplaintRow
    query = select(func.count()).where(
        row.site_id == site_id, row.created_at >= span[0], row.created_at < span[1]
    )
    return session.scalars(query).one()


def _sanctions(session: Session, site_id: int, span: Span) -> list[SanctionKind]:
    row = SanctionRow
    query = select(row.kind).where(
        row.site_id == site_id, row.created_at >= span[0], row.created_at < span[1], row.by_id.is_not(None)
    )
    return list(session.scalars(query))


def first_moment(session: Session, site_id: int) -> datetime | None:
    """When the first comment was sent that still is on the page or was decided about."""
    row, entry = CommentRow, LogEntryRow
    published = select(func.min(row.created_at)).where(
        row.site_id == site_id, row.status == literal_column("'published'")
    )
    logged = select(func.min(entry.created_at)).where(entry.site_id == site_id)
    found = [session.scalars(query).one() for query in (published, logged)]
    return min((each for each in found if each is not None), default=None)
