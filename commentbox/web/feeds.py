"""Atom: the newest comments of a site or an article, and the answers to somebody behind a secret address."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from commentbox.services.feeds import Feed, replies_feed, site_feed, thread_feed
from commentbox.web.embed import public
from commentbox.web.work import reading


@public.get("/embed/<site>/feed")
def feed(site: str) -> ResponseReturnValue:
    with reading() as w:
        found = thread_feed(w, site, request.args["url"]) if "url" in request.args else site_feed(w, site)
    return _atom(found)


@public.get("/feeds/<token>")
def answers_feed(token: str) -> ResponseReturnValue:
    """A function of the address as well, but one that no shared cache is to keep: it can be taken back."""
    with reading() as w:
        found = replies_feed(w, token)
    answer = _atom(found)
    answer.headers["Cache-Control"] = "private, max-age=0"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _atom(found: Feed) -> Response:
    return Response(render_template("feeds/feed.xml", feed=found), mimetype="application/atom+xml")
