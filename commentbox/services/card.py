"""What a card in the console shows: plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from commentbox.domain.comment import Status
from commentbox.domain.differences import Piece
from commentbox.domain.lanes import Lane, is_waiting
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.similar import By
from commentbox.services.alike import Alike
from commentbox.services.legal import LegalComplaint
from commentbox.services.triage import Hint


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
    count_published: int  # these three of what they wrote in the last 90 days
    count_held: int
    count_removed: int


@dataclass(frozen=True, kw_only=True)
class ArticleCard:
    id: int
    title: str
    url: str
    is_open: bool
    count: int
    question: str


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
    """A text the author has replaced; `changes` lead from it to the one that came after."""

    text: str
    changes: tuple[Piece, ...]
    replaced_at: datetime


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """Why it stands where it stands in the queue: risk × reach, and age by target."""

    lane: Lane
    risk: int  # in percent
    reach: int
    waited: str
    target: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Reports:
    """What the open reports weigh by their senders' records. `arranged`: so many came at once."""

    weight: float
    arranged: int


@dataclass(frozen=True, kw_only=True)
class OpenAppeal:
    """One that waits, with the decision it is against. `hindrance`: why this person may not answer it.

    `is_alone`: they made that decision, and nobody else is there to answer.
    """

    id: int
    words: str
    sent_at: datetime
    due_at: datetime
    decided: str
    note: str  # that moderators made beside the decision
    decided_at: datetime
    hindrance: str
    is_alone: bool
    pressure: Pressure


@dataclass(frozen=True, kw_only=True)
class SanctionCard:
    """An appeal against what was done about a person."""

    is_about_person: ClassVar[bool] = True

    appeal: OpenAppeal
    author: AuthorRecord
    kind: SanctionKind
    reason: str
    until: datetime | None
    is_on: bool

    @property
    def id(self) -> str:
        """Of its place among the cards."""
        return f"appeal-{self.appeal.id}"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One comment with everything needed to decide about it.

    `revision` and `seen` go back with the decision, and say on what it was based.
    """

    is_about_person: ClassVar[bool] = False

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
    judged_by: int | None  # the version of the rules, where it is not the one in force
    flags: tuple[FlagGroup, ...]
    count_flags: int
    called: Lane | None
    called_by: str  # who passed it on, and what they asked
    pressure: Pressure | None  # while it waits
    reports: Reports | None
    triage: Hint | None
    marks: tuple[str, ...]  # pieces of the text that a word list has found
    alike: Alike
    kinships: tuple[By, ...]  # in what others may be like it
    count_disagree: int  # readers who said so instead of reporting; a number beside the others, no more
    decisions: tuple[PastDecision, ...] = field(default=())
    earlier: tuple[Earlier, ...] = field(default=())  # the newest first
    complaints: tuple[LegalComplaint, ...] = field(default=())
    appeal: OpenAppeal | None = None

    @property
    def is_waiting(self) -> bool:
        open_reports = self.count_flags + len(self.complaints)
        return self.appeal is not None or is_waiting(self.status, open_reports, self.called)

    @property
    def may_be_picked(self) -> bool:
        if self.appeal is not None:
            return False
        if not self.is_waiting:
            return self.status is Status.PUBLISHED
        return not self.complaints and self.called is not Lane.LEGAL
