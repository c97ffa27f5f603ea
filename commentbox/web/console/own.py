"""One's own second factor: what there is, renaming, removing, new recovery codes."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import CommentboxError
from commentbox.services import factors
from commentbox.services.passkeys import MAX_PASSKEY_NAME
from commentbox.web.auth import current_staff
from commentbox.web.console.answers import page
from commentbox.web.console.fresh import fresh_factor_required
from commentbox.web.console.setup import show_codes
from commentbox.web.work import reading, work

NOTES = {
    "added": "It is ready. You can log in with it from now on.",
    "renamed": "The passkey has its new name.",
    "removed": "It is removed, and opens the console no more.",
}


def own_factors() -> ResponseReturnValue:
    return _page()


@fresh_factor_required()
def renew_codes() -> ResponseReturnValue:
    actor = current_staff()
    with work() as w:
        codes = factors.new_recovery_codes(w, actor.id)
    return show_codes(codes, actor.name)


@fresh_factor_required()
def remove_app() -> ResponseReturnValue:
    actor = current_staff()
    try:
        with work() as w:
            factors.remove_app(w, actor.id)
    except CommentboxError as error:
        return _page(error)
    return _done("removed")


@fresh_factor_required()
def rename_factor(passkey: int) -> ResponseReturnValue:
    actor = current_staff()
    try:
        with work() as w:
            factors.rename_passkey(w, actor.id, passkey, request.form.get("name", ""))
    except CommentboxError as error:
        return _page(error)
    return _done("renamed")


@fresh_factor_required()
def remove_factor(passkey: int) -> ResponseReturnValue:
    actor = current_staff()
    try:
        with work() as w:
            factors.remove_passkey(w, actor.id, passkey)
    except CommentboxError as error:
        return _page(error)
    return _done("removed")


def _done(what: str) -> Response:
    return redirect(url_for("console.own_factors", done=what), 303)


def _page(error: CommentboxError | None = None) -> Response:
    actor = current_staff()
    with reading() as w:
        found = factors.factors_of(w, actor.id)
    note = "" if error else NOTES.get(request.args.get("done", ""), "")
    values = {"factors": found, "note": note, "max_name": MAX_PASSKEY_NAME}
    return page("console/own.html", actor, section="own", error=error, **values)
