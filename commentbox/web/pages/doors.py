"""The ways into one's own account, one page: which there are, add one, take one away."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.domain.permissions import signed_in
from commentbox.services.my_doors import read_my_doors, remove_my_door
from commentbox.web.auth import current_actor
from commentbox.web.pages.page import page
from commentbox.web.pages.return_to import return_by
from commentbox.web.pages.sign_on import send_away
from commentbox.web.work import reading, settings, work

doors = Blueprint("doors", __name__)

_ID = "int(max=999999999999999999)"  # what is larger fits no database


@doors.get("/account/doors")
def list_doors() -> ResponseReturnValue:
    return _page()


@doors.post("/account/doors/<site>/<door>")
def add(site: str, door: str) -> ResponseReturnValue:
    """By a form of our own alone: a link could add a stranger's door to this account."""
    actor = signed_in(current_actor())
    return send_away(site, door, return_by({}), adds_to=actor.id)


@doors.post(f"/account/doors/<{_ID}:identity>")
def remove(identity: int) -> ResponseReturnValue:
    actor = signed_in(current_actor())
    try:
        with work() as w:
            remove_my_door(w, actor, identity)
    except CommentboxError as error:
        return _page(error)
    return redirect(f"{settings().base_url}/account/doors?removed=1", 303)


def _page(error: CommentboxError | None = None) -> ResponseReturnValue:
    actor = current_actor()
    if actor is None:
        return redirect(f"{settings().base_url}/login", 303)
    with reading() as w:
        mine = read_my_doors(w, actor)
    notice = ""
    if error is None and "added" in request.args:
        notice = "Done. From now on it opens this account as well."
    elif error is None and "removed" in request.args:
        notice = "Done. It opens this account no longer."
    return page("pages/doors.html", actor=actor, mine=mine, notice=notice, error=error)
