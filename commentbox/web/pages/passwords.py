"""A forgotten password: ask for a link, and set a new one with it."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.people import clean_email
from commentbox.domain.words import Words
from commentbox.services.reset_password import ask_for_reset, owner_of_link, reset_password
from commentbox.web.limits import know_here, take
from commentbox.web.pages.accounts import accounts, login_page
from commentbox.web.pages.page import page, told
from commentbox.web.pages.return_to import ReturnTo, return_to
from commentbox.web.work import reading, work

CHANGED = Words("Your new password is set. Log in with it.")


@accounts.get("/forgot")
def forgot_form() -> ResponseReturnValue:
    return page("pages/forgot.html", return_to(), email="", errors={}, is_sent=False)


@accounts.post("/forgot")
def forgot() -> ResponseReturnValue:
    """The answer is the same, byte for byte, whether the address has an account or not."""
    target, email = return_to(), request.form.get("email", "")
    try:
        address = clean_email(email).lower()
        take(Act.RESET, address)
        with work() as w:
            ask_for_reset(w, address, target.query)
    except CommentboxError as error:
        errors = told(error)
        return page("pages/forgot.html", target, email=email, errors=errors, is_sent=False, error=error)
    return page("pages/forgot.html", target, email="", errors={}, is_sent=True)


@accounts.get("/reset/<token>")
def reset_form(token: str) -> ResponseReturnValue:
    """Only asks: programs that look through mail open every link in it."""
    target = return_to()
    try:
        with reading() as w:
            owner = owner_of_link(w, token)
    except Invalid as error:
        return _dead_link(target, error)
    return _form(target, token, owner)


@accounts.post("/reset/<token>")
def reset(token: str) -> ResponseReturnValue:
    target = return_to()
    owner = ""
    try:
        with reading() as w:
            owner = owner_of_link(w, token)  # a dead link costs no writer's turn
        with work() as w:
            is_staff = reset_password(w, token, request.form.get("password", ""))
    except Invalid as error:
        return _form(target, token, owner, error) if error.field else _dead_link(target, error)
    know_here(owner)
    return login_page(target, note=CHANGED, is_staff=is_staff)


def _form(target: ReturnTo, token: str, owner: str, error: Invalid | None = None) -> Response:
    errors = {} if error is None else told(error)
    return page("pages/reset.html", target, token=token, owner=owner, errors=errors, error=error)


def _dead_link(target: ReturnTo, error: Invalid) -> Response:
    return page("pages/dead_link.html", target, message=error.message, error=error)
