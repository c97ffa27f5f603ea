"""Staff say what holds for one article: until when it is open, who looks first, how fast, a notice."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from commentbox.domain.article_settings import (
    ArticleSettings,
    clean_hours,
    clean_idle_days,
    clean_notice,
    clean_slow_mode,
    differences,
)
from commentbox.domain.article_shorts import Short, in_short
from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.staff import StaffAct
from commentbox.services.moderators import check_article, site_to_moderate
from commentbox.services.sites import Site
from commentbox.services.staff import note
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, lock_article, publish_change
from commentbox.store.events import EventRow
from commentbox.store.staff_log import StaffLogRow


@dataclass(frozen=True, kw_only=True)
class ArticleState:
    id: int
    title: str
    url: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a form says. `closes` is `section`, `open`, `closed`, `at` or `idle`; `closes_at` is in UTC."""

    closes: str
    closes_at: str = ""
    idle_days: str = ""
    hours: str = ""
    premoderate: bool = False
    slow_mode_seconds: str = ""
    notice: str = ""


def set_open(work: Work, actor: Actor | None, site_key: str, article_id: int, is_open: bool) -> ArticleState:
    """Let readers comment on an article, or no longer; what was said stays. Asking twice changes nothing."""
    site, article = _locked(work, actor, site_key, article_id)
    if site.is_open(article, work.now) is not is_open:
        now = article.settings()
        _apply(
            work, actor, site, article, now.opened(work.now) if is_open else replace(now, closed_at=work.now)
        )
    return ArticleState(id=article.id, title=article.title, url=article.url, is_open=is_open)


def set_up_article(work: Work, actor: Actor | None, site_key: str, article_id: int, wanted: Wanted) -> None:
    """All of it at once; the same again changes nothing."""
    site, article = _locked(work, actor, site_key, article_id)
    before = article.settings()
    after = replace(
        before,
        premoderate=wanted.premoderate,
        slow_mode_seconds=clean_slow_mode(wanted.slow_mode_seconds),
        notice=clean_notice(wanted.notice),
        hours=clean_hours(wanted.hours),
    )
    if wanted.closes != "closed":
        never = 0 if wanted.closes == "open" else None
        after = replace(after, closed_at=None, closes_at=None, idle_days=never)
    if wanted.closes == "closed" and site.is_open(article, work.now):
        after = replace(after, closed_at=work.now)
    elif wanted.closes == "at":
        after = replace(after, closes_at=_moment(wanted.closes_at, work.now))
    elif wanted.closes == "idle":
        after = replace(after, idle_days=clean_idle_days(wanted.idle_days))
    elif wanted.closes not in ("section", "open", "closed"):
        raise Invalid("bad_open", "Say until when comments are to be open.", field="closes")
    if after != before:
        _apply(work, actor, site, article, after)


def set_up_in_short(
    work: Work, actor: Actor | None, site_key: str, article_id: int, do: Short, number: str = ""
) -> int | None:
    """One thing of it, as a list of articles is given; the number of the line in the log, if it is news."""
    site, article = _locked(work, actor, site_key, article_id)
    before, is_open = article.settings(), site.is_open(article, work.now)
    after = in_short(before, do, number, work.now)
    if do in (Short.OPEN, Short.CLOSE) and is_open is (do is Short.OPEN):
        after = before
    if after == before and (is_open or do is not Short.OPEN):
        return None
    return _apply(work, actor, site, article, after)


def undo_change(work: Work, actor: Actor | None, site_key: str, article_id: int, change_id: int) -> None:
    """As it was before that line of the log, if nobody has changed it since; undoing is a line as well."""
    site, article = _locked(work, actor, site_key, article_id)
    row = work.session.get(StaffLogRow, change_id)
    if row is None or row.article_id != article.id or row.act is not StaffAct.SET_UP:
        raise NotFound("no_change", "There is no such line in the log of this article.")
    kept = json.loads(row.detail or "{}")
    if article.settings() != ArticleSettings.from_dict(kept["after"]):
        raise Conflict("changed_since", "This was changed again meanwhile, so it cannot be undone.")
    _apply(work, actor, site, article, ArticleSettings.from_dict(kept["before"]))


def told(row: StaffLogRow) -> str:
    """What a line of the log says was done, in a few words."""
    kept = json.loads(row.detail or "{}")
    said = differences(*(ArticleSettings.from_dict(kept[when]) for when in ("before", "after")))
    return ", ".join(said) or "opened the comments, and quiet days count from here"


def is_last_word(article: ArticleRow, row: StaffLogRow) -> bool:
    """Whether things are still as that line left them, and were otherwise before."""
    kept = json.loads(row.detail or "{}")
    return kept["before"] != kept["after"] and article.settings() == ArticleSettings.from_dict(kept["after"])


def _locked(work: Work, actor: Actor | None, site_key: str, article_id: int) -> tuple[Site, ArticleRow]:
    site = site_to_moderate(work, actor, site_key)
    article = lock_article(work.session, article_id)
    if article is None or article.site_id != site.id or article.merged_into is not None:
        raise NotFound("no_article", "There is no such article.")
    check_article(work, actor, site, article.url)
    return site, article


def _apply(work: Work, actor: Actor | None, site: Site, article: ArticleRow, after: ArticleSettings) -> int:
    """The number of the line in the log."""
    before, was_open = article.settings(), site.is_open(article, work.now)
    if not was_open and after.closed_at is None:
        article.active_at = work.now  # quiet days count from here
    article.set_up(after)
    is_open = site.is_open(article, work.now)
    if is_open is not was_open:
        kind = "opened" if is_open else "closed"
        work.session.add(EventRow(article_id=article.id, kind=kind, created_at=work.now))
    detail = json.dumps({"before": before.to_dict(), "after": after.to_dict()})
    by_id = signed_in(actor).id
    line = note(work, article.site_id, StaffAct.SET_UP, by_id=by_id, article_id=article.id, detail=detail)
    work.session.flush()  # the version is raised by an UPDATE statement on the same row
    publish_change(work.session, article.id, count=0)
    return line.id


def _moment(raw: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(raw).replace(second=0, microsecond=0)
    except ValueError:
        raise Invalid("bad_moment", "Give the day and the time.", field="closes_at") from None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    if at <= now:
        raise Invalid(
            "bad_moment", "This moment is past. To close at once, choose “Closed”.", field="closes_at"
        )
    return at
