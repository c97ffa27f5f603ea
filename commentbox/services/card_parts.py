"""Parts of a card that take some working out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.appeal_answers import why_not_answer
from commentbox.domain.appeals import due_at
from commentbox.domain.comment import Status
from commentbox.domain.differences import differences
from commentbox.domain.lanes import CALLS, Lane, Report, count_arranged, is_waiting, span, weight_of
from commentbox.domain.moderation.marked import marked
from commentbox.domain.moderation.spots import WORD_RULES
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.sanctions import SanctionKind, find
from commentbox.domain.similar import By, first_host
from commentbox.services.card import AuthorRecord, Earlier, OpenAppeal, Pressure, Reports
from commentbox.store.appeals import AppealRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.people import PersonRow, sanctions_beside
from commentbox.store.revisions import RevisionRow

_EARLIER = 5


@dataclass(frozen=True, kw_only=True)
class First:
    """The decision an appeal is against, in words."""

    decided: str
    note: str
    at: datetime


def author_record(
    person: PersonRow,
    site_id: int,
    records: Mapping[tuple[int, Status], int],
    now: datetime,
    *,
    is_staff: bool,
) -> AuthorRecord:
    return AuthorRecord(
        id=person.id,
        name=person.name,
        member_since=None if person.source is not None else person.created_at,
        is_staff=is_staff,
        is_banned=find(sanctions_beside(person, now), SanctionKind.BAN, site_id, now) is not None,
        count_published=records.get((person.id, Status.PUBLISHED), 0),
        count_held=records.get((person.id, Status.HELD), 0),
        count_removed=records.get((person.id, Status.REMOVED), 0),
    )


def open_appeal(row: AppealRow, first: First, viewer: int, now: datetime, *, is_alone: bool) -> OpenAppeal:
    """As the person with this number sees it; `is_alone`: it is their decision, and nobody else is there."""
    denial = why_not_answer(viewer, author_id=row.person_id, against_id=row.against_id, is_alone=is_alone)
    waited, target = now - row.created_at, Lane.APPEALS.target
    return OpenAppeal(
        id=row.id,
        words=row.words,
        sent_at=row.created_at,
        due_at=due_at(row.created_at),
        decided=first.decided,
        note=first.note,
        decided_at=first.at,
        hindrance="" if denial is None else denial.message,
        is_alone=is_alone,
        pressure=Pressure(
            lane=Lane.APPEALS,
            risk=0,
            reach=0,
            waited=span(waited),
            target=span(target),
            is_late=waited > target,
        ),
    )


def pressure_of(row: CommentRow, now: datetime) -> Pressure | None:
    if not is_waiting(row.status, row.open_flags, row.called) or row.waits_since is None:
        return None
    waited = now - row.waits_since
    return Pressure(
        lane=row.lane,
        risk=row.risk,
        reach=row.reach,
        waited=span(waited),
        target=span(row.lane.target),
        is_late=waited > row.lane.target,
    )


def reports_of(reports: Sequence[Report]) -> Reports | None:
    if not reports:
        return None
    weight = sum(weight_of(report, reports) for report in reports)
    return Reports(weight=round(weight, 1), arranged=count_arranged(reports))


def marks_of(row: CommentRow, policy: Policy) -> tuple[str, ...]:
    """Looked for only where a list has found something."""
    found = {finding["rule"] for finding in row.findings}.intersection(WORD_RULES)
    if not found:
        return ()
    return marked(row.source, tuple(entry for rule in WORD_RULES for entry in getattr(policy, rule)))


def called_by(row: CommentRow, decisions: Sequence[tuple[DecisionRow, str | None]]) -> str:
    """Who passed the comment on to where it waits now, by name."""
    named = [name or "" for decision, name in decisions if CALLS.get(decision.action) is row.called]
    return named[-1] if named and row.called is not None else ""


def earlier_of(row: CommentRow, revisions: Sequence[RevisionRow]) -> tuple[Earlier, ...]:
    """The newest first, each with what was changed in it."""
    afterwards = [row.source, *(was.source for was in revisions)]
    return tuple(
        Earlier(text=was.source, changes=differences(was.source, after), replaced_at=was.replaced_at)
        for was, after in zip(revisions[:_EARLIER], afterwards, strict=False)
    )


def kinships_of(row: CommentRow) -> tuple[By, ...]:
    """In what others may be like it."""
    has = {
        By.TEXT: bool(row.text_key),
        By.HOST: bool(first_host(row.source)),
        By.AUTHOR: True,
        By.RULE: bool(row.findings),
    }
    return tuple(by for by in By if has[by])
