"""The blueprint all account pages hang their views on, the door before them, and how each is drawn."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import CommentboxError, NotSignedIn
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.web.auth import current_actor
from commentbox.web.errors import wants_json
from commentbox.web.guards import SAFE
from commentbox.web.language import asked
from commentbox.web.pages.page import page, told
from commentbox.web.work import settings

account = Blueprint("account", __name__, url_prefix="/account")

# Where one can go, in this order: the path below /account, and the word for it.
NAV = (
    ("", Words("Profile")),
    ("/comments", Words("Your comments")),
    ("/conversations", Words("My conversations")),
    ("/standing", Words("From the newsroom")),
    ("/email", Words("E-mail")),
    ("/password", Words("Password")),
    ("/passkeys", Words("Passkeys")),
    ("/doors", Words("Other ways in")),
    ("/sessions", Words("Devices")),
    ("/muted", Words("Muted people")),
    ("/letters", Words("Letters")),
    ("/data", Words("Your data")),
    ("/delete", Words("Delete account")),
)

ENDED = Words("Your session has ended. Please log in again.")


@account.before_request
def _only_signed_in() -> ResponseReturnValue | None:
    """A page asked for comes back after the log-in; what was sent is not done, and its page is."""
    if current_actor() is not None:
        return None
    if wants_json():
        raise NotSignedIn("signed_out", ENDED)
    path = request.path if request.method in SAFE else f"/{'/'.join(request.path.split('/')[1:3])}"
    query = urlencode({"to": path} | ({"lang": asked()} if asked() else {}))
    return redirect(f"{settings().base_url}/login?{query}", 303)


def me() -> Actor:
    """The person whose account this is. Ask before opening work."""
    actor = current_actor()
    if actor is None:
        raise NotSignedIn("signed_out", ENDED)
    return actor


def show(
    template: str,
    here: str,
    *,
    error: CommentboxError | None = None,
    notes: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """One page; `here` is its path in `NAV`. `?done=…` picks one of its `notes` about what was just done."""
    note = (notes or {}).get(request.args.get("done", ""), "") if error is None else ""
    errors = {} if error is None else told(error)
    return page(
        f"account/{template}", me=me(), nav=NAV, here=here, note=note, errors=errors, error=error, **values
    )


def back(path: str, done: str) -> Response:
    """To a page of the account, which says what was done."""
    return redirect(f"{settings().base_url}/account{path}?{urlencode({'done': done})}", 303)
