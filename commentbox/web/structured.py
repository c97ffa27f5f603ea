"""A conversation in the words of schema.org, for search engines."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from commentbox.domain.thread import ArticleView, Entry, ThreadPage
from commentbox.web.html import iso, plain_text


def posting(page: ThreadPage, base_url: str) -> dict[str, Any]:
    """The conversation as a DiscussionForumPosting that shares the article; published words only."""
    article = page.article
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "headline": article.title or article.url,
        "url": f"{base_url}/t/{article.site_key}?url={quote(article.url, safe='')}",
        "sharedContent": {"@type": "WebPage", "url": article.url},
        "author": {"@type": "Organization", "name": article.site_name},
        "commentCount": article.count,
        "comment": list(_comments(page.roots, article, base_url)),
    }
    if article.begun_at is not None:
        found["datePublished"] = iso(article.begun_at)
    return found


def _comments(entries: Iterable[Entry], article: ArticleView, base_url: str) -> Iterator[dict[str, Any]]:
    """What hangs under a place holder hangs where that stands: there is nothing to say about it."""
    for entry in entries:
        below = _comments(entry.replies, article, base_url)
        if entry.is_placeholder:
            yield from below
        else:
            yield _comment(entry, article, base_url) | {"comment": list(below)}


def _comment(entry: Entry, article: ArticleView, base_url: str) -> dict[str, Any]:
    author: dict[str, Any] = {"@type": "Person", "name": "Deleted account"}
    if entry.author is not None:
        author |= {"name": entry.author.name, "url": f"{base_url}/u/{article.site_key}/{entry.author.id}"}
    found: dict[str, Any] = {
        "@type": "Comment",
        "url": f"{base_url}/c/{entry.id}",
        "text": plain_text(entry.html),
        "author": author,
        "datePublished": iso(entry.created_at),
    }
    if entry.edited_at is not None:
        found["dateModified"] = iso(entry.edited_at)
    votes = article.reactions.count(entry.votes, entry.created_at)
    if votes is not None:
        kind = {"@type": "InteractionCounter", "interactionType": "https://schema.org/LikeAction"}
        found["interactionStatistic"] = kind | {"userInteractionCount": votes}
    return found
