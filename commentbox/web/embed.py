"""Public answers: a function of the address alone, read by everybody, kept by any cache."""

import hashlib
from collections.abc import Callable, Hashable
from datetime import timedelta

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.domain.question import Question
from commentbox.domain.ranking import Sort
from commentbox.domain.thread import ArticleView, Entry, ThreadPage
from commentbox.domain.words import Words, counted
from commentbox.services.counts import count_comments
from commentbox.services.read_thread import (
    open_thread,
    read_conversation,
    read_page,
    read_replies,
    read_thread,
)
from commentbox.services.sites import get_site
from commentbox.web import fragments
from commentbox.web.compress import compress
from commentbox.web.front import rests_on
from commentbox.web.language import know_site, language, said
from commentbox.web.numbers import number_in
from commentbox.web.published import answer, copy_of, shelf
from commentbox.web.versions import Thread
from commentbox.web.work import public_reading

public = Blueprint("public", __name__)

_CACHE = "public, max-age=0, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400"
_KNOWN = {
    "public.thread": {"url", "sort", "cursor", "style", "lang"},
    "public.include": {"url", "sort", "style", "lang"},
    "public.replies": {"root", "after", "lang"},
    "public.conversation": {"comment", "after", "lang"},
    "public.counts": {"url", "lang"},
    "public.feed": {"url"},
    "public.news": {"url", "after"},
    "public.comments": {"url", "ids", "lang"},
    "public.search": {"url", "q", "before", "lang"},
    "public.most_discussed": {"window"},
    "public.single": {"lang"},
    "public.oembed": {"url", "format", "maxwidth", "maxheight", "dnt"},
    "public.thread_json": {"url", "sort", "cursor"},
}


@public.before_request
def _only_known_parameters() -> None:
    """An unknown or repeated one would make a second copy of the same answer in every cache on the way."""
    unknown = set(request.args) - _KNOWN.get(str(request.endpoint), set())
    if unknown:
        raise Invalid("unknown_parameter", f"There is no parameter “{sorted(unknown)[0][:40]}” here.")
    for name, values in request.args.lists():
        if len(values) > 1 and not (request.endpoint == "public.counts" and name == "url"):
            raise Invalid("repeated_parameter", f"Give “{name}” once.", field=name)


@public.after_request
def _cacheable(given: Response) -> Response:
    """The same for every origin and reader; a copy is worth two seconds, or a day when we are down."""
    given.headers["Access-Control-Allow-Origin"] = "*"
    given.headers["Access-Control-Expose-Headers"] = "Retry-After"
    given.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if given.status_code == 200:
        given.headers.setdefault("Cache-Control", _CACHE)
        if given.get_etag()[0] is None:
            given.set_etag(hashlib.sha256(given.get_data()).hexdigest()[:32])
            compress(given)
        given.make_conditional(request.environ)
    return given


@public.get("/embed/<site>/thread")
def thread(site: str) -> ResponseReturnValue:
    cursor, is_inline = request.args.get("cursor"), _is_inline("link")

    def draw(page: ThreadPage) -> str:
        return fragments.thread(page, is_inline=is_inline) if cursor is None else fragments.more_roots(page)

    return _kept_page(site, draw, "thread", cursor, is_inline)


@public.get("/embed/<site>/include")
def include(site: str) -> ResponseReturnValue:
    is_inline = _is_inline("inline")
    return _kept_page(site, lambda page: fragments.include(page, is_inline=is_inline), "include", is_inline)


def _kept_page(site: str, draw: Callable[[ThreadPage], str], *kind: Hashable) -> Response:
    """The page as it was drawn before, if the version stands and it was of this kind."""
    sort, url = sort_asked(), request.args.get("url", "")
    with public_reading() as w:
        opened = open_thread(w, site, url)
        article = opened.article
        know_site(article.language)
        # What raises no version, such as a new staff mark, is a minute old at the most.
        minute = w.now.replace(second=0, microsecond=0)
        key = (article.id, article.version, sort, minute, language(), *kind)
        # Read after the version: what goes on the shelf may be newer than its number says, never older.
        found = shelf().get(key) or read_page(w, opened, sort, request.args.get("cursor"))
    if isinstance(found, ThreadPage):
        copy = copy_of(draw(found))
        if article.id is not None:
            shelf().put(key, copy)
    else:
        copy = found
    rests_on(Thread(site_key=site, url=article.url), article.version, minute + timedelta(minutes=1))
    return answer(copy)


@public.get("/embed/<site>/replies")
def replies(site: str) -> ResponseReturnValue:
    root, after = number("root"), number("after", 0)
    with public_reading() as w:
        branch = read_replies(w, site, root, after)
        know_site(get_site(w, site).policy.language)
    return answer(copy_of(fragments.replies(site, branch)))


@public.get("/embed/<site>/conversation")
def conversation(site: str) -> ResponseReturnValue:
    comment_id, after = number("comment"), number("after", 0)
    with public_reading() as w:
        found = read_conversation(w, site, comment_id, after)
    know_site(found.article.language)
    return answer(copy_of(fragments.conversation(found)))


@public.get("/embed/<site>/counts")
def counts(site: str) -> ResponseReturnValue:
    """Numbers; with `lang`, even an empty one, the words that a page shows: "12 comments"."""
    with public_reading() as w:
        found = count_comments(w, site, request.args.getlist("url"))
        know_site(get_site(w, site).policy.language)
    if "lang" not in request.args:
        return jsonify(found)
    return jsonify({url: said(_counted(count)) for url, count in found.items()})


@public.get("/api/v1/<site>/comments")
def thread_json(site: str) -> ResponseReturnValue:
    page = _page(site)
    article = page.article
    return jsonify(
        article={
            "url": article.url,
            "title": article.title,
            "open": article.is_open,
            "opens_at": None if article.opens_at is None else article.opens_at.isoformat(),
            "closes_at": None if article.closes_at is None else article.closes_at.isoformat(),
            "notice": article.notice,
            "count": article.count,
        },
        question=None if page.question is None else _asked(page.question),
        sort=page.sort.value,
        comments=[_plain(article, entry) for root in page.roots for entry in (root, *root.replies)],
        next_cursor=page.next_cursor,
    )


def _is_inline(usual: str) -> bool:
    """Whether the style is to stand in the answer, or to come by a link."""
    asked = request.args.get("style", usual)
    known = ("inline", "link")
    if asked not in known:
        raise Invalid("bad_style", f"Choose one of these: {', '.join(known)}.", field="style")
    return asked == "inline"


def sort_asked() -> Sort:
    raw = request.args.get("sort", Sort.BEST.value)
    try:
        return Sort(raw)
    except ValueError:
        known = ", ".join(sort.value for sort in Sort)
        raise Invalid("bad_sort", f"Choose one of these orders: {known}.", field="sort") from None


def number(name: str, default: int | None = None) -> int:
    """A whole number from the address, small enough for every database."""
    found = number_in(request.args.get(name, "" if default is None else str(default)))
    if found is None:
        raise Invalid("bad_number", f"“{name}” must be the number of a comment.", field=name)
    return found


def _counted(count: int) -> Words:
    return counted("{n} comment", "{n} comments", n=count) if count else Words("No comments yet")


def _page(site: str) -> ThreadPage:
    sort = sort_asked()
    with public_reading() as w:
        return read_thread(w, site, request.args.get("url", ""), sort, request.args.get("cursor"))


def _asked(question: Question) -> dict[str, object]:
    options = [{"id": option.id, "label": option.label, "count": option.count} for option in question.options]
    return {"id": question.id, "text": question.text, "options": options}


def _plain(article: ArticleView, entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "parent": entry.parent_id,
        "author": None
        if entry.author is None
        else {
            "name": entry.author.name,
            "staff": entry.author.is_staff,
            "member": entry.author.is_member,
            "wrote_article": entry.author.wrote_article,
            "expert": entry.author.expertise if entry.author.is_expert else None,
            "badges": entry.author.badges,
            "avatar": entry.author.avatar,
        },
        "answer": entry.answer,
        "html": entry.html,
        "status": entry.status.value,
        "picked": entry.picked_at is not None,
        "created_at": entry.created_at.isoformat(),
        "votes": article.reactions.count(entry.votes, entry.created_at),
        "replies": entry.count_replies,
    }
