"""What readers say to a comment with a click: one row per person and comment."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, ForeignKey, bindparam, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.ranking import score
from commentbox.domain.reactions import VoteKind
from commentbox.store.base import Base, add_if_new, inserting_at, rows
from commentbox.store.comments import CommentRow


class VoteRow(Base):
    __tablename__ = "votes"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    kind: Mapped[VoteKind] = mapped_column(default=VoteKind.UP, server_default=VoteKind.UP.value)
    created_at: Mapped[datetime]


class DisagreementRow(Base):
    """Beside the vote, not instead: one can disagree with a good comment. Only moderators see how many do."""

    __tablename__ = "disagreements"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


def set_vote(session: Session, comment_id: int, person_id: int, kind: VoteKind, now: datetime) -> None:
    """The person's one vote is now of this kind; the same again has no effect."""
    values = {"comment_id": comment_id, "person_id": person_id, "kind": kind, "created_at": now}
    session.connection().execute(_setting(session.get_bind().dialect.name), values)


def take_vote_back(session: Session, comment_id: int, person_id: int) -> None:
    session.execute(delete(VoteRow).where(VoteRow.comment_id == comment_id, VoteRow.person_id == person_id))


def count_again(session: Session, comment: CommentRow) -> bool:
    """Set a locked comment's numbers by its votes; whether they were others before."""
    counted = count_votes(session, comment.id)
    before = comment.votes, comment.score
    comment.votes = counted.get(VoteKind.UP, 0)
    comment.score = score(comment.votes, counted.get(VoteKind.DOWN, 0))
    return before != (comment.votes, comment.score)


def count_votes(session: Session, comment_id: int) -> dict[VoteKind, int]:
    found = rows(session, _KINDS, {"of_comment": comment_id})
    return {kind: count for kind, count in found}  # noqa: C416 - rows are no plain pairs to mypy


def votes_of(session: Session, person_id: int, comment_ids: Collection[int]) -> dict[int, VoteKind]:
    """How the person voted on those of these comments on which they did."""
    query = select(VoteRow.comment_id, VoteRow.kind)
    query = query.where(VoteRow.person_id == person_id, VoteRow.comment_id.in_(comment_ids))
    return {comment: kind for comment, kind in session.execute(query)}  # noqa: C416 - as above


def add_disagreement(session: Session, comment_id: int, person_id: int, now: datetime) -> None:
    """A second one of the same person has no effect."""
    add_if_new(session, DisagreementRow, comment_id=comment_id, person_id=person_id, created_at=now)


def take_disagreement_back(session: Session, comment_id: int, person_id: int) -> None:
    row = DisagreementRow
    session.execute(delete(row).where(row.comment_id == comment_id, row.person_id == person_id))


def disagreed_with(session: Session, person_id: int, comment_ids: Collection[int]) -> set[int]:
    """With which of these comments the person disagrees."""
    row = DisagreementRow
    query = select(row.comment_id).where(row.person_id == person_id, row.comment_id.in_(comment_ids))
    return set(session.scalars(query))


def count_disagreements(session: Session, comment_ids: Collection[int]) -> dict[int, int]:
    """How many readers disagree with each of these comments with which anybody does."""
    row = DisagreementRow
    query = select(row.comment_id, func.count()).where(row.comment_id.in_(comment_ids))
    found = session.execute(query.group_by(row.comment_id))
    return {comment: count for comment, count in found}  # noqa: C416 - as above


def drop_disagreements_of(session: Session, person_id: int) -> None:
    session.execute(delete(DisagreementRow).where(DisagreementRow.person_id == person_id))


# Made once: putting them together takes as long as asking.
_KINDS = (
    select(VoteRow.kind, func.count())
    .where(VoteRow.comment_id == bindparam("of_comment"))
    .group_by(VoteRow.kind)
)


@cache
def _setting(dialect: str) -> Executable:
    vote = inserting_at(dialect, VoteRow)
    changed = {"kind": vote.excluded.kind, "created_at": vote.excluded.created_at}
    return vote.on_conflict_do_update(
        index_elements=["comment_id", "person_id"], set_=changed, where=VoteRow.kind != vote.excluded.kind
    )
