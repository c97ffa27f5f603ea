"""Authors who ask for a second look: one appeal a decision, what became of it, and how often it was right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.appeals import APPEALABLE, Outcome
from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.rights import MODERATORS, WHOLE, Reach
from commentbox.domain.sanctions import SanctionKind
from commentbox.store.base import Base, BigId, Id, add_if_new
from commentbox.store.claims import ClaimRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.people import PersonRow, StaffRow
from commentbox.store.reach import within
from commentbox.store.sanctions import SanctionRow

_OPEN = text("outcome IS NULL")
Place = tuple[int, int]  # in the lane: `AppealRow.place`, and the id where that is equal


class AppealRow(Base):
    """Against the removal of a comment (`decision_id`) or a sanction; once each.

    `against_id` made that decision; empty where no person did. `place`: in the lane of the queue. `outcome`,
    `answer` (words for the author), `answered_by` and `answered_at` are empty while it waits. `by_decision`:
    the decision about the comment that answered it. `is_alone`: answered by who made the first decision,
    because nobody else was on the staff.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        UniqueConstraint("sanction_id"),
        Index("ix_appeals_open", "site_id", "place", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index(None, "comment_id"),
        Index(None, "person_id"),
        Index(None, "by_decision"),
        Index(None, "site_id", "answered_at"),
    )

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    sanction_id: Mapped[int | None] = mapped_column(ForeignKey("sanctions.id"))
    against_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str]
    place: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime]
    outcome: Mapped[Outcome | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    by_decision: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    is_alone: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What became of one moderator's decisions of one kind.

    `what` is the reason of a removal or the kind of a sanction; `person_id` and `name` are empty where the
    box decided by itself. `appealed` are those of `decisions` that an author has appealed, whenever;
    `overturned` and `upheld` how that ended, and the rest of them wait.
    """

    person_id: int | None
    name: str | None
    what: Reason | SanctionKind
    decisions: int
    appealed: int
    overturned: int
    upheld: int


def add_appeal(session: Session, row: AppealRow) -> tuple[AppealRow, bool]:
    """The appeal as it is kept, and whether it is new: a decision has one."""
    columns = [column.key for column in AppealRow.__table__.columns if column.key != "id"]
    values = {key: getattr(row, key) for key in columns} | {"answer": "", "is_alone": False}
    is_new = add_if_new(session, AppealRow, **values)
    is_this = AppealRow.decision_id == row.decision_id
    if row.decision_id is None:
        is_this = AppealRow.sanction_id == row.sanction_id
    return session.scalars(select(AppealRow).where(AppealRow.site_id == row.site_id, is_this)).one(), is_new


def appeal_by_id(session: Session, site_id: int, appeal_id: int) -> AppealRow | None:
    query = select(AppealRow).where(AppealRow.id == appeal_id, AppealRow.site_id == site_id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def open_appeal_about(session: Session, comment_id: int) -> AppealRow | None:
    """The one that waits for an answer; a comment has one at most."""
    query = select(AppealRow).where(AppealRow.comment_id == comment_id, AppealRow.outcome.is_(None))
    return session.scalars(query).one_or_none()


def open_appeals_about(session: Session, comment_ids: Collection[int]) -> dict[int, AppealRow]:
    """Those that wait, by comment."""
    query = select(AppealRow).where(AppealRow.comment_id.in_(comment_ids), AppealRow.outcome.is_(None))
    return {row.comment_id: row for row in session.scalars(query) if row.comment_id is not None}


def appeal_answered_by(session: Session, decision_id: int) -> AppealRow | None:
    return session.scalars(select(AppealRow).where(AppealRow.by_decision == decision_id)).one_or_none()


def appeals_by(session: Session, person_id: int) -> Sequence[AppealRow]:
    """On every site, the latest first: for the person themselves."""
    query = select(AppealRow).where(AppealRow.person_id == person_id).order_by(AppealRow.id.desc())
    return session.scalars(query).all()


def appeals_against(
    session: Session, decision_ids: Collection[int], sanction_ids: Collection[int] = ()
) -> Sequence[AppealRow]:
    """Those against these decisions and sanctions."""
    row = AppealRow
    query = select(row).where(or_(row.decision_id.in_(decision_ids), row.sanction_id.in_(sanction_ids)))
    return session.scalars(query.order_by(row.id)).all()


def appealable_removals(session: Session, comment_ids: Collection[int]) -> dict[int, DecisionRow]:
    """The decision that removed each of these comments, the last one; an undo is no decision of that kind."""
    row = DecisionRow
    query = select(row).where(row.comment_id.in_(comment_ids), row.action == Action.REMOVE)
    query = query.where(row.undoes_id.is_(None), row.status_before != Status.REMOVED).order_by(row.id)
    return {decision.comment_id: decision for decision in session.scalars(query)}


def count_open(session: Session, site_id: int, person_id: int, reach: Reach = WHOLE) -> tuple[int, int]:
    """How many wait within that reach, and how many of these somebody else than that person has to answer."""
    others = func.count(case((_is_for_others(site_id, person_id), 1)))
    count, count_others = session.execute(select(func.count(), others).where(_waits_at(site_id, reach))).one()
    return count, count_others


def oldest_open(session: Session, site_id: int) -> tuple[int, datetime | None]:
    """How many wait on the site, and since when the one that has waited longest."""
    query = select(func.count(), func.min(AppealRow.created_at)).where(_waits_at(site_id))
    count, since = session.execute(query).one()
    return count, since


def open_sanction_appeals(
    session: Session, site_id: int, ids: Collection[int]
) -> Sequence[tuple[AppealRow, SanctionRow, PersonRow]]:
    """Which of these wait and are against sanctions, each with whom it is about."""
    row = AppealRow
    query = (
        select(row, SanctionRow, PersonRow)
        .join(SanctionRow, SanctionRow.id == row.sanction_id)
        .join(PersonRow, PersonRow.id == row.person_id)
        .where(_waits_at(site_id), row.id.in_(ids))
    )
    return [(appeal, sanction, person) for appeal, sanction, person in session.execute(query)]


def appeals_in_line(
    session: Session,
    site_id: int,
    after: Place | None,
    limit: int,
    not_for: tuple[int, datetime] | None = None,
    reach: Reach = WHOLE,
) -> Sequence[AppealRow]:
    """The first `limit` that wait within that reach, only what lies behind `after`.

    `not_for`: leave out what others have in hand just now, and what this person may not answer.
    """
    row = AppealRow
    query = select(row).where(_waits_at(site_id, reach))
    if not_for is not None:
        person_id, now = not_for
        is_anothers = and_(ClaimRow.person_id != person_id, ClaimRow.until > now)
        query = query.where(~_is_for_others(site_id, person_id))
        query = query.where(~exists().where(ClaimRow.comment_id == row.comment_id, is_anothers))
    if after is not None:
        place, last_id = after
        query = query.where(row.place >= place, or_(row.place > place, row.id > last_id))
    return session.scalars(query.order_by(row.place, row.id).limit(limit)).all()


def records_of_removals(session: Session, site_id: int, since: datetime, until: datetime) -> list[Record]:
    """Of the removals decided from `since` and before `until`, by moderator and reason: how many, how many
    were appealed, and how that ended. A removal that was undone counts as it was decided.
    """
    row = DecisionRow
    query = (
        select(row.person_id, PersonRow.name, row.reason, *_sums())
        .outerjoin(AppealRow, AppealRow.decision_id == row.id)
        .outerjoin(PersonRow, PersonRow.id == row.person_id)
        .where(row.site_id == site_id, row.created_at >= since, row.created_at < until)
        .where(row.action == Action.REMOVE, row.undoes_id.is_(None), row.status_before != Status.REMOVED)
        .group_by(row.person_id, PersonRow.name, row.reason)
        .order_by(row.person_id, row.reason)
    )
    rows = session.execute(query)
    return [_record(who, name, reason or Reason.OTHER, sums) for who, name, reason, *sums in rows]


def records_of_sanctions(session: Session, site_id: int, since: datetime, until: datetime) -> list[Record]:
    """The same of warnings, mutes, bans and reading first."""
    row = SanctionRow
    query = (
        select(row.by_id, PersonRow.name, row.kind, *_sums())
        .outerjoin(AppealRow, AppealRow.sanction_id == row.id)
        .outerjoin(PersonRow, PersonRow.id == row.by_id)
        .where(row.site_id == site_id, row.created_at >= since, row.created_at < until)
        .where(row.kind.in_(APPEALABLE))
        .group_by(row.by_id, PersonRow.name, row.kind)
        .order_by(row.by_id, row.kind)
    )
    return [_record(who, name, kind, sums) for who, name, kind, *sums in session.execute(query)]


def drop_appeals_of(session: Session, person_id: int) -> None:
    """That there was one stays, for the moderators' record; the words go, and nobody need answer it."""
    row = AppealRow
    own = update(row).where(row.person_id == person_id)
    session.execute(own.where(row.outcome.is_(None)).values(outcome=Outcome.DROPPED))
    session.execute(own.values(words="", answer=""))


def _waits_at(site_id: int, reach: Reach = WHOLE) -> ColumnElement[bool]:
    """What is about a person is within reach of those alone who moderate the whole site."""
    waits = and_(AppealRow.site_id == site_id, AppealRow.outcome.is_(None))
    if reach.is_whole:
        return waits
    comments = select(CommentRow.id).where(CommentRow.id == AppealRow.comment_id, *within(reach))
    return and_(waits, comments.correlate(AppealRow).exists())


def _is_for_others(site_id: int, person_id: int) -> ColumnElement[bool]:
    """They made the decision, and somebody else is there; or it is their own appeal."""
    is_other = and_(StaffRow.site_id == site_id, StaffRow.person_id != person_id)
    others = exists().where(is_other, StaffRow.role.in_(MODERATORS))
    by_them = and_(func.coalesce(AppealRow.against_id, 0) == person_id, others)
    return or_(by_them, AppealRow.person_id == person_id)


def _sums() -> tuple[ColumnElement[int], ...]:
    """Decisions, those that were appealed, and how that ended."""
    outcome = AppealRow.outcome
    is_wrong, is_right = case((outcome == Outcome.OVERTURNED, 1)), case((outcome == Outcome.UPHELD, 1))
    return func.count(), func.count(AppealRow.id), func.count(is_wrong), func.count(is_right)


def _record(
    person_id: int | None, name: str | None, what: Reason | SanctionKind, sums: Sequence[int]
) -> Record:
    decisions, appealed, overturned, upheld = sums
    return Record(
        person_id=person_id,
        name=name,
        what=what,
        decisions=decisions,
        appealed=appealed,
        overturned=overturned,
        upheld=upheld,
    )
