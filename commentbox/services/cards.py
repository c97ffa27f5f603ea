"""What a card in the console shows: plain values, built from rows for any number of comments at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from commentbox.domain.comment import FlagReason, Status
from commentbox.domain.moderation.verdict import Finding, Outcome
from commentbox.domain.people import Role
from commentbox.services.legal import LegalComplaint, legal_complaint
from commentbox.services.sites import Site
from commentbox.services.wording import who_did
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import Pair, open_complaints
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
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
class Line:
    """A comment of the conversation around the one in question; moderators read it whatever its status."""

    id: int
    author: str
    html: str
    status: Status
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class AuthorRecord:
    """Whom a moderator is dealing with, on this site."""

    id: int
    name: str
    member_since: datetime | None  # empty for authors that came with an import
    is_staff: bool
    is_banned: bool
    count_published: int
    count_held: int
    count_removed: int


@dataclass(frozen=True, kw_only=True)
class ArticleCard:
    id: int
    title: str
    url: str
    is_open: bool
    count: int


@dataclass(frozen=True, kw_only=True)
class FlagNote:
    name: str
    text: str
    is_about_earlier_text: bool


@dataclass(frozen=True, kw_only=True)
class FlagGroup:
    """Open flags with the same reason."""

    label: str
    count: int
    notes: tuple[FlagNote, ...]


@dataclass(frozen=True, kw_only=True)
class PastDecision:
    id: int
    text: str
    note: str
    created_at: datetime
    may_be_undone: bool


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A text the author has replaced, as it was typed."""

    text: str
    replaced_at: datetime


@dataclass(frozen=True, kw_only=True)
class Card:
    """One comment with everything needed to decide about it.

    `revision` and `seen` go back with the decision, and say on what it was based.
    """

    id: int
    revision: int
    seen: int
    status: Status
    html: str
    source: str
    created_at: datetime
    edited_at: datetime | None
    votes: int
    is_picked: bool
    author: AuthorRecord
    article: ArticleCard
    parent: Line | None
    holds: tuple[str, ...]  # why the rules held it
    remarks: tuple[str, ...]  # what they noticed besides
    flags: tuple[FlagGroup, ...]
    count_flags: int
    count_disagree: int  # readers who said so instead of reporting; a number beside the others, no more
    decisions: tuple[PastDecision, ...] = field(default=())
    earlier: tuple[Earlier, ...] = field(default=())  # the newest first
    complaints: tuple[LegalComplaint, ...] = field(default=())

    @property
    def is_waiting(self) -> bool:
        is_reported = self.count_flags > 0 or bool(self.complaints)
        return self.status is Status.HELD or (self.status is Status.PUBLISHED and is_reported)


def build_cards(work: Work, site: Site, facts: Sequence[CommentFacts]) -> tuple[Card, ...]:
    """Seven queries, for one card as for twenty."""
    ids = [fact.comment.id for fact in facts]
    parent_ids = {fact.comment.parent_id for fact in facts if fact.comment.parent_id is not None}
    parents = lines_by_ids(work.session, parent_ids)
    records = records_of(work.session, site.id, {fact.author.id for fact in facts})
    flags = _by_comment(open_flags_with_names(work.session, ids))
    disagree = count_disagreements(work.session, ids)
    decisions = _by_comment(decisions_with_names(work.session, ids))
    earlier: dict[int, list[RevisionRow]] = {}
    for row in revisions_of(work.session, ids):
        earlier.setdefault(row.comment_id, []).insert(0, row)
    complaints = open_complaints(work.session, ids)
    return tuple(
        _card(
            fact,
            author=_author(fact, records, work.now),
            article=_article(fact, work.now),
            parent=None if fact.comment.parent_id is None else line(*parents[fact.comment.parent_id]),
            flags=flags.get(fact.comment.id, []),
            count_disagree=disagree.get(fact.comment.id, 0),
            decisions=decisions.get(fact.comment.id, []),
            earlier=earlier.get(fact.comment.id, []),
            complaints=[pair for pair in complaints if pair[0].comment_id == fact.comment.id],
        )
        for fact in facts
    )


def line(row: CommentRow, author: str) -> Line:
    return Line(id=row.id, author=author, html=row.html, status=row.status, created_at=row.created_at)


def _card(
    facts: CommentFacts,
    *,
    author: AuthorRecord,
    article: ArticleCard,
    parent: Line | None,
    flags: list[tuple[FlagRow, str]],
    count_disagree: int,
    decisions: list[tuple[DecisionRow, str | None]],
    earlier: list[RevisionRow],
    complaints: list[Pair],
) -> Card:
    row, findings = facts.comment, [Finding.from_dict(kept) for kept in facts.comment.findings]
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
        author=author,
        article=article,
        parent=parent,
        holds=tuple(finding.reason for finding in findings if finding.outcome >= Outcome.HOLD),
        remarks=tuple(finding.reason for finding in findings if finding.outcome < Outcome.HOLD),
        flags=_flags(row, flags),
        count_flags=len(flags),
        count_disagree=count_disagree,
        decisions=tuple(_past(row, decision, name, decisions) for decision, name in decisions),
        complaints=tuple(legal_complaint(row, *pair) for pair in complaints),
        earlier=tuple(Earlier(text=was.source, replaced_at=was.replaced_at) for was in earlier),
    )


def _author(facts: CommentFacts, records: dict[tuple[int, Status], int], now: datetime) -> AuthorRecord:
    person = facts.author
    return AuthorRecord(
        id=person.id,
        name=person.name,
        member_since=None if person.source is not None else person.created_at,
        is_staff=facts.author_role in (Role.MODERATOR, Role.ADMIN),
        is_banned=person.banned_until is not None and person.banned_until > now,
        count_published=records.get((person.id, Status.PUBLISHED), 0),
        count_held=records.get((person.id, Status.HELD), 0),
        count_removed=records.get((person.id, Status.REMOVED), 0),
    )


def _article(facts: CommentFacts, now: datetime) -> ArticleCard:
    row = facts.article
    return ArticleCard(
        id=row.id,
        title=row.title or row.url.partition("://")[2],
        url=row.url,
        is_open=row.is_open(now),
        count=row.count_published,
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
