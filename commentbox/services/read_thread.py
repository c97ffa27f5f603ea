"""A reader opens an article's conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from commentbox.domain import cursor as bookmarks
from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.question import Question
from commentbox.domain.ranking import Sort
from commentbox.domain.reactions import Reactions
from commentbox.domain.thread import ArticleView, Branch, Entry, ThreadPage, build
from commentbox.services.both_sides import page_of_sides
from commentbox.services.sites import Site, find_article, get_site, get_site_by_id, get_site_of_comment
from commentbox.services.work import Work
from commentbox.store import questions, threads
from commentbox.store.articles import ArticleRow, articles_by_urls
from commentbox.store.comments import CommentRow, comment_by_id
from commentbox.store.events import last_event_id

ROOTS_PER_PAGE = 20
FIRST_REPLIES = 3
ON_PAPER = (50, 200)  # so many roots, and replies of each
FIRST_PICKS = 3
REPLIES_PER_PAGE = 50
ANCESTORS = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One comment with what it answers above it and the first answers below."""

    article: ArticleView
    ancestors: tuple[Entry, ...]
    entry: Entry
    next_after: int | None
    is_whole: bool  # whether `ancestors` reach up to the root
    last_event: int
    live_seconds: int


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An article's thread, of which no comment was read yet."""

    article: ArticleView
    row: ArticleRow | None
    live_seconds: int


def read_thread(
    work: Work,
    site_key: str,
    url: object,
    sort: Sort,
    cursor: str | None = None,
    *,
    size: tuple[int, int] = (ROOTS_PER_PAGE, FIRST_REPLIES),
) -> ThreadPage:
    """One page of roots, each with its first replies: four queries more than finding the article.

    Reading never writes: an article nobody has commented on has no row, and gives an empty page.
    """
    return read_page(work, open_thread(work, site_key, url), sort, cursor, size=size)


def open_thread(work: Work, site_key: str, url: object) -> Opened:
    """The article alone: its version tells whether a page made earlier still holds."""
    site = get_site(work, site_key)
    canonical_url, row = find_article(work, site, url)
    article = _nobody_yet(work, site, canonical_url) if row is None else view_of(work, site, row)
    return Opened(article=article, row=row, live_seconds=site.policy.live_seconds)


def read_page(
    work: Work,
    opened: Opened,
    sort: Sort,
    cursor: str | None = None,
    *,
    size: tuple[int, int] = (ROOTS_PER_PAGE, FIRST_REPLIES),
) -> ThreadPage:
    """Of the thread that was opened just before: as new as its version, or newer."""
    row = opened.row
    if row is None:
        if cursor is not None:
            raise Invalid(
                "bad_cursor", "This link to more comments is no longer valid. Open the article again."
            )
        return ThreadPage(article=opened.article, sort=sort, roots=(), live_seconds=opened.live_seconds)
    last = last_event_id(work.session, row.id)  # first: what happens meanwhile is news
    most, most_replies = size
    question, sort = _question(work, row, sort)
    page, more = _roots(work, row.id, sort, question, cursor, most)
    is_picks = sort is Sort.PICKS  # each stands alone, wherever it was said
    replies = [] if is_picks else threads.first_replies(work.session, _with_replies(page), most_replies)
    return ThreadPage(
        article=opened.article,
        sort=sort,
        roots=build([*page, *replies]),
        next_cursor=more,
        last_event=last,
        live_seconds=opened.live_seconds,
        picks=() if cursor is not None else _first_picks(work, row.id, sort, page),
        question=question,
    )


def find_thread(work: Work, site_key: str, url: object) -> ArticleView:
    """The article alone."""
    return open_thread(work, site_key, url).article


def article_by_id(work: Work, article_id: int) -> ArticleView:
    row = work.session.get_one(ArticleRow, article_id)
    return view_of(work, get_site_by_id(work, row.site_id), row)


def versions_of(work: Work, site_key: str, urls: Sequence[str]) -> dict[str, int]:
    """The versions of conversations by their canonical addresses; 0 where nobody has said anything yet."""
    found = articles_by_urls(work.session, get_site(work, site_key).id, urls)
    return dict.fromkeys(urls, 0) | {url: row.version for url, row in found.items()}


def read_replies(work: Work, site_key: str, root_id: int, after: int) -> Branch:
    """The next replies of a branch behind the one called `after`, grouped to hang under comments at hand."""
    site = get_site(work, site_key)
    root = _shown(work, site, root_id)
    if root.root_id is not None:
        raise NotFound("no_branch", "This comment does not begin a conversation.")
    reactions = Reactions.of(site.policy, work.now)
    found = threads.replies_after(work.session, root.id, after, REPLIES_PER_PAGE + 1)
    page = found[:REPLIES_PER_PAGE]
    if not page:
        return Branch(root_id=root.id, reactions=reactions, groups=())
    seen = threads.count_replies_up_to(work.session, root.id, page[-1].id)
    return Branch(
        root_id=root.id,
        reactions=reactions,
        groups=build(page),
        next_after=page[-1].id if len(found) > REPLIES_PER_PAGE else None,
        count_left=max(0, root.count_replies - seen),
    )


def read_conversation(work: Work, site_key: str | None, comment_id: int, after: int = 0) -> Conversation:
    """A comment by its permalink; `after` pages through its direct replies."""
    site = get_site(work, site_key) if site_key is not None else get_site_of_comment(work, comment_id)
    row = _shown(work, site, comment_id)
    article = work.session.get_one(ArticleRow, row.article_id)
    last = last_event_id(work.session, article.id)  # first: what happens meanwhile is news
    above = threads.ancestor_ids(work.session, row.id, ANCESTORS)
    entries = {entry.id: entry for entry in threads.entries_by_ids(work.session, [row.id, *above])}
    children = threads.children_of(work.session, row.id, after, REPLIES_PER_PAGE + 1)
    page = children[:REPLIES_PER_PAGE]
    ancestors = tuple(entries[ancestor] for ancestor in reversed(above))
    return Conversation(
        article=view_of(work, site, article),
        ancestors=ancestors,
        entry=replace(entries[row.id], replies=tuple(page)),
        next_after=page[-1].id if len(children) > REPLIES_PER_PAGE else None,
        is_whole=not ancestors or ancestors[0].parent_id is None,
        last_event=last,
        live_seconds=site.policy.live_seconds,
    )


def waiting_comments(
    work: Work, actor: Actor | None, site: Site, article_id: int | None
) -> tuple[Entry, ...]:
    """A person's own comments that a moderator has not looked at yet; nobody else sees them."""
    if actor is None or article_id is None:
        return ()
    return tuple(threads.held_of(work.session, article_id, actor.id))


def view_of(work: Work, site: Site, row: ArticleRow) -> ArticleView:
    """The title came with a comment, and until one is published it is as unread as the comment itself."""
    settings = site.settings_of(row)
    is_open = settings.is_open(row.active_at, work.now)
    opens_at = site.opens_again(row, work.now) if is_open else None
    return ArticleView(
        id=row.id,
        site_key=site.key,
        site_name=site.name,
        url=row.url,
        title=row.title if row.count_published else "",
        is_open=is_open and opens_at is None,
        opens_at=opens_at,
        closes_at=row.closes_at,
        idle_days=settings.idle_days,
        notice=settings.notice,
        count=row.count_published,
        version=row.version,
        reactions=Reactions.of(site.policy, work.now),
        language=site.policy.language,
        begun_at=row.created_at,
    )


def _nobody_yet(work: Work, site: Site, url: str) -> ArticleView:
    opens_at = site.opens_again(None, work.now, url)
    return ArticleView(
        id=None,
        site_key=site.key,
        site_name=site.name,
        url=url,
        title="",
        is_open=opens_at is None,
        opens_at=opens_at,
        notice=site.settings_of(None, url).notice,
        count=0,
        version=0,
        reactions=Reactions.of(site.policy, work.now),
        language=site.policy.language,
    )


def _shown(work: Work, site: Site, comment_id: int) -> CommentRow:
    row = comment_by_id(work.session, site.id, comment_id)
    if row is None or not row.shown:
        raise _no_comment()
    return row


def _no_comment() -> NotFound:
    return NotFound(
        "no_comment", "This comment is not here, or no longer. Open the article to see the others."
    )


def _with_replies(page: Sequence[Entry]) -> list[int]:
    return [root.id for root in page if root.count_replies or root.status is not Status.PUBLISHED]


def _question(work: Work, row: ArticleRow, sort: Sort) -> tuple[Question | None, Sort]:
    """The article’s question, and the order for it: where it has no two sides, the best come first."""
    question = questions.question_of(work.session, row.id) if row.has_question else None
    has_sides = question is not None and question.sides is not None
    return question, Sort.BEST if sort is Sort.SIDES and not has_sides else sort


def _roots(
    work: Work, article_id: int, sort: Sort, question: Question | None, cursor: str | None, most: int
) -> tuple[list[Entry], str | None]:
    """A page of roots and the bookmark of the next one."""
    if sort is Sort.SIDES and question is not None:
        return page_of_sides(work, article_id, question, cursor, most)
    roots = _page(work, article_id, sort, cursor, most + 1)
    page = roots[:most]
    return page, _bookmark(work, article_id, sort, page[-1]) if len(roots) > most else None


def _page(work: Work, article_id: int, sort: Sort, cursor: str | None, limit: int) -> list[Entry]:
    after = None if cursor is None else _position(work, article_id, sort, cursor)
    if sort is Sort.PICKS:
        return threads.page_of_picks(work.session, article_id, after, limit)
    return threads.page_of_roots(work.session, article_id, sort, after, limit)


def _first_picks(work: Work, article_id: int, sort: Sort, page: list[Entry]) -> tuple[Entry, ...]:
    if sort is Sort.PICKS:
        return tuple(page[:FIRST_PICKS])
    return tuple(threads.page_of_picks(work.session, article_id, None, FIRST_PICKS))


def _bookmark(work: Work, article_id: int, sort: Sort, last: Entry) -> str:
    at = last.picked_at if sort is Sort.PICKS and last.picked_at is not None else last.created_at
    numbers = {Sort.BEST: last.score, Sort.REPLIES: last.count_replies}
    key = numbers.get(sort, (at - _EPOCH) // timedelta(microseconds=1))
    return bookmarks.encode(f"{article_id}:{sort}", (key, last.id), work.settings.secret_key.encode())


def _position(work: Work, article_id: int, sort: Sort, cursor: str) -> threads.Position:
    """Where the page before ended; a bookmark of another thread or order does not open this one."""
    key, last_id = bookmarks.decode(f"{article_id}:{sort}", cursor, *map(str.encode, work.settings.secrets))
    if sort in (Sort.BEST, Sort.REPLIES):
        return int(key), int(last_id)
    return _EPOCH + timedelta(microseconds=int(key)), int(last_id)
