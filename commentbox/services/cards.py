"""The cards of the console, built from rows for any number of comments at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from commentbox.domain.comment import FlagReason, Status
from commentbox.domain.lanes import Report
from commentbox.domain.moderation.verdict import Finding, Outcome
from commentbox.domain.people import Actor
from commentbox.domain.rights import WHOLE, Reach
from commentbox.services.alike import Alike, what_is_alike
from commentbox.services.card import (
    ArticleCard,
    AuthorRecord,
    Card,
    FlagGroup,
    FlagNote,
    Line,
    OpenAppeal,
    PastDecision,
)
from commentbox.services.card_parts import (
    First,
    author_record,
    called_by,
    earlier_of,
    kinships_of,
    marks_of,
    open_appeal,
    pressure_of,
    reports_of,
)
from commentbox.services.legal import legal_complaint
from commentbox.services.line import RECORD_WINDOW
from commentbox.services.moderators import others_moderate
from commentbox.services.sites import Site
from commentbox.services.triage import Hint, hint_for, is_to_be_seen
from commentbox.services.wording import who_did
from commentbox.services.work import Work
from commentbox.store.appeals import AppealRow, open_appeals_about
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import Pair, open_complaints
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.line import reports_about
from commentbox.store.questions import questions_under
from commentbox.store.queue import (
    CommentFacts,
    decisions_with_names,
    lines_by_ids,
    open_flags_with_names,
    records_of,
)
from commentbox.store.revisions import RevisionRow, revisions_of
from commentbox.store.votes import count_disagreements

_Row = TypeVar("_Row", FlagRow, DecisionRow)
_Name = TypeVar("_Name")

MAX_NOTES = 5  # of each reason; the count says how many flags there are


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What was read for all cards at once, by comment, person or article."""

    parents: Mapping[int, tuple[CommentRow, str]]
    records: Mapping[tuple[int, Status], int]
    questions: Mapping[int, str]
    flags: Mapping[int, list[tuple[FlagRow, str]]]
    reports: Mapping[int, list[Report]]
    disagree: Mapping[int, int]
    decisions: Mapping[int, list[tuple[DecisionRow, str | None]]]
    earlier: Mapping[int, list[RevisionRow]]
    complaints: Sequence[Pair]
    hints: Mapping[int, Hint]
    alike: Mapping[int, Alike]
    appeals: Mapping[int, AppealRow]
    viewer: int
    alone: Collection[int]


def build_cards(
    work: Work, site: Site, actor: Actor, facts: Sequence[CommentFacts], reach: Reach = WHOLE
) -> tuple[Card, ...]:
    """As `actor` sees them: a dozen queries, for one card as for twenty. `reach`: what else of the site is
    told on them.
    """
    rows = [fact.comment for fact in facts]
    ids = [row.id for row in rows]
    session, since = work.session, work.now - RECORD_WINDOW
    earlier: dict[int, list[RevisionRow]] = {}
    for row in revisions_of(session, ids):
        earlier.setdefault(row.comment_id, []).insert(0, row)
    removed = [row.id for row in rows if row.status is Status.REMOVED]
    appeals = open_appeals_about(session, removed) if removed else {}
    read = _Read(
        parents=lines_by_ids(session, {fact.comment.parent_id for fact in facts if fact.comment.parent_id}),
        records=records_of(session, site.id, {fact.author.id for fact in facts}, since),
        questions=questions_under(session, {fact.article.id for fact in facts}),
        flags=_by_comment(open_flags_with_names(session, ids)),
        reports=reports_about(session, site.id, ids),
        disagree=count_disagreements(session, ids),
        decisions=_by_comment(decisions_with_names(session, ids)),
        earlier=earlier,
        complaints=open_complaints(session, ids),
        hints={row.id: hint for row in rows if (hint := hint_for(work, site, row)) is not None},
        alike=what_is_alike(work, site, rows, reach),
        appeals=appeals,
        viewer=actor.id,
        alone=_alone(work, site, actor, facts, appeals),
    )
    return tuple(_card(fact, read, site, work.now) for fact in facts)


def line(row: CommentRow, author: str) -> Line:
    return Line(id=row.id, author=author, html=row.html, status=row.status, created_at=row.created_at)


def _card(facts: CommentFacts, read: _Read, site: Site, now: datetime) -> Card:
    row = facts.comment
    findings = _findings(row, site)
    flags, decisions = read.flags.get(row.id, []), read.decisions.get(row.id, [])
    return Card(
        id=row.id,
        revision=row.revision,
        seen=row.count_decisions,
        status=row.status,
        html=row.html,
        source=row.source,
        created_at=row.created_at,
        edited_at=row.edited_at,
        votes=row.votes,
        is_picked=row.picked_at is not None and row.picked_revision == row.revision,
        author=_author(facts, read.records, now),
        article=_article(facts, read.questions, site, now),
        parent=None if row.parent_id is None else line(*read.parents[row.parent_id]),
        holds=tuple(finding.reason for finding in findings if finding.outcome >= Outcome.HOLD),
        remarks=tuple(finding.reason for finding in findings if finding.outcome < Outcome.HOLD),
        judged_by=None if row.policy_version == site.version else row.policy_version,
        flags=_flags(row, flags),
        count_flags=len(flags),
        called=row.called,
        called_by=called_by(row, decisions),
        pressure=pressure_of(row, now),
        triage=read.hints.get(row.id),
        reports=reports_of(read.reports.get(row.id, [])),
        marks=marks_of(row, site.policy),
        alike=read.alike[row.id],
        kinships=kinships_of(row),
        count_disagree=read.disagree.get(row.id, 0),
        decisions=tuple(_past(row, decision, name, decisions) for decision, name in decisions),
        complaints=tuple(
            legal_complaint(row, *pair) for pair in read.complaints if pair[0].comment_id == row.id
        ),
        earlier=earlier_of(row, read.earlier.get(row.id, [])),
        appeal=_appeal(row, read, now),
    )


def _findings(row: CommentRow, site: Site) -> list[Finding]:
    found = map(Finding.from_dict, row.findings)
    return [finding for finding in found if is_to_be_seen(finding, row, site)]


def _author(facts: CommentFacts, records: Mapping[tuple[int, Status], int], now: datetime) -> AuthorRecord:
    is_staff = facts.author_role is not None and facts.author_role.is_newsroom
    return author_record(facts.author, facts.comment.site_id, records, now, is_staff=is_staff)


def _appeal(row: CommentRow, read: _Read, now: datetime) -> OpenAppeal | None:
    appeal = read.appeals.get(row.id)
    for decision, name in read.decisions.get(row.id, []):
        if appeal is not None and decision.id == appeal.decision_id:
            first = First(decided=who_did(name, decision), note=decision.note, at=decision.created_at)
            return open_appeal(appeal, first, read.viewer, now, is_alone=row.id in read.alone)
    return None


def _alone(
    work: Work, site: Site, actor: Actor, facts: Sequence[CommentFacts], appeals: Mapping[int, AppealRow]
) -> Collection[int]:
    """The comments whose removal was this person's decision, where nobody else could answer the appeal."""
    theirs = {key for key, row in appeals.items() if row.against_id == actor.id}
    urls = {fact.comment.id: fact.article.url for fact in facts if fact.comment.id in theirs}
    return {key for key, url in urls.items() if not others_moderate(work, site, actor.id, url)}


def _article(facts: CommentFacts, questions: Mapping[int, str], site: Site, now: datetime) -> ArticleCard:
    row = facts.article
    return ArticleCard(
        id=row.id,
        title=row.title or row.url.partition("://")[2],
        url=row.url,
        is_open=site.is_open(row, now),
        count=row.count_published,
        question=questions.get(row.id, ""),
    )


def _flags(row: CommentRow, flags: list[tuple[FlagRow, str]]) -> tuple[FlagGroup, ...]:
    """Most frequent reason first."""
    grouped: dict[FlagReason, list[tuple[FlagRow, str]]] = {}
    for flag, name in flags:
        grouped.setdefault(flag.reason, []).append((flag, name))
    groups = [
        FlagGroup(
            label=reason.label,
            count=len(members),
            notes=tuple(
                FlagNote(name=name, text=flag.note, is_about_earlier_text=flag.revision < row.revision)
                for flag, name in members
                if flag.note
            )[:MAX_NOTES],
        )
        for reason, members in grouped.items()
    ]
    return tuple(sorted(groups, key=lambda group: -group.count))


def _past(
    row: CommentRow,
    decision: DecisionRow,
    name: str | None,
    all_of_them: list[tuple[DecisionRow, str | None]],
) -> PastDecision:
    return PastDecision(
        id=decision.id,
        text=who_did(name, decision),
        note=decision.note,
        created_at=decision.created_at,
        may_be_undone=may_be_undone(row, decision, is_last=decision is all_of_them[-1][0]),
    )


def may_be_undone(row: CommentRow, decision: DecisionRow, *, is_last: bool) -> bool:
    """Whether to offer it; the use case asks again."""
    return (
        is_last
        and decision.person_id is not None
        and decision.undoes_id is None
        and decision.revision == row.revision
        and decision.status_after is row.status
    )


def _by_comment(rows: Sequence[tuple[_Row, _Name]]) -> dict[int, list[tuple[_Row, _Name]]]:
    grouped: dict[int, list[tuple[_Row, _Name]]] = {}
    for row, name in rows:
        grouped.setdefault(row.comment_id, []).append((row, name))
    return grouped
