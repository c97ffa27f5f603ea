"""The publisher's sign-on: which keys are live, and what is wrong with a token."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.services.explain_token import read_sso_page
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.work import reading


def sso(site: str) -> ResponseReturnValue:
    return _page(site, None)


def explain(site: str) -> ResponseReturnValue:
    """A form, so that no token stands in an address; it is looked at and stays unused."""
    return _page(site, request.form.get("token", ""))


def _page(site: str, token: str | None) -> ResponseReturnValue:
    actor = staff_at(site)
    with reading() as w:
        found = read_sso_page(w, actor, site, token)
    return page("console/sso.html", actor, section="sso", page=found, token=token or "")
