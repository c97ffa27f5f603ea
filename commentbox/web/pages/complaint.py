"""A legal complaint by a plain form: nobody needs an account or a script for it."""

import secrets

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.complaint import Capacity, Ground
from commentbox.domain.errors import CommentboxError
from commentbox.services.challenge import make_challenge
from commentbox.services.complain import KEPT, Received, complain
from commentbox.web.language import language
from commentbox.web.limits import take
from commentbox.web.pages.thread import conversation_page, pages, site_of
from commentbox.web.work import reading, work

_GROUNDS = [(ground.value, ground.label) for ground in Ground]
_CAPACITIES = [(capacity.value, capacity.label) for capacity in Capacity]


@pages.get("/c/<int:comment>/complaint")
def complaint_form(comment: int) -> ResponseReturnValue:
    return _page(comment)


@pages.post("/c/<int:comment>/complaint")
def complain_about(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    sent = request.form.to_dict()
    try:
        take(Act.COMPLAINT, sent.get("email", ""))
        with work() as w:
            received = complain(w, site.key, comment, sent, language())
    except CommentboxError as error:
        return _page(comment, error=error)
    return _page(comment, received=received)


def _page(
    comment: int, *, error: CommentboxError | None = None, received: Received | None = None
) -> Response:
    site = site_of(comment)
    with reading() as w:
        challenge = make_challenge(w, site)
    return conversation_page(
        "pages/complaint.html",
        comment,
        error=error,
        grounds=_GROUNDS,
        capacities=_CAPACITIES,
        received=received,
        challenge=challenge,
        days_kept=KEPT.days,
        form_key=request.form.get("key") or secrets.token_urlsafe(16),
        wrong=None if error is None else error.field,
    )
