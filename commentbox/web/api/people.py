"""Whom somebody can name while they write. Never cached."""

from dataclasses import asdict

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from commentbox.domain.permissions import signed_in
from commentbox.services.mentions import voices_like
from commentbox.web.api.blueprint import api
from commentbox.web.auth import current_actor
from commentbox.web.here import site_here
from commentbox.web.work import reading


@api.get("/people")
def people(site: str) -> ResponseReturnValue:
    found = site_here(site)
    actor = signed_in(current_actor(found.id))
    with reading() as w:
        voices = voices_like(w, actor, found, request.args.get("url", ""), request.args.get("q", ""))
    return jsonify(people=[asdict(voice) for voice in voices])
