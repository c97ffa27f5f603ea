"""The console's log-in with a passkey: what you have and who you are in one, so nothing more is asked."""

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.services.passkeys import CHALLENGE_LASTS, request_options, used_passkey
from commentbox.services.tokens import new_token
from commentbox.web.console.factor import enter_with_factor
from commentbox.web.console.log_in import form
from commentbox.web.limits import limited, take
from commentbox.web.passing import passing_token, set_passing
from commentbox.web.work import work

COOKIE = "commentbox_staff_passkey"
_PATH = "/console/login/passkey"


@limited(Act.CHALLENGE)
def login_options() -> ResponseReturnValue:
    token = new_token()
    with work() as w:
        options = request_options(w, token, "enter")
    answer = jsonify(options)
    set_passing(answer, COOKIE, token, path=_PATH, lasts=CHALLENGE_LASTS)
    return answer


def log_in_with_passkey() -> ResponseReturnValue:
    """Only a passkey that was added at the console opens it."""
    try:
        take(Act.SIGN_ON)
        with work() as w:
            row = used_passkey(w, passing_token(COOKIE), "enter", request.form.get("credential", ""))
        if row is None or not row.is_factor:
            raise _not_that_passkey()
        return enter_with_factor(row.person_id, redirect(url_for("console.index"), 303))
    except CommentboxError as error:
        return form(error=error)


def _not_that_passkey() -> Invalid:
    message = "This passkey does not open the console. Log in with your password, or choose another."
    return Invalid("bad_passkey", message)
