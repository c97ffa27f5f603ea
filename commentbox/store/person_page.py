"""What a site's moderators see of one person: their comments there, and what they reported."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.domain.rights import WHOLE, Reach
from commentbox.store.articles import ArticleRow
from commentbox.store.base import filtered_by
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.reach import within

Report = tuple[FlagRow, CommentRow, DecisionRow | None]


def counts_since(session: Session, site_id: int, author_id: int, since: datetime) -> dict[Status, int]:
    """How many of the comments they have written since then stand how."""
    query = select(CommentRow.status, func.count()).where(
        CommentRow.author_id == author_id, CommentRow.site_id == site_id, CommentRow.created_at >= since
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(CommentRow.status))}


def comments_here(
    session: Session, site_id: int, author_id: int, before: int | None, limit: int, reach: Reach = WHOLE
) -> Sequence[tuple[CommentRow, ArticleRow]]:
    """The latest first, whatever became of them."""
    query = select(CommentRow, ArticleRow).join(ArticleRow, ArticleRow.id == CommentRow.article_id)
    query = query.where(CommentRow.author_id == author_id, filtered_by(CommentRow.site_id, site_id))
    query = query.where(*within(reach))
    if before is not None:
        query = query.where(CommentRow.id < before)
    found = session.execute(query.order_by(CommentRow.id.desc()).limit(limit))
    return [(comment, article) for comment, article in found]


def removable(
    session: Session, site_id: int, author_id: int, limit: int, reach: Reach = WHOLE
) -> Sequence[CommentRow]:
    """Their comments that stand on the page or wait, the latest first."""
    query = select(CommentRow).where(
        CommentRow.author_id == author_id, filtered_by(CommentRow.site_id, site_id)
    )
    query = query.where(CommentRow.status.in_((Status.PUBLISHED, Status.HELD)), *within(reach))
    return session.scalars(query.order_by(CommentRow.id.desc()).limit(limit)).all()


def count_removable(session: Session, site_id: int, author_id: int, reach: Reach = WHOLE) -> int:
    query = select(func.count()).where(
        CommentRow.author_id == author_id, filtered_by(CommentRow.site_id, site_id)
    )
    query = query.where(CommentRow.status.in_((Status.PUBLISHED, Status.HELD)), *within(reach))
    return session.scalars(query).one()


def reports_by(
    session: Session, site_id: int, person_id: int, limit: int, reach: Reach = WHOLE
) -> Sequence[Report]:
    """What they reported there, the latest first, each with the decision that answered it."""
    query = select(FlagRow, CommentRow, DecisionRow).join(CommentRow, CommentRow.id == FlagRow.comment_id)
    query = query.outerjoin(DecisionRow, DecisionRow.id == FlagRow.settled_by)
    query = query.where(FlagRow.person_id == person_id, filtered_by(CommentRow.site_id, site_id))
    query = query.where(*within(reach))
    found = session.execute(query.order_by(FlagRow.id.desc()).limit(limit))
    return [(flag, comment, decision) for flag, comment, decision in found]


def is_known_within(session: Session, site_id: int, person_id: int, reach: Reach) -> bool:
    """Whether they have written or reported something there that is within reach."""
    own = select(CommentRow.id).where(CommentRow.author_id == person_id)
    own = own.where(filtered_by(CommentRow.site_id, site_id), *within(reach)).limit(1)
    if session.scalars(own).one_or_none() is not None:
        return True
    reported = select(FlagRow.id).join(CommentRow, CommentRow.id == FlagRow.comment_id)
    reported = reported.where(FlagRow.person_id == person_id, filtered_by(CommentRow.site_id, site_id))
    return session.scalars(reported.where(*within(reach)).limit(1)).one_or_none() is not None
