"""What templates may use: the one door for rendered HTML, times, and addresses of files."""

from datetime import UTC, datetime
from urllib.parse import quote

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup

from commentbox.services.passkeys import rp_id
from commentbox.web.assets import asset
from commentbox.web.work import settings


def install(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(rendered=rendered, moment=moment, iso=iso, plain=quote)
    app.jinja_env.globals.update(asset=asset, passkey_host=passkey_host)


def rendered(html: str) -> Markup:
    """HTML that `domain.markup` has made, printed as it is. Nothing else may pass here."""
    return Markup(html)  # noqa: S704 - the only place


def moment(at: datetime) -> str:
    """`23 November 2026, 14:05 UTC`."""
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def passkey_host() -> str:
    """The host name passkeys belong to here; empty where there can be none."""
    return rp_id(settings())


def iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
