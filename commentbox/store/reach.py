"""Which comments are within somebody's reach, as a condition on the comment of a query."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from commentbox.domain.comment import Action
from commentbox.domain.rights import Reach
from commentbox.store.acts import ActItemRow, ActRow
from commentbox.store.articles import ArticleRow, starts_with
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import ComplaintRow
from commentbox.store.decisions import DecisionRow


def within(reach: Reach) -> Sequence[ColumnElement[bool]]:
    """Nothing for the whole site."""
    found: list[ColumnElement[bool]] = []
    if reach.starts:
        found.append(_has(ArticleRow.id == CommentRow.article_id, starts_with(reach.starts)))
    if reach.only_legal:
        is_passed_on = _has(DecisionRow.comment_id == CommentRow.id, DecisionRow.action == Action.TO_LEGAL)
        found.append(or_(_has(ComplaintRow.comment_id == CommentRow.id), is_passed_on))
    return found


def ids_within(session: Session, site_id: int, ids: Collection[int], reach: Reach) -> set[int]:
    """Which of these numbers are comments of the site within reach."""
    query = select(CommentRow.id).where(CommentRow.id.in_(ids), CommentRow.site_id == site_id)
    return set(session.scalars(query.where(*within(reach))))


def is_act_within(session: Session, act: ActRow, reach: Reach) -> bool:
    """Whether all its comments are: an act is seen as a whole or not at all."""
    if reach.is_whole:
        return True
    items = select(ActItemRow.comment_id).where(ActItemRow.act_id == act.id)
    ids = set(session.scalars(items))
    return ids_within(session, act.site_id, ids, reach) == ids


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Beside the comment of the query alone: an article or a decision it also asks for is another one."""
    return exists().where(*conditions).correlate(CommentRow)
