"""The conversation on pages of our own: everything a reader can do, by plain links and forms."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError, NotSignedIn
from commentbox.domain.people import Actor
from commentbox.domain.permissions import why_not_post
from commentbox.domain.thread import ArticleView, Entry, flatten
from commentbox.domain.words import Words
from commentbox.services.answer import my_answer
from commentbox.services.notices import unread_here
from commentbox.services.own_comments import own_comments
from commentbox.services.people_pages import muted_ids
from commentbox.services.post_comment import NewComment, Posted, post_comment
from commentbox.services.read_thread import read_conversation, read_thread, waiting_comments
from commentbox.services.sites import Site, get_site, get_site_of_comment
from commentbox.services.slow_mode import slow_mode_here
from commentbox.services.vote import MAX_ASKED, NO_VOTES, MyVotes, my_votes
from commentbox.services.work import Work
from commentbox.web import fragments
from commentbox.web.auth import current_actor
from commentbox.web.embed import number, sort_asked
from commentbox.web.errors import status_of
from commentbox.web.here import site_here
from commentbox.web.limits import counted, network_here
from commentbox.web.structured import posting
from commentbox.web.work import reading, settings

pages = Blueprint("pages", __name__)

KEPT = Words(
    "Your session has ended. Log in in another tab, come back and send it again: your text is still here."
)


@pages.get("/")
def index() -> ResponseReturnValue:
    return draw("pages/index.html")


@pages.get("/t/<site>")
def thread(site: str) -> ResponseReturnValue:
    return _thread_page(site, request.args.get("url", ""), request.args.get("cursor"))


@pages.post("/t/<site>/comments")
def post(site: str) -> ResponseReturnValue:
    form = request.form
    new = _new(parent_id=None, url=form.get("url"), title=form.get("title"))
    try:
        posted = _post(site, new)
    except CommentboxError as error:
        return _thread_page(site, form.get("url", ""), None, error=error)
    query = urlencode({"url": form.get("url", ""), "sort": "newest"})
    return redirect(f"{settings().base_url}/t/{site}?{query}#comment-{posted.entry.id}", 303)


@pages.get("/c/<int:comment>")
def conversation(comment: int) -> ResponseReturnValue:
    return conversation_page("pages/conversation.html", comment, after=number("after", 0))


@pages.get("/c/<int:comment>/reply")
def reply_form(comment: int) -> ResponseReturnValue:
    return conversation_page("pages/reply.html", comment)


@pages.post("/c/<int:comment>/reply")
def reply(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    try:
        posted = _post(site.key, _new(parent_id=comment, url=None, title=None))
    except CommentboxError as error:
        return conversation_page("pages/reply.html", comment, error=error)
    if posted.entry.status is Status.HELD:
        return to_comment(comment)
    return to_comment(posted.entry.id)


def _post(site_key: str, new: NewComment) -> Posted:
    actor = current_actor(site_here(site_key).id)
    if actor is None:
        raise NotSignedIn("session_ended", KEPT)
    with counted(actor, Act.POST) as w:
        return post_comment(w, actor, site_key, new)


def _new(*, parent_id: int | None, url: str | None, title: str | None) -> NewComment:
    text, key = request.form.get("text"), request.form.get("key")
    form = request.form
    return NewComment(
        url=url,
        title=title,
        parent_id=parent_id,
        text=text,
        key=key,
        show_answer="show_answer" in form,
        asks_first="ask" in form,
        network=network_here(),
    )


def _thread_page(
    site_key: str, url: str, cursor: str | None, error: CommentboxError | None = None
) -> Response:
    sort = sort_asked()
    with reading() as w:
        site = get_site(w, site_key)
    actor = current_actor(site.id)
    with reading() as w:
        muted = muted_ids(w, actor)
        page = read_thread(w, site_key, url, sort, cursor)
        mine = _votes(w, actor, page.roots)
        own = my_answer(w, actor, page.question)
        waiting = waiting_comments(w, actor, site, page.article.id)
        own_ones = own_comments(w, actor, site, [entry.id for entry in flatten((*waiting, *page.roots))])
        unread = unread_here(w, actor, site)
    values = _composer(site, actor, page.article, waiting, error) | {
        "muted": muted,
        "unread": unread,
        "mine": mine,
        "own_ones": own_ones,
        "reactions": page.article.reactions,
        "my_answer": own,
        "my_label": None if page.question is None else page.question.label(own),
        "posting": posting(page, settings().base_url),
        "is_later": bool(cursor),
    }
    return draw("pages/thread.html", error, thread=page, sorts=fragments.SORTS, **values)


def conversation_page(
    template: str, comment: int, *, after: int = 0, error: CommentboxError | None = None, **more: Any
) -> Response:
    site = site_of(comment)
    actor = current_actor(site.id)
    with reading() as w:
        muted = muted_ids(w, actor)
        found = read_conversation(w, site.key, comment, after)
        mine = _votes(w, actor, (*found.ancestors, found.entry))
        waiting = waiting_comments(w, actor, site, found.article.id)
        shown = (*waiting, *found.ancestors, found.entry)
        own = own_comments(w, actor, site, [entry.id for entry in flatten(shown)])
        unread = unread_here(w, actor, site)
    values = _composer(site, actor, found.article, waiting, error) | more
    values |= {"muted": muted, "unread": unread, "mine": mine, "own_ones": own}
    values["reactions"] = found.article.reactions
    return draw(template, error, conversation=found, **values)


def _votes(work: Work, actor: Actor | None, shown: tuple[Entry, ...]) -> MyVotes:
    """The pages of our own are made for one person, so they say what that person said already."""
    ids = [entry.id for entry in flatten(shown) if not entry.is_placeholder]
    return NO_VOTES if actor is None else my_votes(work, actor, ids[:MAX_ASKED])


def _composer(
    site: Site,
    actor: Actor | None,
    article: ArticleView,
    waiting: tuple[Entry, ...],
    error: CommentboxError | None,
) -> dict[str, Any]:
    """What the box around the conversation shows; after an error, everything that was typed."""
    form = request.form.to_dict() if error is not None else {}
    with reading() as w:
        opens_at = article.opens_at
        is_open = article.is_open or opens_at is not None
        denial = why_not_post(actor, is_open=is_open, now=w.now, site_id=site.id, opens_at=opens_at)
        slow = slow_mode_here(w, actor, site, article.id, article.url)
    return {
        "site_key": site.key,
        "site_name": site.name,
        "actor": actor,
        "denial": denial,
        "slow_mode": slow,
        "was_asked": error is not None and (error.code == "think_again" or "ask" not in form),
        "is_question": error is not None and error.code == "think_again",
        "waiting": waiting,
        "form": form,
        "errors": {} if error is None else {error.field or "form": error.message},
        "max_length": site.policy.max_length,
        "post_key": form.get("key") or secrets.token_urlsafe(16),
    }


def draw(template: str, failed: CommentboxError | None = None, **values: Any) -> Response:
    values |= {"base_url": settings().base_url, "stream": bool(settings().stream_url)}
    answer = make_response(render_template(template, **values))
    answer.headers["Cache-Control"] = "no-store"
    if failed is not None:
        answer.status_code = status_of(failed)
        if failed.retry_after is not None:
            answer.headers["Retry-After"] = str(failed.retry_after)
    return answer


def site_of(comment: int) -> Site:
    with reading() as w:
        return get_site_of_comment(w, comment)


def to_comment(comment: int) -> Response:
    return redirect(f"{settings().base_url}/c/{comment}#comment-{comment}", 303)


def for_readers(
    view: Callable[[int, Site, Actor], ResponseReturnValue],
) -> Callable[[int], ResponseReturnValue]:
    """The view of a comment's form, for somebody who is signed in there; others are sent to log in."""

    @wraps(view)
    def asked(comment: int) -> ResponseReturnValue:
        site = site_of(comment)
        actor = current_actor(site.id)
        return to_login(site, comment) if actor is None else view(comment, site, actor)

    return asked


def to_login(site: Site, comment: int) -> Response:
    return redirect(f"{settings().base_url}/login?{urlencode({'site': site.key, 'comment': comment})}", 303)
