"""Requests from other sites: who may change something, and who may read an answer made for one person."""

from collections.abc import Collection

from flask import Response, make_response, request
from werkzeug.exceptions import UnsupportedMediaType

from commentbox.domain.errors import Forbidden
from commentbox.domain.origins import Origin, is_allowed, parse_origin
from commentbox.domain.words import Words
from commentbox.web.hosts import is_own

HEADER = "X-Commentbox"
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_FOREIGN = Words("This came from another website, so nothing was done. Open the page here and try again.")


def check_form() -> None:
    """A form of our own pages: the browser says so, and a page of another site cannot make it say so."""
    header = request.headers.get("Origin")
    if header is None:
        is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    else:
        is_ours = is_own(parse_origin(header))
    if not is_ours:
        raise Forbidden("bad_origin", _FOREIGN)
    if request.mimetype not in _FORMS and not _is_empty():
        raise Forbidden("not_a_form", "This address takes forms only.")


def check_api_call(origins: Collection[Origin]) -> None:
    """A script on one of the site's pages or ours. The header is one that no form and no image can send."""
    if not may_read(origins):
        message = (
            f"This page is not on the site’s list of origins: {request.headers.get('Origin', 'none')[:100]}."
        )
        raise Forbidden("bad_origin", message)
    if not request.headers.get(HEADER):
        raise Forbidden("no_header", f"Send the header {HEADER}: 1.")
    if request.mimetype != "application/json" and (request.method == "POST" or not _is_empty()):
        raise UnsupportedMediaType


def may_read(origins: Collection[Origin]) -> bool:
    header = request.headers.get("Origin")
    return header is not None and (is_allowed(header, origins) or is_own(parse_origin(header)))


def preflight(origins: Collection[Origin]) -> Response:
    """The browser asks before it sends: yes, for as long as it keeps an answer, or no."""
    if not may_read(origins):
        raise Forbidden("bad_origin", _FOREIGN)
    answer = make_response("", 204)
    answer.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
    answer.headers["Access-Control-Allow-Headers"] = f"Content-Type, {HEADER}"
    answer.headers["Access-Control-Max-Age"] = "7200"
    return answer


def let_read(answer: Response, origins: Collection[Origin] | None) -> None:
    """Exactly that origin and with cookies, or nobody. Never a star: it would go with anybody's page."""
    for name in ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"):
        answer.headers.pop(name, None)
    answer.vary.add("Origin")
    if origins is not None and may_read(origins):
        answer.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        answer.headers["Access-Control-Allow-Credentials"] = "true"


def _is_empty() -> bool:
    return not request.content_length and "Transfer-Encoding" not in request.headers and not request.mimetype
