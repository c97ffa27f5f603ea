"""Which letters somebody wants."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.services.my_letters import choose_letters, read_letters
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.work import reading, work

HERE = "/letters"
NOTES = {"chosen": "Saved."}


@account.get(HERE)
def letters(error: CommentboxError | None = None) -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        chosen = read_letters(w, actor)
    return show("letters.html", HERE, notes=NOTES, error=error, chosen=chosen)


@account.post(HERE)
def choose() -> ResponseReturnValue:
    actor = me()
    try:
        with work() as w:
            choose_letters(w, actor, request.form)
    except CommentboxError as error:
        return letters(error)
    return back(HERE, "chosen")
