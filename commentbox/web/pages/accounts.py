"""Log in, register, log out: plain forms on our own origin, never inside the publisher's page."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.people import Actor, check_password, clean_email, clean_name
from commentbox.domain.words import Words
from commentbox.services.accounts import check_address, check_password_of, confirm_email, register
from commentbox.services.challenge import make_challenge
from commentbox.services.sign_in import sign_out, wrong_password
from commentbox.web.auth import clear_cookie, current_actor, sent_token
from commentbox.web.language import language
from commentbox.web.limits import came_right, take
from commentbox.web.pages.enter import enter, hand_over, leave
from commentbox.web.pages.page import page, told
from commentbox.web.pages.return_to import ReturnTo, return_to
from commentbox.web.work import reading, work

accounts = Blueprint("accounts", __name__)

READY = Words("Your account is ready. Log in to join the conversation.")


@accounts.get("/login")
def login_form() -> ResponseReturnValue:
    return login_page(return_to(), actor=current_actor())


@accounts.post("/login")
def log_in() -> ResponseReturnValue:
    target = return_to()
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        person_id = _person_who_knows(email, password)
    except CommentboxError as error:
        return login_page(target, email=email, error=error)
    return enter(person_id, target)


@accounts.post("/login/continue")
def go_on() -> ResponseReturnValue:
    """Somebody signed in already takes the sign-in over to the page that asked."""
    target = return_to()
    actor = current_actor()
    if actor is None:
        return login_page(target, note=Words("Your session has ended. Please log in again."))
    return hand_over(actor.id, target)


@accounts.get("/register")
def register_form() -> ResponseReturnValue:
    return _register_page(return_to())


@accounts.post("/register")
def join() -> ResponseReturnValue:
    """The answer is the same, byte for byte, whether the address has an account already."""
    target = return_to()
    sent = {name: request.form.get(name, "") for name in ("name", "email", "password")}
    errors = _mistakes(sent)
    if errors:
        return _register_page(target, form=sent, errors=errors, status=422)
    try:
        take(Act.REGISTER, sent["email"])
        with work() as w:
            check_address(w, sent["email"], target.site)
            register(w, target.site, **sent, solution=request.form.get("challenge", ""), language=language())
    except CommentboxError as error:
        return _register_page(target, form=sent, errors=told(error), error=error)
    return login_page(target, email=sent["email"].strip(), note=READY)


@accounts.post("/logout")
def log_out() -> ResponseReturnValue:
    target = return_to()
    with work() as w:
        sign_out(w, sent_token("reader"))
    answer = leave(target)
    clear_cookie(answer, "reader")
    return answer


@accounts.get("/confirm/<proof>")
def confirm_form(proof: str) -> ResponseReturnValue:
    """Only asks: programs that look through mail open every link in it."""
    return page("pages/confirm.html", proof=proof, name="")


@accounts.post("/confirm/<proof>")
def confirm(proof: str) -> ResponseReturnValue:
    with work() as w:
        name = confirm_email(w, proof)
    return page("pages/confirm.html", proof=proof, name=name)


def _person_who_knows(email: str, password: str) -> int:
    taken = take(Act.LOGIN, email)
    with reading() as w:
        person = check_password_of(w, email, password)
    if person is None:
        raise wrong_password()
    came_right(taken)
    return person.id


def _mistakes(sent: Mapping[str, str]) -> dict[str, str]:
    """Everything that is wrong at once, so that nobody has to send the form three times."""
    name, email = sent["name"], sent["email"]
    checks: tuple[Callable[[], object], ...] = (
        lambda: clean_name(name),
        lambda: clean_email(email),
        lambda: check_password(sent["password"], name=name, email=email),
    )
    found: dict[str, str] = {}
    for check in checks:
        try:
            check()
        except Invalid as error:
            found |= told(error)
    return found


def _register_page(
    target: ReturnTo,
    *,
    form: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    error: CommentboxError | None = None,
    status: int = 200,
) -> Response:
    """With a new challenge each time, where the site asks for one."""
    with reading() as w:
        challenge = None if target.site is None else make_challenge(w, target.site)
    values: dict[str, Any] = {"form": form or {}, "errors": errors or {}, "challenge": challenge}
    return page("pages/register.html", target, **values, error=error, status=status)


def login_page(
    target: ReturnTo,
    *,
    actor: Actor | None = None,
    email: str = "",
    note: str = "",
    is_staff: bool = False,
    error: CommentboxError | None = None,
) -> Response:
    values: dict[str, Any] = {"actor": actor, "email": email, "note": note, "is_staff": is_staff}
    errors = {} if error is None else told(error)
    return page("pages/login.html", target, **values, errors=errors, error=error)
