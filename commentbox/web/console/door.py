"""Who may enter the console: people with a session of its own, and only where they are staff."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError, NotSignedIn
from commentbox.domain.people import Actor
from commentbox.services.moderators import site_named
from commentbox.web.auth import current_staff
from commentbox.web.errors import wants_json
from commentbox.web.work import reading, settings

LOGIN = "console.log_in_form"
OPEN = frozenset(
    {LOGIN, "console.log_in", "console.log_out", "console.login_options", "console.log_in_with_passkey"}
)
FACTOR_FORM = "console.factor_form"
HALF_OPEN = frozenset(
    f"console.{view}"
    for view in (
        "factor_form", "give_factor", "factor_options",
        "setup_form", "add_app", "setup_options", "add_factor_passkey",
    )
)  # fmt: skip


def staff_only() -> ResponseReturnValue | None:
    """Stands before every view of the console but the log-in itself.

    Without a second factor nothing else opens but the question for it, and setting up the first.
    """
    if request.endpoint in OPEN:
        return None
    is_page = request.method == "GET" and not wants_json()
    try:
        actor = current_staff()
    except NotSignedIn:
        if is_page:
            return redirect(url_for(LOGIN), 303)
        raise
    if request.endpoint in HALF_OPEN or actor.factor_at is not None or not settings().staff_second_factor:
        return None
    if is_page:
        return redirect(url_for(FACTOR_FORM, next=request.full_path.rstrip("?")), 303)
    raise NotSignedIn("factor_missing", "Give your second factor first: log in to the console again.")


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
