"""What everybody may read about a site's moderation, where the site wants that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from commentbox.domain import cursor as bookmarks
from commentbox.domain.appeals import Course, count_courses
from commentbox.domain.comment import Action, Reason
from commentbox.domain.days import span_of
from commentbox.domain.errors import NotFound
from commentbox.domain.tally import WHOLE
from commentbox.domain.transparency import Month, month_of
from commentbox.domain.waits import share_within
from commentbox.services.numbers import steps_of
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work
from commentbox.store.appeal_counts import appeals_since
from commentbox.store.day_counts import counted_days, sums
from commentbox.store.log_chain import entries_at
from commentbox.store.log_search import Search, look
from commentbox.store.queue import log_rows

MONTHS = 13
LATELY = timedelta(days=90)
PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Report:
    """Months that are over and wholly counted, the latest first."""

    site: Site
    months: Sequence[Month]


@dataclass(frozen=True, kw_only=True)
class Removal:
    """One comment that was removed and is so still; `at` is rounded down to the hour."""

    at: datetime
    reason: Reason
    article: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Removals:
    site: Site
    lines: Sequence[Removal]
    next_cursor: str | None


def read_report(work: Work, site_key: str) -> Report:
    """Raises `NotFound` where the site does not want it."""
    site = get_site(work, site_key)
    if not site.policy.transparency_report:
        raise NotFound("no_report", "There is nothing at this address.")
    spans: list[tuple[date, date]] = []
    counted = counted_days(work.session, site.id)
    last = None if counted is None else _start(counted[1] + timedelta(days=1))
    while counted is not None and last is not None and len(spans) < MONTHS:
        end = last - timedelta(days=1)
        last = _start(end)
        if end < counted[0]:
            break
        spans.append((last, end))
    if not spans:
        return Report(site=site, months=())
    since = span_of(spans[-1][0], site.policy.time_zone)[0]
    appeals = appeals_since(work.session, site.id, since)
    return Report(site=site, months=[_month(work, site, appeals, *span) for span in spans])


def read_removals(work: Work, site_key: str, cursor: str | None) -> Removals:
    """Of the last 90 days, the latest first. Raises `NotFound` where the site does not want it."""
    site = get_site(work, site_key)
    if not site.policy.public_log:
        raise NotFound("no_report", "There is nothing at this address.")
    kind, keys = f"removals:{site.id}", tuple(map(str.encode, work.settings.secrets))
    below = None if cursor is None else int(bookmarks.decode(kind, cursor, *keys)[0])
    search = Search(act=Action.REMOVE.value, since=work.now - LATELY)
    found = look(work.session, site.id, search, below, PER_PAGE)
    following = None
    if found.next_below is not None:
        following = bookmarks.encode(kind, (found.next_below,), work.settings.secret_key.encode())
    return Removals(site=site, lines=_removals(work, site, found.places), next_cursor=following)


def _removals(work: Work, site: Site, places: Sequence[int]) -> list[Removal]:
    """Without what was taken back or decided anew: only the last word about a comment is told."""
    decisions = [row for _, row, _ in entries_at(work.session, site.id, places) if row is not None]
    facts = log_rows(work.session, site.id, [row.id for row in decisions])
    return [
        Removal(
            at=row.created_at.replace(minute=0, second=0, microsecond=0),
            reason=row.reason or Reason.OTHER,
            article=facts[row.id].article.title or facts[row.id].article.url.partition("://")[2],
            url=facts[row.id].article.url,
        )
        for row in decisions
        if facts[row.id].is_last
    ]


def _month(work: Work, site: Site, appeals: Sequence[Course], first: date, last: date) -> Month:
    totals = sums(work.session, site.id, WHOLE, first, last)
    noon = datetime(first.year, first.month, 1, 12, tzinfo=UTC)
    since, until = (span_of(day, site.policy.time_zone) for day in (first, last))
    counted = count_courses(appeals, since[0], until[1])
    return month_of(f"{first:%Y-%m}", noon, totals, share_within(steps_of(totals), 0.5), counted)


def _start(day: date) -> date:
    return day.replace(day=1)
