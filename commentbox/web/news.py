"""What has happened meanwhile, for boxes that are open: public and pure like the conversation itself."""

from datetime import timedelta

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.domain.thread import ArticleView
from commentbox.domain.words import Words
from commentbox.services.read_news import MAX_ENTRIES, Change, News, read_entries, read_news
from commentbox.web import fragments
from commentbox.web.embed import number, public
from commentbox.web.front import rests_on
from commentbox.web.language import know_site
from commentbox.web.numbers import number_in
from commentbox.web.published import answer, copy_of
from commentbox.web.versions import Thread
from commentbox.web.work import clock, public_reading

_HOLDS_FOR = timedelta(minutes=1)
_CACHE = "public, max-age=0, s-maxage=1, stale-if-error=60"


@public.get("/embed/<site>/news")
def news(site: str) -> ResponseReturnValue:
    with public_reading() as w:
        found = read_news(w, site, request.args.get("url", ""), number("after", 0))
    given = jsonify(plain(found))
    given.headers["Cache-Control"] = _CACHE
    return _kept(given, site, found.article)


@public.get("/embed/<site>/comments")
def comments(site: str) -> ResponseReturnValue:
    with public_reading() as w:
        article, entries = read_entries(w, site, request.args.get("url", ""), _ids())
    know_site(article.language)
    return _kept(answer(copy_of(fragments.some(article, entries))), site, article)


def plain(found: News) -> dict[str, object]:
    """The news as JSON, for whoever asks and for a stream."""
    return {
        "last": found.last,
        "more": found.is_more,
        "count": found.article.count,
        "open": found.article.is_open,
        "comments": [_plain(change) for change in found.changes],
    }


def _kept(given: Response, site: str, article: ArticleView) -> Response:
    thread = Thread(site_key=site, url=article.url)
    rests_on(thread, article.version, clock()().replace(second=0, microsecond=0) + _HOLDS_FOR)
    return given


def _plain(change: Change) -> dict[str, object]:
    """Of what readers do not see, no more than that."""
    if not change.shown:
        return {"id": change.id, "shown": False}
    return {
        "id": change.id,
        "shown": True,
        "kind": change.kind,
        "status": change.status.value,
        "parent": change.parent_id,
        "root": change.root_id,
    }


def _ids() -> list[int]:
    """In rising order and each once, or every cache would keep the same answer many times."""
    parts = request.args.get("ids", "").split(",")
    ids = [found for part in parts if (found := number_in(part)) is not None]
    if len(ids) < len(parts):
        raise Invalid("bad_list", "Give the numbers of comments, such as 41,42,57.", field="ids")
    if len(ids) > MAX_ENTRIES:
        raise Invalid(
            "too_many", Words("Ask for at most {most} comments at a time.", most=MAX_ENTRIES), field="ids"
        )
    if ids != sorted(set(ids)):
        raise Invalid("bad_list", "Give each number once, in rising order.", field="ids")
    return ids
