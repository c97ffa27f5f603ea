"""One's own passkeys: add, rename, remove."""

from flask import Blueprint, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.permissions import signed_in
from commentbox.services.own_passkeys import add_own, list_passkeys, remove_own, rename_own
from commentbox.services.passkeys import MAX_PASSKEY_NAME, creation_options
from commentbox.web.auth import current_actor, sent_token
from commentbox.web.limits import CHALLENGES, limited
from commentbox.web.pages.page import page, told
from commentbox.web.work import reading, settings, work

passkeys = Blueprint("passkeys", __name__, url_prefix="/account/passkeys")

_ID = "int(max=999999999999999999)"  # what is larger fits no database
NOTES = {
    "added": "The passkey is ready. Next time, use it to log in.",
    "renamed": "The passkey has its new name.",
    "removed": "The passkey is removed. Delete it on your device too, if it is still offered there.",
}


@passkeys.get("")
def show() -> ResponseReturnValue:
    if current_actor() is None:
        return redirect(f"{settings().base_url}/login", 303)
    return _page()


@passkeys.post("/options")
@limited(CHALLENGES)
def options() -> ResponseReturnValue:
    actor = signed_in(current_actor())
    with work() as w:
        made = creation_options(w, actor.id, sent_token("reader") or "", is_factor=False)
    return jsonify(made)


@passkeys.post("")
def add() -> ResponseReturnValue:
    actor, name = signed_in(current_actor()), request.form.get("name", "")
    try:
        with work() as w:
            row = add_own(w, actor, sent_token("reader") or "", request.form.get("credential", ""), name)
        if row is None:
            raise Invalid("bad_passkey", "The passkey could not be made. Please try again.")
    except CommentboxError as error:
        return _page(error, name)
    return _done("added")


@passkeys.post(f"/<{_ID}:passkey>/name")
def rename(passkey: int) -> ResponseReturnValue:
    actor = signed_in(current_actor())
    try:
        with work() as w:
            rename_own(w, actor, passkey, request.form.get("name", ""))
    except Invalid as error:
        return _page(error)
    return _done("renamed")


@passkeys.post(f"/<{_ID}:passkey>/remove")
def remove(passkey: int) -> ResponseReturnValue:
    actor = signed_in(current_actor())
    with work() as w:
        remove_own(w, actor, passkey)
    return _done("removed")


def _done(what: str) -> Response:
    return redirect(f"{settings().base_url}/account/passkeys?done={what}", 303)


def _page(error: CommentboxError | None = None, name: str = "") -> Response:
    actor = signed_in(current_actor())
    with reading() as w:
        rows = list_passkeys(w, actor)
    return page(
        "pages/passkeys.html",
        actor=actor,
        passkeys=rows,
        note="" if error else NOTES.get(request.args.get("done", ""), ""),
        max_name=MAX_PASSKEY_NAME,
        name=name,
        errors={} if error is None else told(error),
        error=error,
    )
