"""Looking for words in one conversation, on a page of our own."""

from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.services.people_pages import muted_ids
from commentbox.services.read_thread import find_thread
from commentbox.services.search_thread import search_thread
from commentbox.services.sites import get_site
from commentbox.web.auth import current_actor
from commentbox.web.embed import number
from commentbox.web.errors import status_of
from commentbox.web.language import know_site
from commentbox.web.pages.thread import pages
from commentbox.web.work import reading, settings


@pages.get("/t/<site>/search")
def search(site: str) -> ResponseReturnValue:
    url, words = request.args.get("url", ""), request.args.get("q", "")
    before = number("before") if "before" in request.args else None
    with reading() as w:
        found_site = get_site(w, site)
        article = find_thread(w, site, url)
    know_site(article.language)
    actor = current_actor(found_site.id)
    values: dict[str, Any] = {"found": None, "error": None}
    with reading() as w:
        values["muted"] = muted_ids(w, actor)
        if words:
            try:
                values["found"] = search_thread(w, site, url, words, before)
            except Invalid as error:
                values["error"] = error
    text = render_template(
        "pages/search.html",
        base_url=settings().base_url,
        site_key=site,
        site_name=found_site.name,
        article=article,
        reactions=article.reactions,
        words=words,
        **values,
    )
    answer = make_response(text, 200 if values["error"] is None else status_of(values["error"]))
    answer.headers["Cache-Control"] = "no-store"
    return answer
