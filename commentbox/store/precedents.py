"""What was decided before about the same words, and what colleagues decided when they were asked."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from commentbox.domain.comment import Action
from commentbox.domain.lanes import Lane
from commentbox.domain.rights import WHOLE, Reach
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.people import PersonRow
from commentbox.store.reach import within

_SETTLED = (Action.APPROVE, Action.REMOVE)


def decided_with_words(
    session: Session, site_id: int, text_keys: Collection[str], since: datetime, reach: Reach = WHOLE
) -> dict[tuple[str, Action], set[int]]:
    """Which comments with these very words moderators have approved or removed; undone ones left out."""
    undone = aliased(DecisionRow)
    query = select(CommentRow.text_key, DecisionRow.action, CommentRow.id)
    query = query.join(DecisionRow, DecisionRow.comment_id == CommentRow.id)
    query = query.where(
        CommentRow.site_id == site_id,
        CommentRow.text_key.in_(text_keys),
        CommentRow.created_at >= since,
        DecisionRow.action.in_(_SETTLED),
        DecisionRow.person_id.is_not(None),
        func.coalesce(DecisionRow.undoes_id, 0) == 0,
        ~exists().where(undone.undoes_id == DecisionRow.id),
        *within(reach),
    )
    found: dict[tuple[str, Action], set[int]] = {}
    for text_key, action, comment_id in session.execute(query.limit(1000)):
        found.setdefault((text_key, action), set()).add(comment_id)
    return found


def latest_precedents(
    session: Session, site_id: int, limit: int, reach: Reach = WHOLE
) -> list[tuple[DecisionRow, CommentRow, str | None]]:
    """Decisions about what a colleague had asked about, by somebody else and not undone; the newest first."""
    asked, undone = aliased(DecisionRow), aliased(DecisionRow)
    by_another = exists().where(
        asked.comment_id == DecisionRow.comment_id,
        asked.action == Action.ASK,
        asked.id < DecisionRow.id,
        asked.person_id != DecisionRow.person_id,
    )
    query = select(DecisionRow, CommentRow, PersonRow.name)
    query = query.join(CommentRow, CommentRow.id == DecisionRow.comment_id)
    query = query.outerjoin(PersonRow, PersonRow.id == DecisionRow.person_id)
    query = query.where(DecisionRow.site_id == site_id, DecisionRow.called_before == Lane.OPINION)
    query = query.where(DecisionRow.action.in_(_SETTLED), CommentRow.source != "", by_another)
    query = query.where(*within(reach))
    query = query.where(~exists().where(undone.undoes_id == DecisionRow.id))
    rows = session.execute(query.order_by(DecisionRow.id.desc()).limit(limit))
    return [(decision, comment, name) for decision, comment, name in rows]
