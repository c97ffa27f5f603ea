"""What is new for somebody on this site. Never cached."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from commentbox.domain.permissions import signed_in
from commentbox.services.notices import mark_read, read_news, unread_here
from commentbox.web import fragments
from commentbox.web.api.blueprint import api
from commentbox.web.api.shapes import body
from commentbox.web.auth import current_actor
from commentbox.web.here import site_here
from commentbox.web.work import reading, work


@api.get("/notices")
def notices(site: str) -> ResponseReturnValue:
    found = site_here(site)
    actor = signed_in(current_actor(found.id))
    with reading() as w:
        news = read_news(w, actor, found)
    return jsonify(html=fragments.notices(news), since=news.since, until=news.until)


@api.post("/notices/read")
def read_notices(site: str) -> ResponseReturnValue:
    sent = body("since", "until")
    found = site_here(site)
    actor = signed_in(current_actor(found.id))
    with work() as w:
        mark_read(w, actor, sent["until"], found, since=sent["since"])
        unread = unread_here(w, actor, found)
    return jsonify(unread=unread)
