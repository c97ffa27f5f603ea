"""One's own passkeys: add, rename, remove."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.words import Words
from commentbox.services.own_passkeys import add_own, list_passkeys, remove_own, rename_own
from commentbox.services.passkeys import MAX_PASSKEY_NAME, creation_options
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.auth import sent_token
from commentbox.web.limits import limited
from commentbox.web.work import reading, work

HERE = "/passkeys"
_ID = "int(max=999999999999999999)"  # what is larger fits no database
NOTES = {
    "added": Words("The passkey is ready. Next time, use it to log in."),
    "renamed": Words("The passkey has its new name."),
    "removed": Words("The passkey is removed. Delete it on your device too, if it is still offered there."),
}


@account.get(HERE)
def passkeys() -> ResponseReturnValue:
    return _page()


@account.post(f"{HERE}/options")
@limited(Act.CHALLENGE)
def passkey_options() -> ResponseReturnValue:
    actor = me()
    with work() as w:
        made = creation_options(w, actor.id, sent_token("reader") or "", is_factor=False)
    return jsonify(made)


@account.post(HERE)
def add_passkey() -> ResponseReturnValue:
    actor, name = me(), request.form.get("name", "")
    try:
        with work() as w:
            row = add_own(w, actor, sent_token("reader") or "", request.form.get("credential", ""), name)
        if row is None:
            raise Invalid("bad_passkey", "The passkey could not be made. Please try again.")
    except CommentboxError as error:
        return _page(error, name)
    return back(HERE, "added")


@account.post(f"{HERE}/<{_ID}:passkey>/name")
def rename_passkey(passkey: int) -> ResponseReturnValue:
    actor = me()
    try:
        with work() as w:
            rename_own(w, actor, passkey, request.form.get("name", ""))
    except Invalid as error:
        return _page(error)
    return back(HERE, "renamed")


@account.post(f"{HERE}/<{_ID}:passkey>/remove")
def remove_passkey(passkey: int) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        remove_own(w, actor, passkey)
    return back(HERE, "removed")


def _page(error: CommentboxError | None = None, name: str = "") -> Response:
    actor = me()
    with reading() as w:
        rows = list_passkeys(w, actor)
    values = {"passkeys": rows, "max_name": MAX_PASSKEY_NAME, "name": name}
    return show("passkeys.html", HERE, notes=NOTES, error=error, **values)
