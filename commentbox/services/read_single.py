"""One comment by itself, to be shown in another article."""

import re
from dataclasses import dataclass

from commentbox.domain.errors import CommentboxError, NotFound
from commentbox.domain.thread import ArticleView, Entry
from commentbox.services.read_thread import view_of
from commentbox.services.sites import article_url, get_site_of_comment
from commentbox.services.work import Work
from commentbox.store import threads
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import comment_by_id

_OUR_PAGE = re.compile(r"/c/(\d{1,18})/?(?:[?#].*)?", re.ASCII)
_IN_ARTICLE = re.compile(r"(.+)#comment-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Single:
    """A comment and the article it stands under; a place holder if it was taken down."""

    article: ArticleView
    entry: Entry


def read_single(work: Work, comment_id: int) -> Single:
    """What was taken down keeps its place while there are replies, without its words; else it is nowhere."""
    site = get_site_of_comment(work, comment_id)
    row = comment_by_id(work.session, site.id, comment_id)
    if row is None or not row.shown:
        raise _no_comment()
    article = work.session.get_one(ArticleRow, row.article_id)
    (entry,) = threads.entries_by_ids(work.session, [row.id])
    return Single(article=view_of(work, site, article), entry=entry)


def find_single(work: Work, url: str) -> Single:
    """The published comment that an address leads to: its page here, or its place in an article."""
    base_url = work.settings.base_url
    own = _OUR_PAGE.fullmatch(url.removeprefix(base_url)) if url.startswith(f"{base_url}/") else None
    placed = None if own else _IN_ARTICLE.fullmatch(url)
    if own is None and placed is None:
        raise _no_comment()
    found = read_single(work, int(own[1] if own else placed[2]))  # type: ignore[index]  # one of the two
    if found.entry.is_placeholder or (placed and not _stands_there(work, found, placed[1])):
        raise _no_comment()
    return found


def _stands_there(work: Work, found: Single, url: str) -> bool:
    try:
        return article_url(get_site_of_comment(work, found.entry.id), url) == found.article.url
    except CommentboxError:
        return False


def _no_comment() -> NotFound:
    return NotFound("no_comment", "This comment is not here, or no longer.")
