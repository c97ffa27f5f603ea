"""The end of an account."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.services.erase import ask_to_delete
from commentbox.web.account.blueprint import account, me, show
from commentbox.web.account.sure import how_to_be_sure, sure_of
from commentbox.web.auth import clear_cookie
from commentbox.web.pages.page import page
from commentbox.web.work import work

HERE = "/delete"


@account.get(HERE)
def delete_form(error: CommentboxError | None = None) -> ResponseReturnValue:
    actor = me()
    choice = request.form.get("choice", "")
    return show("delete.html", HERE, error=error, choice=choice, **how_to_be_sure(actor))


@account.post(HERE)
def delete_account() -> ResponseReturnValue:
    actor = me()
    try:
        sure = sure_of(actor)
        with work() as w:
            ask_to_delete(w, sure, request.form.get("choice", ""))
    except CommentboxError as error:
        return delete_form(error)
    answer = page("account/goodbye.html")
    clear_cookie(answer, "reader")
    return answer
