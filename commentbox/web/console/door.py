"""Who may enter the console: people with a session of its own, and only where they are staff."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError, NotSignedIn
from commentbox.domain.people import Actor
from commentbox.services.moderators import site_named
from commentbox.web.auth import current_staff
from commentbox.web.errors import wants_json
from commentbox.web.work import reading

LOGIN = "console.log_in_form"
OPEN = frozenset({LOGIN, "console.log_in", "console.log_out"})


def staff_only() -> ResponseReturnValue | None:
    """Stands before every view of the console but the log-in itself."""
    if request.endpoint in OPEN:
        return None
    try:
        current_staff()
    except NotSignedIn:
        if request.method == "GET" and not wants_json():
            return redirect(url_for(LOGIN), 303)
        raise
    return None


def staff_at(site_key: str) -> Actor:
    """The person at the console with their role at that site; the use case says what it lets them do."""
    with reading() as w:
        site = site_named(w, site_key)
    return current_staff(site.id)


def staff_or_none() -> Actor | None:
    try:
        return current_staff()
    except CommentboxError:
        return None
