"""A conversation to be printed: all of it, or a large part at a time, and no buttons."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from commentbox.services.read_thread import ON_PAPER, read_thread
from commentbox.services.sites import get_site
from commentbox.web.embed import sort_asked
from commentbox.web.language import know_site
from commentbox.web.pages.thread import pages
from commentbox.web.work import reading, settings


@pages.get("/t/<site>/paper")
def paper(site: str) -> ResponseReturnValue:
    url, cursor = request.args.get("url", ""), request.args.get("cursor")
    with reading() as w:
        found = get_site(w, site)
        page = read_thread(w, site, url, sort_asked(), cursor, size=ON_PAPER)
        know_site(page.article.language)
        printed_at = w.now
    text = render_template(  # outside of the work: who is signed in is asked for as well
        "pages/paper.html",
        base_url=settings().base_url,
        site_key=site,
        site_name=found.name,
        thread=page,
        reactions=page.article.reactions,
        printed_at=printed_at,
    )
    answer = make_response(text)
    answer.headers["Cache-Control"] = "no-store"
    return answer
