"""Who is asking: our sessions behind flask-login, and the cookies that carry them."""

from dataclasses import dataclass

from flask import Flask, Request, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, current_user
from werkzeug import Response

from commentbox.domain.devices import device_of
from commentbox.domain.errors import NotSignedIn
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.services.sign_in import LIVES, Kind, at_site, touch, visit
from commentbox.web.guards import Door, door_of
from commentbox.web.here import site_here
from commentbox.web.language import know_person
from commentbox.web.work import reading, settings, work

COOKIES: dict[Kind, str] = {
    "reader": "commentbox_reader",
    "embed": "commentbox_embed",
    "staff": "commentbox_staff",
}
_KINDS: dict[Door | None, tuple[Kind, ...]] = {
    Door.API: ("embed", "reader"),
    Door.PAGES: ("reader",),
    Door.CONSOLE: ("staff",),
}


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What flask-login calls a user."""

    actor: Actor
    kind: Kind
    site_id: int | None
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.actor.id)


def install(app: Flask) -> None:
    """Our tokens are read by the request loader; nothing of flask-login's own cookies is used."""
    app.session_interface = _NoSessions()
    app.config["REMEMBER_COOKIE_NAME"] = "commentbox_never_set"
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(_load)


def current_actor(site_id: int | None = None) -> Actor | None:
    """The reader who is asking, with a reader's powers. Ask before opening work: this opens its own.

    A session from inside one site's pages counts for that site alone.
    """
    found = _current()
    if found is None or found.kind == "staff":
        return None
    return None if found.kind == "embed" and found.site_id != site_id else found.actor


def reader_at(site_key: str) -> Actor:
    """The reader who is asking at that site, or `NotSignedIn`. Ask before opening work, as above."""
    return signed_in(current_actor(site_here(site_key).id))


def current_staff(site_id: int | None = None) -> Actor:
    """The person at the console, with their role at that site; without a site, with none yet."""
    found = _current()
    if found is None or found.kind != "staff":
        raise NotSignedIn("signed_out", "Please log in to the console.")
    if site_id is None:
        return found.actor
    with reading() as w:
        return at_site(w, found.actor, site_id)


def sent_token(kind: Kind) -> str | None:
    return request.cookies.get(COOKIES[kind])


def device() -> str:
    """What the person will know this browser by in the list of their sessions."""
    return device_of(request.headers.get("User-Agent", ""))


def set_cookie(answer: Response, kind: Kind, token: str, site_key: str = "") -> None:
    _write(answer, kind, site_key, token, int(LIVES[kind].absolute.total_seconds()))


def clear_cookie(answer: Response, kind: Kind, site_key: str = "") -> None:
    _write(answer, kind, site_key, "", 0)


def _write(answer: Response, kind: Kind, site_key: str, value: str, max_age: int) -> None:
    """Each cookie goes only where it is looked at, and an embed's only to its own site's API.

    Without TLS, on this machine itself, only the cookie that must be is `Secure`: some browsers refuse it.
    """
    is_foreign = kind == "embed" and settings().is_secure  # in another site's page
    answer.set_cookie(
        COOKIES[kind],
        value,
        max_age=max_age,
        path={"reader": "/", "embed": f"/api/v1/{site_key}", "staff": "/console"}[kind],
        secure=is_foreign or settings().base_url.startswith("https:"),
        httponly=True,
        samesite="None" if is_foreign else "Strict" if kind == "staff" else "Lax",
        partitioned=is_foreign,
    )


def _current() -> SignedIn | None:
    return current_user._get_current_object() if current_user.is_authenticated else None


def _load(asking: Request) -> SignedIn | None:
    for kind in _KINDS.get(door_of(asking.endpoint), ()):
        token = asking.cookies.get(COOKIES[kind])
        found = _look_up(token, kind) if token else None
        if found is not None:
            know_person(found.actor.language)
            return found
    return None


def _look_up(token: str, kind: Kind) -> SignedIn | None:
    site_id = site_here((request.view_args or {})["site"]).id if kind == "embed" else None
    with reading() as w:
        found = visit(w, token, kind, site_id)
    if found is None:
        return None
    if found.is_touch_due:
        with work() as w:
            touch(w, token, kind)
    return SignedIn(actor=found.actor, kind=kind, site_id=site_id)


class _NoSession(dict[str, object], SessionMixin):
    """Flask's own session: always empty, never kept."""


class _NoSessions(SessionInterface):
    """flask-login looks into Flask's session on every answer, which would mark public ones `Vary: Cookie`."""

    def open_session(self, app: Flask, request: Request) -> _NoSession:
        return _NoSession()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """There is nothing to save."""
