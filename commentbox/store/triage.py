"""The models of a site's own decisions, every version with what it was measured to be worth."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from commentbox.domain.comment import Action
from commentbox.domain.lanes import Lane
from commentbox.store.base import Base, BigId
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.people import PersonRow

_LATEST = 20_000  # decisions that are looked through
_AT_ONCE = 500
_SAYS_SOMETHING = (Action.APPROVE, Action.REMOVE, Action.HOLD)


class TriageModelRow(Base):
    """One try at making a model; `problem` says why there is none. Only the latest keep their `weights`.

    `last_decision_id`: the newest decision there was then.
    """

    __tablename__ = "triage_models"
    __table_args__ = (Index(None, "site_id", "digest"),)

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str | None]
    weights: Mapped[bytes | None]
    problem: Mapped[str]
    count: Mapped[int]
    later: Mapped[dict[str, Any]]
    speak_for: Mapped[list[str]]
    speak_against: Mapped[list[str]]
    last_decision_id: Mapped[int] = mapped_column(BigId)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a person decided about a comment in the end. `was_blind`: chance had chosen it."""

    decision_id: int
    comment_id: int
    revision: int
    is_removed: bool
    was_blind: bool


@dataclass(frozen=True, kw_only=True)
class Labelled:
    label: Label
    text: str
    author_id: int
    score: int | None


def model_by_digest(session: Session, site_id: int, digest: str) -> TriageModelRow | None:
    row = TriageModelRow
    query = select(row).where(row.site_id == site_id, row.digest == digest)
    return session.scalars(query.order_by(row.version.desc()).limit(1)).one_or_none()


def latest_models(session: Session, site_id: int, limit: int) -> Sequence[tuple[TriageModelRow, str | None]]:
    """The newest first, without their weights, each with the name of who asked for it."""
    row = TriageModelRow
    query = select(row, PersonRow.name).outerjoin(PersonRow, PersonRow.id == row.by_id)
    query = query.where(row.site_id == site_id).order_by(row.version.desc()).limit(limit)
    return [(model, name) for model, name in session.execute(query.options(defer(row.weights)))]


def drop_weights(session: Session, site_id: int, before: int) -> None:
    """What is known about older versions stays."""
    row = TriageModelRow
    query = update(row).where(row.site_id == site_id, row.version < before).values(weights=None)
    session.execute(query)


def labels(session: Session, site_id: int, limit: int) -> Sequence[Label]:
    """The last word of a person about each comment, the newest first; one that was taken back is none."""
    row = DecisionRow
    query = select(
        row.id, row.comment_id, row.revision, row.action, row.undoes_id, row.called_before, row.person_id
    )
    query = query.where(row.site_id == site_id).order_by(row.id.desc()).limit(_LATEST)
    seen: set[int] = set()
    found: list[Label] = []
    for key, comment_id, revision, action, undoes_id, called_before, person_id in session.execute(query):
        if person_id is None or action not in _SAYS_SOMETHING or comment_id in seen:
            continue
        seen.add(comment_id)
        if undoes_id is None and action is not Action.HOLD:
            label = Label(
                decision_id=key,
                comment_id=comment_id,
                revision=revision,
                is_removed=action is Action.REMOVE,
                was_blind=called_before is Lane.SAMPLE,
            )
            found.append(label)
    return found[:limit]


def texts_of(session: Session, site_id: int, found: Collection[Label]) -> list[Labelled]:
    """In the same order; without those whose words have changed since, or are gone."""
    row, by_id = CommentRow, {}
    ids = [label.comment_id for label in found]
    for start in range(0, len(ids), _AT_ONCE):
        query = select(row.id, row.source, row.author_id, row.revision, row.triage_score)
        query = query.where(row.site_id == site_id, row.id.in_(ids[start : start + _AT_ONCE]))
        for key, source, author_id, revision, score in session.execute(query.where(row.source != "")):
            by_id[key] = (source, author_id, revision, score)
    return [
        Labelled(label=label, text=known[0], author_id=known[1], score=known[3])
        for label in found
        if (known := by_id.get(label.comment_id)) is not None and known[2] == label.revision
    ]
