"""Everything we hold about somebody, for them to take along."""

from flask import make_response
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.domain.words import Words
from commentbox.services.my_data import ask_for_data, fetch_data, read_my_data
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.account.sure import how_to_be_sure, sure_of
from commentbox.web.work import reading, work

HERE = "/data"
NOTES = {"asked": Words("We are making the archive, and send you a letter with the link when it is ready.")}


@account.get(HERE)
def data(error: CommentboxError | None = None) -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        found = read_my_data(w, actor)
    return show("data.html", HERE, notes=NOTES, error=error, data=found, **how_to_be_sure(actor))


@account.post(HERE)
def ask() -> ResponseReturnValue:
    actor = me()
    try:
        sure = sure_of(actor)
        with work() as w:
            ask_for_data(w, sure)
    except CommentboxError as error:
        return data(error)
    return back(HERE, "asked")


@account.get(f"{HERE}/<token>")
def fetch(token: str) -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        archive = fetch_data(w, actor, token)
    answer = make_response(archive)
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Content-Disposition"] = 'attachment; filename="my-comments-data.zip"'
    return answer
