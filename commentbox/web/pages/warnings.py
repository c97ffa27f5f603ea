"""A reader has read what the newsroom warned them of, and goes on where they were."""

from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue

from commentbox.services.my_standing import acknowledge as acknowledge_it
from commentbox.web.auth import reader_at
from commentbox.web.pages.thread import pages
from commentbox.web.work import settings, work


@pages.post("/t/<site>/warnings/<int:warning>/read")
def acknowledge(site: str, warning: int) -> ResponseReturnValue:
    actor = reader_at(site)
    with work() as w:
        acknowledge_it(w, actor, warning)
    query = urlencode({"url": request.form.get("url", "")})
    return redirect(f"{settings().base_url}/t/{site}?{query}", 303)
