"""A second factor in a form: given at the log-in, and again before something grave."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Forbidden
from commentbox.domain.people import Actor
from commentbox.domain.staff import is_fresh
from commentbox.services.factors import factors_of, is_code_good, is_passkey_good, wrong_factor
from commentbox.services.sign_in import renew_factor
from commentbox.web.auth import current_staff, sent_token
from commentbox.web.errors import status_of, wants_json
from commentbox.web.limits import take_for
from commentbox.web.work import clock, reading, settings, work

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

CODE, CREDENTIAL = "factor_code", "factor_passkey"
FACTOR_FORM = "console.factor_form"


def fresh_factor_required(minutes: int = 10) -> Callable[[View[P]], View[P]]:
    """Before something grave: who gave their second factor longer ago gives it again, and loses nothing.

    The question carries every field of the form it interrupts, and its answer comes to the same address.
    """

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            actor = current_staff()
            if is_factor_fresh(actor, minutes):
                return view(*args, **kwargs)
            if wants_json():
                raise Forbidden("factor_needed", "Confirm that it is you: load the page and try again.")
            if request.method == "GET":
                return redirect(url_for(FACTOR_FORM, next=request.full_path.rstrip("?")), 303)
            if not is_answered():
                return ask(actor)
            try:
                check_given(actor)
            except CommentboxError as error:
                return ask(actor, error)
            return view(*args, **kwargs)

        return guarded

    return around


def is_factor_fresh(actor: Actor, minutes: int) -> bool:
    if not settings().staff_second_factor:
        return True
    return is_fresh(actor, clock()(), timedelta(minutes=minutes))


def is_answered() -> bool:
    return bool(request.form.get(CODE) or request.form.get(CREDENTIAL))


def check_given(actor: Actor) -> None:
    """The code or the passkey in this form; the session that is there counts as fresh afterwards."""
    take_for(actor, Act.FACTOR)
    token = sent_token("staff") or ""
    with work() as w:
        if credential := request.form.get(CREDENTIAL):
            is_good = is_passkey_good(w, actor.id, token, credential)
        else:
            is_good = is_code_good(w, actor.id, request.form.get(CODE, ""))
        if is_good:
            renew_factor(w, token)
    if not is_good:
        raise wrong_factor()


def ask(actor: Actor, error: CommentboxError | None = None) -> Response:
    """The question, to be answered at the address that asked; the form that was interrupted goes along."""
    with reading() as w:
        factors = factors_of(w, actor.id)
    form = request.form.items(multi=True)
    carried = [(name, value) for name, value in form if name not in (CODE, CREDENTIAL)]
    html = render_template(
        "console/factor.html",
        staff_name=actor.name,
        site=None,
        section="",
        factors=factors,
        carried=carried,
        is_again=actor.factor_at is not None,
        error=None if error is None else error.message,
    )
    answer = make_response(html, 200 if error is None else status_of(error))
    if error is not None and error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer
