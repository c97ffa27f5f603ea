"""The link in a letter that ends letters of its kind.

A mail program presses it for its owner (RFC 8058): without a session, without an origin, and by POST alone,
because programs that look through mail open every link. Its signature is all that is asked for.
"""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from commentbox.services.stop_letters import kinds_to_stop, stop_letters
from commentbox.web.pages.page import page
from commentbox.web.work import reading, work

letters = Blueprint("letters", __name__, url_prefix="/letters")


@letters.get("/<token>")
def stop_form(token: str) -> ResponseReturnValue:
    with reading() as w:
        kinds = kinds_to_stop(w, token)
    return page("pages/stop_letters.html", token=token, kinds=kinds, is_done=False)


@letters.post("/<token>")
def stop(token: str) -> ResponseReturnValue:
    with work() as w:
        kinds = stop_letters(w, token)
    return page("pages/stop_letters.html", token=token, kinds=kinds, is_done=True)
