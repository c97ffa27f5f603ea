"""Other rules that are tried on the comments there are: how far it has come, and what was found."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.comment import Action, Status
from commentbox.store.articles import ArticleRow
from commentbox.store.base import Base, BigId, Id
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.people import PersonRow


class TrialRow(Base):
    """`cursor`: the comment it has come to, from the newest backwards. `samples` are numbers of comments,
    with what was found; their words stay where they are.
    """

    __tablename__ = "trials"
    __table_args__ = (Index(None, "site_id", "id"),)

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    base_version: Mapped[int]
    policy: Mapped[dict[str, Any]]
    since: Mapped[datetime]
    cursor: Mapped[int] = mapped_column(BigId)
    reached_at: Mapped[datetime | None]
    tally: Mapped[dict[str, Any]]
    samples: Mapped[list[dict[str, Any]]]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


def trial_at(session: Session, site_id: int, trial_id: int) -> TrialRow | None:
    query = select(TrialRow).where(TrialRow.id == trial_id, TrialRow.site_id == site_id)
    return session.scalars(query).one_or_none()


def lock_trial(session: Session, trial_id: int) -> TrialRow | None:
    query = select(TrialRow).where(TrialRow.id == trial_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def latest_trials(session: Session, site_id: int, limit: int) -> Sequence[TrialRow]:
    query = select(TrialRow).where(TrialRow.site_id == site_id).order_by(TrialRow.id.desc()).limit(limit)
    return session.scalars(query).all()


def comments_before(
    session: Session, site_id: int, before_id: int, limit: int
) -> Sequence[tuple[CommentRow, PersonRow, ArticleRow]]:
    """Written here and not imported, the newest first."""
    query = (
        select(CommentRow, PersonRow, ArticleRow)
        .join(PersonRow, PersonRow.id == CommentRow.author_id)
        .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
        .where(CommentRow.site_id == site_id, CommentRow.id < before_id, CommentRow.source_name.is_(None))
        .where(CommentRow.source != "")  # those of people who have deleted their account
    )
    found = session.execute(query.order_by(CommentRow.id.desc()).limit(limit))
    return [(comment, person, article) for comment, person, article in found]


def decided_by_people(session: Session, comment_ids: Collection[int]) -> dict[int, Action]:
    """The last word of a moderator about each of these, where there was one."""
    row = DecisionRow
    query = select(row.comment_id, row.action).where(row.comment_id.in_(comment_ids))
    query = query.where(row.person_id.is_not(None), row.action.in_((Action.APPROVE, Action.REMOVE)))
    return dict(session.execute(query.order_by(row.id)).all())


def texts_by_ids(
    session: Session, site_id: int, ids: Collection[int]
) -> dict[int, tuple[str, Status, datetime]]:
    row = CommentRow
    query = select(row.id, row.source, row.status, row.created_at)
    found = session.execute(query.where(row.site_id == site_id, row.id.in_(ids)))
    return {key: (source, status, at) for key, source, status, at in found}


def drop_old_trials(session: Session, before: datetime) -> None:
    session.execute(delete(TrialRow).where(TrialRow.created_at < before))
