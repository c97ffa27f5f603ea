"""A code by e-mail instead of a password: ask for it, type it, or open the link that brings it along."""

import re

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.people import clean_email
from commentbox.domain.words import Words
from commentbox.services.email_codes import LASTS, Asked, ask_for_code, asked_for, person_with_code
from commentbox.web.limits import came_right, take
from commentbox.web.pages.accounts import accounts
from commentbox.web.pages.enter import enter
from commentbox.web.pages.page import page, told
from commentbox.web.pages.return_to import ReturnTo, return_to
from commentbox.web.passing import passing_token, set_passing
from commentbox.web.work import reading, settings, work

COOKIE = "commentbox_code"
_PATH = "/login/code"
_A_CODE = re.compile(r"[0-9]{8}")
_MAX_CODE = 40


@accounts.get("/login/email")
def email_form() -> ResponseReturnValue:
    return _ask(return_to())


@accounts.post("/login/email")
def email_code() -> ResponseReturnValue:
    """The answer is the same, byte for byte, whether the address has an account or not."""
    target, email = return_to(), request.form.get("email", "")
    try:
        address = clean_email(email).lower()
        take(Act.CODE_LETTER, address)
        with work() as w:
            token = ask_for_code(w, address, target.fields)
    except CommentboxError as error:
        return _ask(target, email, error)
    answer = redirect(f"{settings().base_url}{_PATH}{target.query}", 303)
    set_passing(answer, COOKIE, token, path=_PATH, lasts=LASTS, is_strict=False)
    return answer


@accounts.get(_PATH)
def code_form() -> ResponseReturnValue:
    """Only asks: programs that look through mail open every link in it."""
    target, asked = return_to(), _asked()
    code = request.args.get("code", "")
    if not _A_CODE.fullmatch(code):  # nobody else's words on our page
        code = ""
    if asked is not None and asked.is_open:
        return page("pages/code.html", target, email=asked.email, code=code, errors={})
    if code:
        return page("pages/code_elsewhere.html", target, code=code)
    return _ask(target, "" if asked is None else asked.email)


@accounts.post(_PATH)
def enter_with_code() -> ResponseReturnValue:
    target, code, asked = return_to(), request.form.get("code", "")[:_MAX_CODE], _asked()
    try:
        taken = take(Act.CODE, "" if asked is None else asked.email)
        with work() as w:
            person_id = person_with_code(w, passing_token(COOKIE), code)
        if person_id is None:
            raise _wrong_code()
    except CommentboxError as error:
        return _refused(target, code, error)
    came_right(taken)
    answer = enter(person_id, target)
    set_passing(answer, COOKIE, "", path=_PATH, lasts=LASTS * 0, is_strict=False)
    return answer


def _refused(target: ReturnTo, code: str, error: CommentboxError) -> Response:
    asked = _asked()
    if asked is None or not asked.is_open:
        message = Words("This code has run out of time, or was tried too often. Ask for a new one.")
        return _ask(target, "" if asked is None else asked.email, Invalid("dead_code", message))
    return page("pages/code.html", target, email=asked.email, code=code, errors=told(error), error=error)


def _asked() -> Asked | None:
    with reading() as w:
        return asked_for(w, passing_token(COOKIE))


def _ask(target: ReturnTo, email: str = "", error: CommentboxError | None = None) -> Response:
    errors = {} if error is None else told(error)
    return page("pages/email_code.html", target, email=email, errors=errors, error=error)


def _wrong_code() -> Invalid:
    message = Words("This is not the code in the newest message. Look again, or ask for a new one.")
    return Invalid("wrong_code", message, field="code")
