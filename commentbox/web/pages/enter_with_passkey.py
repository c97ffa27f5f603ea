"""Log in with a passkey: the page's script asks what to sign, the browser signs, a form brings it here."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError
from commentbox.services.own_passkeys import enter_with_passkey as person_with_passkey
from commentbox.services.own_passkeys import not_that_passkey
from commentbox.services.passkeys import CHALLENGE_LASTS, request_options
from commentbox.services.tokens import new_token
from commentbox.web.limits import limited, take
from commentbox.web.pages.accounts import accounts, login_page
from commentbox.web.pages.enter import enter
from commentbox.web.pages.return_to import return_to
from commentbox.web.passing import passing_token, set_passing
from commentbox.web.work import work

COOKIE = "commentbox_passkey"
_PATH = "/login/passkey"


@accounts.post(f"{_PATH}/options")
@limited(Act.CHALLENGE)
def passkey_options() -> ResponseReturnValue:
    token = new_token()
    with work() as w:
        options = request_options(w, token, "enter")
    answer = jsonify(options)
    set_passing(answer, COOKIE, token, path=_PATH, lasts=CHALLENGE_LASTS)
    return answer


@accounts.post(_PATH)
def enter_with_passkey() -> ResponseReturnValue:
    target = return_to()
    try:
        take(Act.SIGN_ON)
        with work() as w:
            person_id = person_with_passkey(w, passing_token(COOKIE), request.form.get("credential", ""))
        if person_id is None:
            raise not_that_passkey()
    except CommentboxError as error:
        return login_page(target, error=error)
    return enter(person_id, target)
