"""What one person has decided lately, for their own good."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from commentbox.domain.care import Done, weighed
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.log_chain import UNDO, LogEntryRow
from commentbox.store.log_search import first_place


def done_by(session: Session, site_id: int, person_id: int, since: datetime, limit: int) -> Sequence[Done]:
    """On that site, the latest first."""
    entry, comment = LogEntryRow, CommentRow
    is_its = and_(entry.log == DecisionRow.__tablename__, DecisionRow.id == entry.row_id)
    query = (
        select(entry.created_at, DecisionRow.reason, comment.findings)
        .join(DecisionRow, is_its)
        .join(comment, comment.id == DecisionRow.comment_id)
        .where(entry.site_id == site_id, entry.by_id == person_id, entry.created_at >= since)
        .where(entry.place >= first_place(session, site_id, since), entry.act != UNDO)
    )
    found = session.execute(query.order_by(entry.place.desc()).limit(limit))
    return [weighed(at, findings, reason) for at, reason, findings in found]


def count_overturned(session: Session, site_id: int, person_id: int, since: datetime) -> int:
    """How many of their decisions since then somebody else has taken back."""
    entry, other = LogEntryRow, aliased(DecisionRow)
    taken_back = exists().where(other.undoes_id == entry.row_id, other.person_id != person_id)
    query = select(entry.place).where(
        entry.site_id == site_id,
        entry.by_id == person_id,
        entry.place >= first_place(session, site_id, since),
        entry.log == DecisionRow.__tablename__,
        taken_back,
    )
    return len(session.scalars(query).all())
