"""The cards of the console, built from rows for any number of comments at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from commentbox.domain.comment import FlagReason, Status
from commentbox.domain.moderation.verdict import Finding, Outcome
from commentbox.domain.people import Role
from commentbox.domain.similar import By, first_host
from commentbox.services.card import (
    ArticleCard,
    AuthorRecord,
    Card,
    Earlier,
    FlagGroup,
    FlagNote,
    Line,
    PastDecision,
)
from commentbox.services.legal import legal_complaint
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
        called=row.called,
        kinships=_kinships(row),
        count_disagree=count_disagree,
        decisions=tuple(_past(row, decision, name, decisions) for decision, name in decisions),
        complaints=tuple(legal_complaint(row, *pair) for pair in complaints),
        earlier=tuple(Earlier(text=was.source, replaced_at=was.replaced_at) for was in earlier),
    )


def _kinships(row: CommentRow) -> tuple[By, ...]:
    has = {
        By.TEXT: bool(row.text_key),
        By.HOST: bool(first_host(row.source)),
        By.AUTHOR: True,
        By.RULE: bool(row.findings),
    }
    return tuple(by for by in By if has[by])


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
