"""What happened under each article of a site lately: along indexes by time, whatever the site's size."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from commentbox.domain.burning import Sign
from commentbox.domain.comment import Action
from commentbox.domain.reactions import VoteKind
from commentbox.store.base import unindexed
from commentbox.store.comments import CommentRow
from commentbox.store.flags import FlagRow
from commentbox.store.log_chain import LogEntryRow
from commentbox.store.votes import VoteRow

_Moment = InstrumentedAttribute[datetime]
_ARTICLE = unindexed(CommentRow.article_id)
_PUBLISHED: ColumnElement[str] = literal_column(
    "'published'"
)  # written out: the partial indexes are taken for these words alone


def counts_lately(
    session: Session, site_id: int, since: datetime, middle: datetime
) -> dict[tuple[int, Sign], tuple[int, int]]:
    """Of each article and sign: how many from `middle` on, and how many from `since` until then.

    Votes count on comments of these hours.
    """
    found: dict[tuple[int, Sign], tuple[int, int]] = {}
    for sign, query, at in _asked(site_id, since):
        late = func.count(case((at >= middle, 1)))
        rows = session.execute(query.add_columns(func.count(), late).group_by(_ARTICLE))
        for article_id, number, number_late in rows:
            now, before = found.get((article_id, sign), (0, 0))
            found[article_id, sign] = now + number_late, before + number - number_late
    return found


def _asked(site_id: int, since: datetime) -> Iterator[tuple[Sign, Select[int], _Moment]]:
    row, entry = CommentRow, LogEntryRow
    of_article = select(_ARTICLE)
    said = of_article.where(row.site_id == site_id, row.created_at >= since)
    # Coalesced, or SQLite would begin with all the site's comments.
    here = func.coalesce(row.site_id, 0) == site_id
    yield Sign.PACE, said.where(row.status == _PUBLISHED), row.created_at
    yield Sign.PACE, said.where(row.status != _PUBLISHED), row.created_at
    yield (
        Sign.HELD,
        said.where(row.status == literal_column("'held'"), row.status != _PUBLISHED),
        row.created_at,
    )
    reports = of_article.join(FlagRow, FlagRow.comment_id == row.id).where(FlagRow.created_at >= since, here)
    yield Sign.REPORTS, reports, FlagRow.created_at
    removed = of_article.join(entry, entry.comment_id == row.id)
    removed = removed.where(entry.site_id == site_id, entry.created_at >= since)
    yield Sign.REMOVED, removed.where(entry.act == Action.REMOVE.value), entry.created_at
    votes = said.where(row.status == _PUBLISHED).join(VoteRow, VoteRow.comment_id == unindexed(row.id))
    yield (
        Sign.DOWN,
        votes.where(VoteRow.kind == VoteKind.DOWN, VoteRow.created_at >= since),
        VoteRow.created_at,
    )
