"""What has happened in a conversation since a page of it was drawn; small, for it is asked for often."""

from dataclasses import dataclass

from commentbox.domain.comment import Status
from commentbox.domain.thread import ArticleView, Entry
from commentbox.services.read_thread import article_by_id, find_thread
from commentbox.services.work import Work
from commentbox.store.decisions import never_public
from commentbox.store.events import event_before, events_behind, newest_event_of_all, public_events
from commentbox.store.threads import entries_by_ids, states_of

EVENTS_AT_ONCE = 200
MAX_ENTRIES = 50


@dataclass(frozen=True, kw_only=True)
class Change:
    """How a comment stands now. `kind` is what happened to it last; `shown` includes placeholders."""

    id: int
    kind: str
    shown: bool
    status: Status
    parent_id: int | None
    root_id: int | None


@dataclass(frozen=True, kw_only=True)
class News:
    """`last` is where to go on from; `is_more`: at once, for not everything is in it."""

    article: ArticleView
    last: int
    is_more: bool
    changes: tuple[Change, ...]


def read_news(work: Work, site_key: str, url: object, after: int) -> News:
    """What happened under the article behind the event `after`, each comment once, as it is now."""
    return _news(work, find_thread(work, site_key, url), after)


@dataclass(frozen=True, kw_only=True)
class Told:
    """News for all who have heard everything up to the event `after`."""

    after: int
    news: News


def newest_event(work: Work) -> int:
    """Of the whole box, for who hands on what comes from now on."""
    return newest_event_of_all(work.session)


def events_of_all(work: Work, after: int) -> tuple[tuple[Told, ...], int]:
    """What has happened on all sites behind the event `after`, article by article, and where to go on from.

    On PostgreSQL an event of another article may become visible after a later one; whoever misses it that way
    hears of it when they ask.
    """
    events = events_behind(work.session, after, EVENTS_AT_ONCE)
    firsts: dict[int, int] = {}
    for event in events:
        firsts.setdefault(event.article_id, event.id)
    told = []
    for article_id, first in firsts.items():
        before = event_before(work.session, article_id, first)
        told.append(Told(after=before, news=_news(work, article_by_id(work, article_id), before)))
    return tuple(told), events[-1].id if events else after


def _news(work: Work, article: ArticleView, after: int) -> News:
    found = [] if article.id is None else public_events(work.session, article.id, after, EVENTS_AT_ONCE + 1)
    events = found[:EVENTS_AT_ONCE]
    kinds = {event.comment_id: event.kind for event in events if event.comment_id is not None}
    states = states_of(work.session, list(kinds))
    # That something waits is not for the public, nor what became of it if that was never published.
    secret = never_public(work.session, [row.id for row in states if not row.shown])
    changes = tuple(
        Change(
            id=row.id,
            kind=kinds[row.id],
            shown=row.shown,
            status=row.status,
            parent_id=row.parent_id,
            root_id=row.root_id,
        )
        for row in states
        if row.id not in secret
    )
    return News(
        article=article,
        last=events[-1].id if events else after,
        is_more=len(found) > len(events),
        changes=changes,
    )


def read_entries(
    work: Work, site_key: str, url: object, ids: list[int]
) -> tuple[ArticleView, tuple[Entry, ...]]:
    """These comments of the article, as far as readers see them, each without its replies."""
    article = find_thread(work, site_key, url)
    if article.id is None:
        return article, ()
    shown = [row.id for row in states_of(work.session, ids) if row.shown and row.article_id == article.id]
    return article, tuple(entries_by_ids(work.session, shown))
