"""Somebody's own comments: what became of each, and taking one back."""

from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue

from commentbox.domain.words import Words
from commentbox.services.my_comments import read_my_comments
from commentbox.services.withdraw import put_back, withdraw
from commentbox.web.account.blueprint import account, me, show
from commentbox.web.work import reading, settings, work

HERE = "/comments"
NOTES = {
    "withdrawn": Words("The comment is withdrawn. You can put it back for 10 minutes."),
    "back": Words("The comment is back where it was."),
}


@account.get(HERE)
def comments() -> ResponseReturnValue:
    actor, cursor = me(), request.args.get("cursor")
    with reading() as w:
        found = read_my_comments(w, actor, cursor)
    return show("comments.html", HERE, notes=NOTES, mine=found, cursor=cursor)


@account.post(f"{HERE}/<int:comment>/withdraw")
def withdraw_comment(comment: int) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        withdraw(w, actor, comment)
    return _back("withdrawn", comment)


@account.post(f"{HERE}/<int:comment>/put-back")
def put_comment_back(comment: int) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        put_back(w, actor, comment)
    return _back("back", comment)


def _back(done: str, comment: int) -> ResponseReturnValue:
    """To the same page of the list, and to the comment on it."""
    known = {"done": done} | ({"cursor": request.form["cursor"]} if request.form.get("cursor") else {})
    return redirect(f"{settings().base_url}/account{HERE}?{urlencode(known)}#comment-{comment}", 303)
