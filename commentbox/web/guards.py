"""Who may pass each blueprint's door. What has no door here does not open."""

from collections.abc import Mapping
from enum import StrEnum

from flask import Flask, Response, g, request
from werkzeug.exceptions import MethodNotAllowed, MisdirectedRequest

from commentbox.domain.errors import NotFound
from commentbox.domain.origins import Origin
from commentbox.services.sites import get_site_of_comment
from commentbox.web import headers
from commentbox.web.crowd import CrowdedError
from commentbox.web.front import crowd
from commentbox.web.here import site_here
from commentbox.web.hosts import asked, is_own
from commentbox.web.language import know_site
from commentbox.web.origins import check_api_call, check_form, let_read, preflight
from commentbox.web.permits import permit_of
from commentbox.web.work import reading

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LARGEST_ID = 10**18  # what is larger fits no database


class Door(StrEnum):
    """What stands at the door of a blueprint."""

    HEALTH = "health"  # anybody, under any host name: a probe does not know ours
    PUBLIC = "public"  # anybody, but only to read; no cookie is looked at
    API = "api"  # scripts on the site's own pages
    PAGES = "pages"  # people on our own pages
    CONSOLE = "console"  # staff, on our own pages
    LETTERS = "letters"  # mail programs, for whoever holds a letter: its signature stands for the origin


DOORS: Mapping[str, Door] = {
    "health": Door.HEALTH,
    "public": Door.PUBLIC,
    "assets": Door.PUBLIC,
    "api": Door.API,
    "pages": Door.PAGES,
    "accounts": Door.PAGES,
    "account": Door.PAGES,
    "sign_on": Door.PAGES,
    "console": Door.CONSOLE,
    "letters": Door.LETTERS,
}


def install(app: Flask) -> None:
    app.before_request(_at_the_door)
    app.after_request(_on_the_way_out)


def door_of(endpoint: str | None) -> Door | None:
    return DOORS.get((endpoint or "").rpartition(".")[0])


def _at_the_door() -> Response | None:
    door = door_of(request.endpoint)
    if door is not Door.HEALTH and not is_own(asked()):
        raise MisdirectedRequest
    if request.endpoint is None:
        return None  # no such address, or not with this method: the answer follows
    if door is None:
        raise RuntimeError(f"{request.endpoint} has no door in web/guards.py")
    if request.method != "OPTIONS":
        _check_permit(request.endpoint)
        if crowd().is_too_much(request.method, request.endpoint):
            raise CrowdedError
    if any(isinstance(value, int) and value > _LARGEST_ID for value in (request.view_args or {}).values()):
        raise NotFound("no_such_number", "There is nothing at this address.")
    if _is_preflight() or door is Door.API:
        return _api(_argument("site"))
    if request.method not in SAFE:
        _check_change(door)
    if door is Door.PAGES:
        g.framers = _framers()
    return None


def _api(site_key: str) -> Response | None:
    g.origins = site_here(site_key).origins
    if request.method == "OPTIONS":
        return preflight(g.origins)
    if request.method not in SAFE:
        check_api_call(g.origins)
    return None


def _check_permit(endpoint: str) -> None:
    permit = permit_of(request.method, endpoint)
    if permit is None:
        raise RuntimeError(f"{request.method} {endpoint} has no permit in web/permits.py")
    if permit.only_reads and request.method not in SAFE:
        raise MethodNotAllowed


def _check_change(door: Door) -> None:
    if door is Door.LETTERS:
        return
    if door not in (Door.PAGES, Door.CONSOLE):
        raise MethodNotAllowed
    check_form()


def _framers() -> tuple[Origin, ...]:
    """Who may show this page in a frame: the publisher, and only the conversation."""
    if request.blueprint != "pages":
        return ()
    if site_key := _argument("site"):
        return site_here(site_key).origins
    comment_id = _argument("comment")
    if not comment_id:
        return ()
    with reading() as w:
        site = get_site_of_comment(w, int(comment_id))
    know_site(site.policy.language)
    return site.origins


def _is_preflight() -> bool:
    """By the path: a rule of another blueprint may lie on the same address and be the one that was found."""
    return request.method == "OPTIONS" and request.path.startswith("/api/")


def _argument(name: str) -> str:
    return str((request.view_args or {}).get(name, ""))


def _on_the_way_out(answer: Response) -> Response:
    door = door_of(request.endpoint)
    headers.secure(
        answer, is_page=door in (Door.PAGES, Door.CONSOLE, Door.LETTERS) or answer.status_code >= 400
    )
    if door is Door.API or _is_preflight():
        let_read(answer, g.get("origins"))
    if door is not Door.PUBLIC:
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer
