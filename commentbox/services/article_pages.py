"""The console’s pages about articles: which there are, and what staff have set for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commentbox.domain import cursor as bookmarks
from commentbox.domain.article_settings import ArticleSettings
from commentbox.domain.burning import WINDOW, Heat, what_burns
from commentbox.domain.errors import Forbidden, NotFound
from commentbox.domain.moderation.section_defaults import Line, defaults_for
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.question import Question
from commentbox.domain.rights import Reach
from commentbox.domain.staff import StaffAct
from commentbox.services.articles import is_last_word, told
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import check_article, reach_at, site_to_moderate
from commentbox.services.sites import Site, article_url
from commentbox.services.work import Work
from commentbox.store.articles import (
    ArticleRow,
    addresses_of,
    articles_by_ids,
    get_or_add_article,
    latest_articles,
)
from commentbox.store.burning import counts_lately
from commentbox.store.people import person_by_id
from commentbox.store.questions import question_of
from commentbox.store.staff_log import StaffLogRow, acts_on_article

PER_PAGE = 30
LOG_LINES = 30
MAX_WORDS = 100
BURNING_READ, BURNING_SHOWN = 50, 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class ArticleLine:
    id: int
    title: str
    url: str
    is_open: bool
    count: int
    active_at: datetime
    question: str  # empty where there is none
    settings: ArticleSettings
    is_cooling: bool


@dataclass(frozen=True, kw_only=True)
class Burning:
    """A conversation that runs hot, and why."""

    article: ArticleLine
    heat: Heat


@dataclass(frozen=True, kw_only=True)
class ArticlesPage:
    """`burning`: the hottest, where all articles are shown from the first on."""

    site: Site
    counts: Counts
    words: str
    burning: Sequence[Burning]
    lines: Sequence[ArticleLine]
    next_cursor: str | None


@dataclass(frozen=True, kw_only=True)
class ArticleAct:
    id: int
    by: str
    act: StaffAct
    detail: str
    at: datetime
    may_be_undone: bool


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    site: Site
    counts: Counts
    article: ArticleLine
    question: Question | None
    addresses: Sequence[str]  # other ones that lead there
    log: Sequence[ArticleAct]
    inherited: Sequence[Line] = ()  # what it takes from its sections
    section_days: int = 0  # after which their articles close
    opens_at: datetime | None = None  # outside their opening hours


def read_articles(
    work: Work, actor: Actor | None, site_key: str, words: str, cursor: str | None = None
) -> ArticlesPage:
    """Those where something was said last come first; `words` may stand in the title or the address."""
    site = site_to_moderate(work, actor, site_key)
    reach = reach_at(work, actor, site)
    words = words.strip()[:MAX_WORDS].replace("\0", "")
    before = None if cursor is None else _place(work, site, cursor)
    found = latest_articles(work.session, site.id, words, before, PER_PAGE + 1, reach.starts)
    page = found[:PER_PAGE]
    return ArticlesPage(
        site=site,
        counts=count_waiting(work, site, signed_in(actor)),
        words=words,
        burning=[] if words or cursor else _burning(work, site, reach),
        lines=[_line(work, site, row) for row in page],
        next_cursor=_bookmark(work, site, page[-1]) if len(found) > len(page) else None,
    )


def read_article(work: Work, actor: Actor | None, site_key: str, article_id: int) -> ArticlePage:
    site = site_to_moderate(work, actor, site_key)
    row = work.session.get(ArticleRow, article_id)
    if row is not None and row.merged_into is not None:
        row = work.session.get(ArticleRow, row.merged_into)
    if row is None or row.site_id != site.id:
        raise NotFound("no_article", "There is no such article.")
    check_article(work, actor, site, row.url)
    section = defaults_for(site.policy.section_defaults, row.url)
    return ArticlePage(
        site=site,
        counts=count_waiting(work, site, signed_in(actor)),
        article=_line(work, site, row),
        question=question_of(work.session, row.id),
        addresses=[each.url for each in addresses_of(work.session, site.id, row.id)],
        log=[_act(work, row, act) for act in acts_on_article(work.session, row.id, LOG_LINES)],
        inherited=row.settings().taken_from(section),
        section_days=section.idle_days,
        opens_at=site.opens_again(row, work.now),
    )


def begin_article(work: Work, actor: Actor | None, site_key: str, url: object) -> int:
    """The number of the article at that address, which need not have comments yet."""
    site = site_to_moderate(work, actor, site_key)
    address = article_url(site, url)
    if not reach_at(work, actor, site).has_article(address):
        raise Forbidden("not_your_section", "This article is in none of the sections you moderate.")
    return get_or_add_article(work.session, site.id, address, "", work.now).id


def _burning(work: Work, site: Site, reach: Reach) -> list[Burning]:
    since = work.now - 2 * WINDOW
    heats = what_burns(counts_lately(work.session, site.id, since, work.now - WINDOW), BURNING_READ)
    rows = {
        row.id: row for row in articles_by_ids(work.session, site.id, [heat.article_id for heat in heats])
    }
    return [
        Burning(article=_line(work, site, rows[heat.article_id]), heat=heat)
        for heat in heats
        if heat.article_id in rows and reach.has_article(rows[heat.article_id].url)
    ][:BURNING_SHOWN]


def _line(work: Work, site: Site, row: ArticleRow) -> ArticleLine:
    question = question_of(work.session, row.id) if row.has_question else None
    return ArticleLine(
        id=row.id,
        title=row.title or row.url.partition("://")[2],
        url=row.url,
        is_open=site.is_open(row, work.now),
        count=row.count_published,
        active_at=row.active_at,
        question="" if question is None else question.text,
        settings=row.settings(),
        is_cooling=row.settings().is_cooling(work.now),
    )


def _act(work: Work, article: ArticleRow, row: StaffLogRow) -> ArticleAct:
    person = None if row.by_id is None else person_by_id(work.session, row.by_id)
    by = "The command line" if person is None else person.name
    is_set_up = row.act is StaffAct.SET_UP
    return ArticleAct(
        id=row.id,
        by=by,
        act=row.act,
        detail=told(row) if is_set_up else row.detail or "",
        at=row.created_at,
        may_be_undone=is_set_up and is_last_word(article, row),
    )


def _bookmark(work: Work, site: Site, last: ArticleRow) -> str:
    micros = (last.active_at - _EPOCH) // timedelta(microseconds=1)
    return bookmarks.encode(f"articles:{site.id}", (micros, last.id), work.settings.secret_key.encode())


def _place(work: Work, site: Site, cursor: str) -> tuple[datetime, int]:
    keys = tuple(map(str.encode, work.settings.secrets))
    micros, last_id = bookmarks.decode(f"articles:{site.id}", cursor, *keys)
    return _EPOCH + timedelta(microseconds=int(micros)), int(last_id)
