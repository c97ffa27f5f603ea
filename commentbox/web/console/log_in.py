"""The console's own log-in: a reader's session, wherever it came from, opens nothing here."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError
from commentbox.services.accounts import check_password_of
from commentbox.services.sign_in import open_session, sign_out, wrong_password
from commentbox.web.auth import clear_cookie, device, sent_token, set_cookie
from commentbox.web.errors import status_of
from commentbox.web.limits import came_right, take
from commentbox.web.work import reading, work


def log_in_form() -> ResponseReturnValue:
    return form()


def log_in() -> ResponseReturnValue:
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        return enter(_person_who_knows(email, password))
    except CommentboxError as error:
        return form(email, error)


def enter(person_id: int) -> Response:
    """Open a session at the console, if this person is staff somewhere, and show the queue."""
    with work() as w:
        token = open_session(w, person_id, "staff", instead_of=sent_token("staff"), device=device())
    answer = redirect(url_for("console.index"), 303)
    set_cookie(answer, "staff", token)
    return answer


def log_out() -> ResponseReturnValue:
    with work() as w:
        sign_out(w, sent_token("staff"))
    answer = redirect(url_for("console.log_in_form"), 303)
    clear_cookie(answer, "staff")
    return answer


def _person_who_knows(email: str, password: str) -> int:
    taken = take(Act.LOGIN, email)
    with reading() as w:  # the slow hash must not hold the writer's lock
        person = check_password_of(w, email, password)
    if person is None:
        raise wrong_password()
    came_right(taken)
    return person.id


def form(email: str = "", error: CommentboxError | None = None) -> ResponseReturnValue:
    page = render_template("console/login.html", email=email, error=None if error is None else error.message)
    headers = {} if error is None or error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return page, 200 if error is None else status_of(error), headers
