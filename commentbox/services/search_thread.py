"""A reader looks for words in one conversation."""

from dataclasses import dataclass
from threading import BoundedSemaphore

from commentbox.domain.errors import TooFast
from commentbox.domain.search import Query
from commentbox.domain.thread import ArticleView, Entry
from commentbox.services.read_thread import find_thread
from commentbox.services.work import Work
from commentbox.store.threads import entries_by_ids, words_of

FOUND_PER_PAGE = 20
LOOKED_AT = 10_000  # comments, for one page of what is found
_AT_A_TIME = 200
_AT_ONCE = BoundedSemaphore(2)  # in one process: who looks must not keep others from reading


@dataclass(frozen=True, kw_only=True)
class Found:
    """The newest first. `next_before`: from where to look further back, if there is more to look at."""

    article: ArticleView
    words: str
    entries: tuple[Entry, ...]
    next_before: int | None


def search_thread(work: Work, site_key: str, url: object, words: object, before: int | None = None) -> Found:
    """Published comments with all the words; one page looks at a bounded number of comments."""
    query = Query.parse(words)
    article = find_thread(work, site_key, url)
    ids, rest = ([], None) if article.id is None else _look(work, article.id, query, before)
    entries = {entry.id: entry for entry in entries_by_ids(work.session, ids)}
    return Found(
        article=article,
        words=str(words),
        entries=tuple(entries[key] for key in ids if key in entries),
        next_before=rest,
    )


def _look(work: Work, article_id: int, query: Query, before: int | None) -> tuple[list[int], int | None]:
    if not _AT_ONCE.acquire(timeout=0.2):
        raise TooFast("too_fast", "Many are searching just now. Try again in a moment.", retry_after=5)
    try:
        found: list[int] = []
        for _ in range(LOOKED_AT // _AT_A_TIME):
            some = words_of(work.session, article_id, before, _AT_A_TIME)
            for key, text in some:
                before = key
                if query.is_in(text):
                    found.append(key)
                if len(found) == FOUND_PER_PAGE:
                    return found, before
            if len(some) < _AT_A_TIME:
                return found, None
        return found, before
    finally:
        _AT_ONCE.release()
