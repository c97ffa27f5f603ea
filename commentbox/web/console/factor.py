"""The second step of the console's log-in: a code of the app, a recovery code or a passkey."""

import re

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError
from commentbox.services.factors import factors_of
from commentbox.services.passkeys import request_options
from commentbox.services.sign_in import open_session
from commentbox.web.auth import current_staff, device, sent_token, set_cookie
from commentbox.web.console.fresh import ask, check_given, is_answered
from commentbox.web.limits import limited
from commentbox.web.work import reading, work

_OWN_PATH = re.compile(r"/console/[\w/?=&.%~+-]*")


def factor_form() -> ResponseReturnValue:
    """Whoever has no second factor yet sets up the first."""
    actor = current_staff()
    with reading() as w:
        is_set = factors_of(w, actor.id).is_set
    if not is_set:
        return redirect(url_for("console.setup_form"), 303)
    return ask(actor)


def give_factor() -> ResponseReturnValue:
    actor = current_staff()
    if not is_answered():
        return ask(actor)
    try:
        check_given(actor)
    except CommentboxError as error:
        return ask(actor, error)
    return enter_with_factor(actor.id, redirect(_next(), 303))


@limited(Act.CHALLENGE)
def factor_options() -> ResponseReturnValue:
    actor = current_staff()
    with work() as w:
        only = factors_of(w, actor.id).passkeys
        options = request_options(w, sent_token("staff") or "", "factor", only)
    return jsonify(options)


def enter_with_factor(person_id: int, answer: Response) -> Response:
    """A session of a new name: what was seen of the old one opens nothing."""
    with work() as w:
        token = open_session(
            w, person_id, "staff", instead_of=sent_token("staff"), has_factor=True, device=device()
        )
    set_cookie(answer, "staff", token)
    return answer


def _next() -> str:
    """A page of the console, and no other."""
    wanted = request.values.get("next", "")
    return wanted if _OWN_PATH.fullmatch(wanted) else url_for("console.index")
