"""A reader has read what the newsroom warned them of."""

from flask.typing import ResponseReturnValue

from commentbox.services.my_standing import acknowledge as acknowledge_it
from commentbox.web.api.blueprint import api
from commentbox.web.api.shapes import no_body
from commentbox.web.auth import reader_at
from commentbox.web.work import work


@api.post("/warnings/<int:warning>/read")
def acknowledge(site: str, warning: int) -> ResponseReturnValue:
    no_body()
    actor = reader_at(site)
    with work() as w:
        acknowledge_it(w, actor, warning)
    return "", 204
