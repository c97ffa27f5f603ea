"""An invitation to the staff: what it is, and accepting it with an account of exactly that address."""

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Forbidden
from commentbox.services.accounts import check_password_of
from commentbox.services.invitations import Invitation, accept, join_and_accept, read_invitation
from commentbox.services.sign_in import wrong_password
from commentbox.services.sites import Site
from commentbox.web.auth import current_actor
from commentbox.web.limits import came_right, take
from commentbox.web.pages.accounts import accounts
from commentbox.web.pages.page import page, told
from commentbox.web.work import reading, work


@accounts.get("/invitation/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """Only asks: programs that look through mail open every link in it."""
    try:
        return _form(token, _read(token))
    except CommentboxError as error:
        return _dead(error)


@accounts.post("/invitation/<token>")
def accept_invitation(token: str) -> ResponseReturnValue:
    try:
        found = _read(token)
    except CommentboxError as error:
        return _dead(error)
    try:
        sites = _accept(token, found, request.form)
    except CommentboxError as error:
        return _dead(error) if error.code == "bad_link" else _form(token, found, error)
    return page("pages/invited.html", sites=sites, role=found.role)


def _accept(token: str, found: Invitation, form: Mapping[str, str]) -> list[Site]:
    """As who is signed in, as who knows the password, or as somebody new."""
    if form.get("as") == "me":
        actor = current_actor()
        if actor is None:
            raise Forbidden("session_ended", "Your session has ended. Please log in again.")
        with work() as w:
            return list(accept(w, token, actor.id))
    password = form.get("password", "")
    if found.owner_id is None:
        take(Act.REGISTER, found.email)
        with work() as w:
            return list(join_and_accept(w, token, name=form.get("name", ""), password=password))
    taken = take(Act.LOGIN, found.email)
    with reading() as w:  # the slow hash must not hold the writer's lock
        person = check_password_of(w, found.email, password)
    if person is None:
        raise wrong_password()
    came_right(taken)
    with work() as w:
        return list(accept(w, token, person.id))


def _read(token: str) -> Invitation:
    with reading() as w:
        return read_invitation(w, token)


def _form(token: str, found: Invitation, error: CommentboxError | None = None) -> Response:
    return page(
        "pages/invitation.html",
        token=token,
        invitation=found,
        actor=current_actor(),
        name=request.form.get("name", ""),
        errors={} if error is None else told(error),
        error=error,
    )


def _dead(error: CommentboxError) -> Response:
    return page("pages/dead_invitation.html", message=error.message, error=error)
