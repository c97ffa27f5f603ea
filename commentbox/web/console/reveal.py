"""A reader's address, shown once to an administrator who says why."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError
from commentbox.services.reveal_email import reveal_email
from commentbox.web.console.door import staff_at
from commentbox.web.console.fresh import fresh_factor_required
from commentbox.web.console.queue import card_page
from commentbox.web.limits import counted


@fresh_factor_required()
def reveal_address(site: str, comment: int) -> ResponseReturnValue:
    actor, why = staff_at(site), request.form.get("why", "")
    try:
        with counted(actor, Act.REVEAL) as w:
            address = reveal_email(w, actor, site, comment, why)
    except CommentboxError as error:
        if error.field != "why":
            raise
        return card_page(site, comment, error, why=why)
    return card_page(site, comment, address=address)
