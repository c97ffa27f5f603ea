"""Asking for the password once more, before something that cannot easily be put right."""

from typing import Any

from flask import request

from commentbox.domain.budgets import Act
from commentbox.domain.people import Actor
from commentbox.services.sure import Sure, has_password, is_fresh, make_sure
from commentbox.web.auth import sent_token
from commentbox.web.limits import take_for
from commentbox.web.work import reading


def sure_of(actor: Actor) -> Sure:
    """They have just shown who they are; wrong tries are counted, and a few are enough."""
    take_for(actor, Act.PROOF)
    with reading() as w:  # the slow hash must not hold the writer's lock
        return make_sure(w, actor, sent_token("reader"), request.form.get("current", ""))


def how_to_be_sure(actor: Actor) -> dict[str, Any]:
    """What the form has to ask for."""
    with reading() as w:
        return {
            "has_password": has_password(w, actor),
            "is_fresh": is_fresh(w, actor, sent_token("reader")),
        }
