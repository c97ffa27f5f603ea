"""Setting up a second factor: an app that shows codes, or a passkey; recovery codes come with the first."""

from flask import jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.people import Actor
from commentbox.services import factors
from commentbox.services.passkeys import creation_options
from commentbox.services.sign_in import open_session
from commentbox.services.work import Work
from commentbox.web.auth import current_staff, device, sent_token, set_cookie
from commentbox.web.console.answers import page
from commentbox.web.console.fresh import FACTOR_FORM, is_factor_fresh
from commentbox.web.limits import limited, take_for
from commentbox.web.work import reading, settings, work

_FRESH = 10  # minutes


def setup_form() -> ResponseReturnValue:
    actor = current_staff()
    if not _may_set_up(actor):
        return redirect(url_for(FACTOR_FORM, next=url_for("console.setup_form")), 303)
    return _form(actor)


def add_app() -> ResponseReturnValue:
    actor, is_first = current_staff(), _is_first(current_staff())
    sealed, code = request.form.get("app", ""), request.form.get("code", "")
    if not _may_set_up(actor):
        return redirect(url_for(FACTOR_FORM, next=url_for("console.setup_form")), 303)
    try:
        take_for(actor, Act.FACTOR)
        with work() as w:
            if not factors.add_app(w, actor.id, sealed, code, is_first=is_first):
                raise _wrong_code()
            begun = _begin(w, actor) if is_first else None
    except CommentboxError as error:
        return _form(actor, error, sealed)
    return _done(begun)


@limited(Act.CHALLENGE)
def setup_options() -> ResponseReturnValue:
    actor = current_staff()
    with work() as w:
        factors.check_may_add(w, actor.id, is_first=_is_first(actor))
        options = creation_options(w, actor.id, sent_token("staff") or "", is_factor=True)
    return jsonify(options)


def add_factor_passkey() -> ResponseReturnValue:
    actor, is_first = current_staff(), _is_first(current_staff())
    if not _may_set_up(actor):
        return redirect(url_for(FACTOR_FORM, next=url_for("console.setup_form")), 303)
    credential, name = request.form.get("credential", ""), request.form.get("name", "")
    try:
        with work() as w:
            token = sent_token("staff") or ""
            row = factors.add_passkey(w, actor.id, token, credential, name, is_first=is_first)
            begun = _begin(w, actor) if is_first and row is not None else None
        if row is None:
            raise Invalid("bad_passkey", "The passkey could not be made. Please try again.")
    except CommentboxError as error:
        return _form(actor, error)
    return _done(begun)


def show_codes(codes: tuple[str, ...], actor_name: str) -> Response:
    """This once: only hashes are kept."""
    html = render_template(
        "console/recovery_codes.html", staff_name=actor_name, site=None, section="", codes=codes
    )
    return make_response(html)


def _is_first(actor: Actor) -> bool:
    """A session that has given no second factor may set up the first, and no other."""
    return actor.factor_at is None and settings().staff_second_factor


def _may_set_up(actor: Actor) -> bool:
    if not _is_first(actor):
        return is_factor_fresh(actor, _FRESH)
    with reading() as w:
        return not factors.factors_of(w, actor.id).is_set


def _begin(work: Work, actor: Actor) -> tuple[str, str, tuple[str, ...]]:
    """The session's new token, for whom, and the recovery codes, in one transaction with the first factor."""
    codes = factors.new_recovery_codes(work, actor.id)
    token = open_session(
        work, actor.id, "staff", instead_of=sent_token("staff"), has_factor=True, device=device()
    )
    return token, actor.name, codes


def _done(begun: tuple[str, str, tuple[str, ...]] | None) -> Response:
    if begun is None:
        return redirect(url_for("console.own_factors", done="added"), 303)
    token, name, codes = begun
    answer = show_codes(codes, name)
    set_cookie(answer, "staff", token)
    return answer


def _form(actor: Actor, error: CommentboxError | None = None, sealed: str = "") -> Response:
    with reading() as w:
        app = factors.start_app(w, actor.id, sealed)
    return page("console/setup.html", actor, app=app, is_first=_is_first(actor), error=error)


def _wrong_code() -> Invalid:
    message = "This is not the code your app shows now. Check that your telephone’s clock is right."
    return Invalid("wrong_factor", message, field="code")
