"""Conversations to follow in a feed reader: a site's, an article's, and what others answer somebody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from commentbox.domain.errors import NotFound
from commentbox.domain.notices import NoticeKind
from commentbox.domain.people import Actor
from commentbox.services.read_thread import find_thread
from commentbox.services.sites import get_site
from commentbox.services.tokens import hash_token, new_token
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.feeds import Said, newest_of_article, newest_of_site
from commentbox.store.notice_letters import FeedRow, feed_by_hash, feed_of
from commentbox.store.notices import notices_of
from commentbox.store.people import lock_person, person_by_id
from commentbox.store.sites import site_by_id

MOST = 50
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One comment. `id` never changes, whatever happens to the server's address or the comment."""

    id: str
    title: str
    author: str
    html: str
    address: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Feed:
    """`page` is where people read the same; `updated_at` moves with the entries alone."""

    id: str
    title: str
    address: str
    page: str
    updated_at: datetime
    entries: tuple[FeedEntry, ...]


def site_feed(work: Work, site_key: str) -> Feed:
    site = get_site(work, site_key)
    said = newest_of_site(work.session, site.id, MOST)
    row = site_by_id(work.session, site.id)
    return Feed(
        id=f"urn:commentbox:{site.key}",
        title=_clean(f"Comments · {site.name}"),
        address=f"{work.settings.base_url}/embed/{site.key}/feed",
        page=str(site.origins[0]),
        updated_at=_updated(said, work.now if row is None else row.created_at),
        entries=tuple(_entry(site.key, one.comment, one.article, one.author) for one in said),
    )


def thread_feed(work: Work, site_key: str, url: object) -> Feed:
    """Of an article nobody has commented on it is empty."""
    site, article = get_site(work, site_key), find_thread(work, site_key, url)
    said = [] if article.id is None else newest_of_article(work.session, article.id, MOST)
    row = site_by_id(work.session, site.id)
    title = article.title or _without_scheme(article.url)
    return Feed(
        id=f"urn:commentbox:{site.key}:{quote(article.url, safe='')}",
        title=_clean(f"Comments · {title}"),
        address=f"{work.settings.base_url}/embed/{site.key}/feed?url={quote(article.url, safe='')}",
        page=article.url,
        updated_at=_updated(said, work.now if row is None else row.created_at),
        entries=tuple(_entry(site.key, one.comment, one.article, one.author) for one in said),
    )


def replies_feed(work: Work, token: str) -> Feed:
    """Answers to whoever made this address, from every site. Raises `NotFound` for one that is no more."""
    row = feed_by_hash(work.session, hash_token(token))
    person = None if row is None else person_by_id(work.session, row.person_id)
    if row is None or person is None or person.erased_at is not None:
        raise NotFound("no_feed", "There is no such feed, or no longer.")
    found = notices_of(work.session, person.id, MOST, kinds=(NoticeKind.REPLY, NoticeKind.MENTION))
    said = [Said(comment=one.comment, article=one.article, author=one.author) for one in found]
    keys = [one.site.key for one in found]
    return Feed(
        id=f"urn:commentbox:replies:{hash_token(row.token_hash)[:32]}",
        title=_clean(f"Answers to {person.name}"),
        address=f"{work.settings.base_url}/feeds/{token}",
        page=f"{work.settings.base_url}/account/conversations",
        updated_at=_updated(said, row.created_at),
        entries=tuple(
            _entry(key, one.comment, one.article, one.author) for key, one in zip(keys, said, strict=True)
        ),
    )


def has_feed(work: Work, actor: Actor) -> bool:
    return feed_of(work.session, actor.id) is not None


def make_feed(work: Work, actor: Actor) -> str:
    """A new secret address, told this once; the one before is dead."""
    lock_person(work.session, actor.id)
    token = new_token()
    row = feed_of(work.session, actor.id) or FeedRow(person_id=actor.id)
    row.token_hash, row.created_at = hash_token(token), work.now
    work.session.add(row)
    return f"{work.settings.base_url}/feeds/{token}"


def end_feed(work: Work, actor: Actor) -> None:
    """Again has no effect."""
    row = feed_of(work.session, actor.id)
    if row is not None:
        work.session.delete(row)


def _entry(site_key: str, comment: CommentRow, article: ArticleRow, author: str) -> FeedEntry:
    name = author or "Deleted account"
    return FeedEntry(
        id=f"urn:commentbox:{site_key}:comment:{comment.id}",
        title=_clean(f"{name}: {article.title or _without_scheme(article.url)}"),
        author=_clean(name),
        html=_clean(comment.html),
        address=f"{article.url}#comment-{comment.id}",
        created_at=comment.created_at,
        updated_at=comment.edited_at or comment.created_at,
    )


def _updated(said: Sequence[Said], otherwise: datetime) -> datetime:
    return max((one.comment.edited_at or one.comment.created_at for one in said), default=otherwise)


def _clean(text: str) -> str:
    """Without what XML cannot hold, whatever an import has brought."""
    return _NOT_IN_XML.sub("", text)


def _without_scheme(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"
