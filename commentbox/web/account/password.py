"""A new password for somebody who is signed in."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.domain.words import Words
from commentbox.services.change_password import change_password
from commentbox.services.my_profile import read_profile
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.account.sure import how_to_be_sure, sure_of
from commentbox.web.work import reading, work

HERE = "/password"
NOTES = {"changed": Words("Your new password is set, and you are signed out everywhere but here.")}


@account.get(HERE)
def password_form(error: CommentboxError | None = None) -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        profile = read_profile(w, actor)
    return show("password.html", HERE, notes=NOTES, error=error, profile=profile, **how_to_be_sure(actor))


@account.post(HERE)
def set_password() -> ResponseReturnValue:
    actor = me()
    try:
        sure = sure_of(actor)
        with work() as w:
            change_password(w, sure, request.form.get("password", ""))
    except CommentboxError as error:
        return password_form(error)
    return back(HERE, "changed")
