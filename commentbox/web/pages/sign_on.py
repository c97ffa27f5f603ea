"""Through a provider's door: away to it, back from it, and for somebody new the question for a name."""

import hashlib

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Forbidden, Invalid
from commentbox.services import arrive
from commentbox.services.arrive import Newcomer
from commentbox.services.doors import Door, open_door
from commentbox.services.sign_on import LASTS, Errand, ask_who, sealed, set_out, take_errand
from commentbox.web.auth import current_actor
from commentbox.web.limits import take
from commentbox.web.pages.enter import enter
from commentbox.web.pages.page import page, told
from commentbox.web.pages.return_to import ReturnTo, return_by, return_to
from commentbox.web.work import clock, reading, settings, work

sign_on = Blueprint("sign_on", __name__)

NEWCOMER = "commentbox_newcomer"
_NOWHERE = ReturnTo(site=None, origin=None, url=None, comment=None)


@sign_on.post("/sign-on/<site>/<door>")
def begin(site: str, door: str) -> ResponseReturnValue:
    return send_away(site, door, return_to())


@sign_on.get("/sign-on/<site>/<door>/callback")
def callback(site: str, door: str) -> ResponseReturnValue:
    """Where the provider sends the browser back to. Good once: a reload is told to begin anew."""
    state = request.args.get("state", "")
    name, target, is_adding = _cookie_of(state), _NOWHERE, False
    try:
        take(Act.SIGN_ON)
        with work() as w:
            found = open_door(w, site, door)
            errand = take_errand(w, request.cookies.get(name), state, site, door)
        target, is_adding = return_by(errand.way_back), errand.adds_to is not None
        answer = _arrive(found, errand, target)
    except CommentboxError as error:
        answer = trouble(error, target, is_adding=is_adding)
    _keep(answer, name, "", 0)
    return answer


@sign_on.get("/sign-on/name")
def name_form() -> ResponseReturnValue:
    try:
        who = _newcomer()
    except Invalid as error:
        return trouble(error, _NOWHERE)
    with reading() as w:
        name = arrive.suggestion(w, who)
    return _name_page(who, name)


@sign_on.post("/sign-on/name")
def choose_name() -> ResponseReturnValue:
    try:
        who = _newcomer()
    except Invalid as error:
        return trouble(error, _NOWHERE)
    name = request.form.get("name", "")
    try:
        take(Act.REGISTER)
        with work() as w:
            person_id = arrive.join(w, who, name)
    except CommentboxError as error:
        return _name_page(who, name, error)
    answer = enter(person_id, return_by(who.way_back))
    _keep(answer, NEWCOMER, "", 0)
    return answer


def send_away(site: str, door: str, target: ReturnTo, adds_to: int | None = None) -> Response:
    """A page that leads on by itself: to redirect a form abroad is what our own policy forbids."""
    try:
        take(Act.SIGN_ON)
        with reading() as w:
            found = open_door(w, site, door)
        place = f"{settings().base_url}/sign-on/{found.site_key}/{found.key}/callback"
        errand, address = set_out(
            settings(), clock()(), found, callback=place, way_back=target.fields, adds_to=adds_to
        )
    except CommentboxError as error:
        return trouble(error, target, is_adding=adds_to is not None)
    answer = page("pages/away.html", target, address=address, name=found.name)
    _keep(answer, _cookie_of(errand.state), sealed(settings(), errand), LASTS.seconds)
    return answer


def trouble(error: CommentboxError, target: ReturnTo, *, is_adding: bool = False) -> Response:
    """What happened and what to do, with the ways on."""
    answer = page("pages/door_shut.html", target, error=error, is_adding=is_adding)
    if error.code == "provider_down":
        answer.status_code = 502
    return answer


def _arrive(door: Door, errand: Errand, target: ReturnTo) -> Response:
    claims = ask_who(settings(), clock()(), door, errand, request.args)
    if errand.adds_to is not None:
        actor = current_actor()
        if actor is None or actor.id != errand.adds_to:
            raise Forbidden("signed_out", "You were signed out meanwhile, so nothing was added.")
        with work() as w:
            arrive.add_to(w, actor.id, claims, door.name)
        return redirect(f"{settings().base_url}/account/doors?done=added", 303)
    with work() as w:
        person_id = arrive.let_in(w, claims, door.name)
        who = None if person_id else arrive.newcomer(w, claims, door.name, errand.way_back)
    if who is None:
        return enter(person_id or 0, target)
    answer = redirect(f"{settings().base_url}/sign-on/name", 303)
    _keep(answer, NEWCOMER, arrive.sealed(settings(), who), arrive.STAYS.seconds)
    return answer


def _newcomer() -> Newcomer:
    with reading() as w:
        return arrive.read_newcomer(w, request.cookies.get(NEWCOMER))


def _name_page(who: Newcomer, name: str, error: CommentboxError | None = None) -> Response:
    errors = {} if error is None else told(error)
    target = return_by(who.way_back)
    return page(
        "pages/new_name.html",
        target,
        place=who.place,
        email=who.claims.email,
        name=name,
        errors=errors,
        error=error,
    )


def _cookie_of(state: str) -> str:
    """One for each errand, so that two tabs do not take each other's."""
    return f"commentbox_door_{hashlib.sha256(state.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _keep(answer: Response, name: str, value: str, max_age: int) -> None:
    """`Lax`, because the browser comes back from another site."""
    answer.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/sign-on",
        secure=settings().base_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
