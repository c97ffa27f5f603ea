"""The conversation on pages of our own: everything a reader can do, by plain links and forms."""

import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.comment import FlagReason, Status
from commentbox.domain.errors import CommentboxError, NotSignedIn
from commentbox.domain.people import Actor
from commentbox.domain.permissions import Denial, why_not_post
from commentbox.domain.thread import Entry
from commentbox.services.flag_comment import flag_comment
from commentbox.services.people_pages import muted_ids
from commentbox.services.post_comment import NewComment, Posted, post_comment
from commentbox.services.read_thread import read_conversation, read_thread, waiting_comments
from commentbox.services.sites import Site, get_site, get_site_of_comment
from commentbox.services.vote import vote
from commentbox.web import fragments
from commentbox.web.auth import current_actor
from commentbox.web.embed import number, sort_asked
from commentbox.web.errors import status_of
from commentbox.web.here import site_here
from commentbox.web.limits import counted
from commentbox.web.work import reading, settings

pages = Blueprint("pages", __name__)

KEPT = "Your session has ended. Log in in another tab, come back and send it again: your text is still here."


@pages.get("/")
def index() -> ResponseReturnValue:
    return _page("pages/index.html")


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
    return _conversation_page("pages/conversation.html", comment, after=number("after", 0))


@pages.get("/c/<int:comment>/reply")
def reply_form(comment: int) -> ResponseReturnValue:
    return _conversation_page("pages/reply.html", comment)


@pages.post("/c/<int:comment>/reply")
def reply(comment: int) -> ResponseReturnValue:
    site = _site_of(comment)
    try:
        posted = _post(site.key, _new(parent_id=comment, url=None, title=None))
    except CommentboxError as error:
        return _conversation_page("pages/reply.html", comment, error=error)
    if posted.entry.status is Status.HELD:
        return _to_comment(comment)
    return _to_comment(posted.entry.id)


@pages.post("/c/<int:comment>/vote")
def vote_on(comment: int) -> ResponseReturnValue:
    site = _site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return _to_login(comment)
    with counted(actor, Act.VOTE) as w:
        vote(w, actor, site.key, comment, up=request.form.get("up", "1") != "0")
    return _to_comment(comment)


@pages.get("/c/<int:comment>/report")
def report_form(comment: int) -> ResponseReturnValue:
    return _report_page(comment)


@pages.post("/c/<int:comment>/report")
def report(comment: int) -> ResponseReturnValue:
    site = _site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return _to_login(comment)
    try:
        with counted(actor, Act.FLAG) as w:
            flag_comment(w, actor, site.key, comment, request.form.get("reason"), request.form.get("note"))
    except CommentboxError as error:
        return _report_page(comment, error=error)
    return _report_page(comment, is_sent=True)


def _post(site_key: str, new: NewComment) -> Posted:
    actor = current_actor(site_here(site_key).id)
    if actor is None:
        raise NotSignedIn("session_ended", KEPT)
    with counted(actor, Act.POST) as w:
        return post_comment(w, actor, site_key, new)


def _new(*, parent_id: int | None, url: str | None, title: str | None) -> NewComment:
    text, key = request.form.get("text"), request.form.get("key")
    return NewComment(url=url, title=title, parent_id=parent_id, text=text, key=key)


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
        waiting = waiting_comments(w, actor, site, page.article.id)
    denial = _denial(site, actor, is_open=page.article.is_open)
    values = _composer(site, actor, denial, waiting, error) | {"muted": muted}
    return _page(
        "pages/thread.html", error, thread=page, sorts=fragments.SORTS, is_later=bool(cursor), **values
    )


def _conversation_page(
    template: str, comment: int, *, after: int = 0, error: CommentboxError | None = None, **more: Any
) -> Response:
    site = _site_of(comment)
    actor = current_actor(site.id)
    with reading() as w:
        muted = muted_ids(w, actor)
        found = read_conversation(w, site.key, comment, after)
        waiting = waiting_comments(w, actor, site, found.article.id)
    denial = _denial(site, actor, is_open=found.article.is_open)
    values = _composer(site, actor, denial, waiting, error) | {"muted": muted} | more
    return _page(template, error, conversation=found, **values)


def _report_page(comment: int, *, error: CommentboxError | None = None, is_sent: bool = False) -> Response:
    reasons = [(reason.value, reason.label) for reason in FlagReason]
    return _conversation_page("pages/report.html", comment, error=error, reasons=reasons, is_sent=is_sent)


def _denial(site: Site, actor: Actor | None, *, is_open: bool) -> Denial | None:
    with reading() as w:
        return why_not_post(actor, is_open=is_open, now=w.now)


def _composer(
    site: Site,
    actor: Actor | None,
    denial: Denial | None,
    waiting: tuple[Entry, ...],
    error: CommentboxError | None,
) -> dict[str, Any]:
    """What the box around the conversation shows; after an error, everything that was typed."""
    form = request.form.to_dict() if error is not None else {}
    return {
        "site_key": site.key,
        "site_name": site.name,
        "actor": actor,
        "denial": denial,
        "waiting": waiting,
        "form": form,
        "errors": {} if error is None else {error.field or "form": error.message},
        "max_length": site.policy.max_length,
        "post_key": form.get("key") or secrets.token_urlsafe(16),
    }


def _page(template: str, error: CommentboxError | None = None, **values: Any) -> Response:
    answer = make_response(render_template(template, base_url=settings().base_url, **values))
    answer.headers["Cache-Control"] = "no-store"
    if error is not None:
        answer.status_code = status_of(error)
        if error.retry_after is not None:
            answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _site_of(comment: int) -> Site:
    with reading() as w:
        return get_site_of_comment(w, comment)


def _to_comment(comment: int) -> Response:
    return redirect(f"{settings().base_url}/c/{comment}#comment-{comment}", 303)


def _to_login(comment: int) -> Response:
    site = _site_of(comment)
    return redirect(f"{settings().base_url}/login?{urlencode({'site': site.key, 'comment': comment})}", 303)
