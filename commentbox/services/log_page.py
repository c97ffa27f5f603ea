"""The log of a site: what was decided and what staff did, the newest first, or the part somebody asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commentbox.domain import cursor as bookmarks
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.services.cards import may_be_undone
from commentbox.services.line import Counts, count_waiting
from commentbox.services.log_filter import LogAsked, acts_for, to_search
from commentbox.services.moderators import site_to_moderate
from commentbox.services.sites import Site
from commentbox.services.staff_wording import what_staff_did
from commentbox.services.wording import who_did
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.log_chain import LogEntryRow, entries_at
from commentbox.store.log_search import look
from commentbox.store.people import names_by_ids, staff_of
from commentbox.store.queue import LogFacts, log_rows
from commentbox.store.staff_log import StaffLogRow

LINES_PER_PAGE = 50
_EXCERPT = 200


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """`decision_id` and `comment_id` are empty for what is about no comment; `by` for the box."""

    place: int
    hash: str
    act: str
    by: str
    text: str
    note: str
    about: str
    created_at: datetime
    decision_id: int | None = None
    comment_id: int | None = None
    excerpt: str = ""
    article: str = ""
    url: str = ""
    article_id: int | None = None
    status_before: str = ""
    status_after: str = ""
    reason: str = ""
    may_be_undone: bool = False


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """`is_cut`: nothing more was found so far, but not all of the log was looked at."""

    site: Site
    counts: Counts
    asked: LogAsked
    acts: Mapping[str, str]
    people: Sequence[tuple[int, str]]
    lines: tuple[LogLine, ...]
    next_cursor: str | None
    is_cut: bool


def read_log(
    work: Work, actor: Actor | None, site_key: str, asked: LogAsked, cursor: str | None = None
) -> LogPage:
    """As far as they may look: what only administrators read of is left out for everybody else.

    Raises `Invalid` for a bad filter.
    """
    site, person = site_to_moderate(work, actor, site_key, Right.LOG), signed_in(actor)
    search = to_search(work, site, person, asked)
    kind = f"log:{site.id}:{asked.words}"
    keys = tuple(map(str.encode, work.settings.secrets))
    below = None if cursor is None else int(bookmarks.decode(kind, cursor, *keys)[0])
    found = look(work.session, site.id, search, below, LINES_PER_PAGE)
    following = None
    if found.next_below is not None:
        following = bookmarks.encode(kind, (found.next_below,), work.settings.secret_key.encode())
    return LogPage(
        site=site,
        counts=count_waiting(work, site, person),
        asked=asked,
        acts=acts_for(person),
        people=[(row.id, row.name) for _, row in staff_of(work.session, site.id)],
        lines=build_lines(work, site, found.places),
        next_cursor=following,
        is_cut=found.next_below is not None and len(found.places) < LINES_PER_PAGE,
    )


def build_lines(work: Work, site: Site, places: Sequence[int]) -> tuple[LogLine, ...]:
    """With everybody's names; a fixed number of queries, however many lines."""
    entries = entries_at(work.session, site.id, places)
    decided = log_rows(work.session, site.id, [row.id for _, row, _ in entries if row is not None])
    staff = [row for _, _, row in entries if row is not None]
    people = {key for row in staff for key in (row.by_id, row.person_id) if key is not None}
    names = names_by_ids(work.session, people)
    articles = {row.article_id for row in staff if row.article_id is not None}
    about = {key: work.session.get(ArticleRow, key) for key in articles}
    lines = []
    for entry, decision, act in entries:
        if decision is not None and decision.id in decided:
            lines.append(_decision(entry, decided[decision.id]))
        elif act is not None:
            lines.append(_staff(entry, act, names, about.get(act.article_id or 0)))
    return tuple(lines)


def _decision(entry: LogEntryRow, facts: LogFacts) -> LogLine:
    row, source = facts.decision, " ".join(facts.comment.source.split())
    return LogLine(
        place=entry.place,
        hash=entry.hash,
        act=entry.act,
        by=facts.moderator or "",
        text=who_did(facts.moderator, row),
        note=row.note,
        about=facts.author,
        created_at=row.created_at,
        decision_id=row.id,
        comment_id=facts.comment.id,
        excerpt=source if len(source) <= _EXCERPT else f"{source[:_EXCERPT].rstrip()} …",
        article=_title(facts.article),
        url=facts.article.url,
        article_id=facts.article.id,
        status_before=row.status_before.value,
        status_after=row.status_after.value,
        reason="" if row.reason is None else row.reason.value,
        may_be_undone=may_be_undone(facts.comment, row, is_last=facts.is_last),
    )


def _staff(
    entry: LogEntryRow, row: StaffLogRow, names: Mapping[int, str], article: ArticleRow | None
) -> LogLine:
    by, whom = names.get(row.by_id or 0, ""), names.get(row.person_id or 0, "")
    return LogLine(
        place=entry.place,
        hash=entry.hash,
        act=row.act.value,
        by=by,
        text=what_staff_did(row, by, whom),
        note=row.note or "",
        about=whom or row.email or "",
        created_at=row.created_at,
        article="" if article is None else _title(article),
        url="" if article is None else article.url,
        article_id=row.article_id,
    )


def _title(article: ArticleRow) -> str:
    return article.title or article.url.partition("://")[2]
