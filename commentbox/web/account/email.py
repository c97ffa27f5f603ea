"""Another e-mail address, and the letter that confirms one."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError
from commentbox.domain.words import Words
from commentbox.services.accounts import send_proof_again
from commentbox.services.change_email import ask_for_change, use_link, what_link_does
from commentbox.services.my_profile import read_profile
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.account.sure import how_to_be_sure, sure_of
from commentbox.web.limits import take_for
from commentbox.web.pages.accounts import accounts
from commentbox.web.pages.page import page
from commentbox.web.work import reading, work

HERE = "/email"
NOTES = {
    "again": Words("The letter is on its way. Open the link in it."),
    "asked": Words(
        "We have sent a link to the new address. Open it there; until then everything stays as it is."
    ),
}


@account.get(HERE)
def email_form(error: CommentboxError | None = None, email: str = "") -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        profile = read_profile(w, actor)
    sure = how_to_be_sure(actor)
    return show("email.html", HERE, notes=NOTES, error=error, profile=profile, email=email, **sure)


@account.post(HERE)
def ask_for_another() -> ResponseReturnValue:
    """The answer is the same whether the new address has an account or not."""
    actor, email = me(), request.form.get("email", "")
    try:
        sure = sure_of(actor)
        take_for(actor, Act.LETTER)
        with work() as w:
            ask_for_change(w, sure, email)
    except CommentboxError as error:
        return email_form(error, email)
    return back(HERE, "asked")


@account.post(f"{HERE}/again")
def send_again() -> ResponseReturnValue:
    actor = me()
    try:
        take_for(actor, Act.LETTER)
        with work() as w:
            send_proof_again(w, actor)
    except CommentboxError as error:
        return email_form(error)
    return back(HERE, "again")


@accounts.get("/email/<token>")
def link_form(token: str) -> ResponseReturnValue:
    """Only asks: programs that look through mail open every link in it."""
    try:
        with reading() as w:
            link = what_link_does(w, token)
    except CommentboxError as error:
        return _dead(error)
    return page("account/link.html", link=link, token=token, is_done=False)


@accounts.post("/email/<token>")
def follow_link(token: str) -> ResponseReturnValue:
    try:
        with work() as w:
            link = use_link(w, token)
    except CommentboxError as error:
        return _dead(error)
    return page("account/link.html", link=link, token=token, is_done=True)


def _dead(error: CommentboxError) -> Response:
    return page("account/dead_link.html", message=error.message, error=error)
