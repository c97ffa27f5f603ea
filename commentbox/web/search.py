"""Looking for words in one conversation, as a fragment for the box."""

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.services.search_thread import search_thread
from commentbox.web import fragments
from commentbox.web.embed import number, public
from commentbox.web.front import rests_on
from commentbox.web.language import know_site
from commentbox.web.published import answer, copy_of
from commentbox.web.versions import Thread
from commentbox.web.work import clock, public_reading


@public.get("/embed/<site>/search")
def search(site: str) -> ResponseReturnValue:
    before = number("before") if "before" in request.args else None
    with public_reading() as w:
        found = search_thread(w, site, request.args.get("url", ""), request.args.get("q", ""), before)
    know_site(found.article.language)
    until = clock()().replace(second=0, microsecond=0) + timedelta(minutes=1)
    rests_on(Thread(site_key=site, url=found.article.url), found.article.version, until)
    return answer(copy_of(fragments.found(found)))
