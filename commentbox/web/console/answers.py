"""How the console answers: with a page, with JSON for its scripts, or back to where the click came from."""

from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from commentbox.domain.comment import Reason
from commentbox.domain.console_keys import COMMANDS, DEFAULTS
from commentbox.domain.errors import CommentboxError
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.domain.rights import rights_of
from commentbox.services.console_choices import Choices
from commentbox.services.line import Counts
from commentbox.services.queue import QueueAsked
from commentbox.web.console.door import staff_or_none
from commentbox.web.errors import request_id, status_of, wants_json
from commentbox.web.numbers import number_in


def page(
    template: str, actor: Actor, *, section: str = "", error: CommentboxError | None = None, **values: Any
) -> Response:
    shown = values.get("page")
    choices: Choices | None = getattr(shown, "choices", None)
    values = {
        "staff_name": actor.name,
        "section": section,
        "site": getattr(shown, "site", None),
        "counts": getattr(shown, "counts", None),
        "reasons": tuple(Reason),
        "keys": DEFAULTS if choices is None else choices.keys,
        "commands": COMMANDS,
        "is_admin": actor.role is Role.ADMIN,
        "may": {right.name.lower() for right in rights_of(actor.role)},
        "sections": actor.sections,
        "error": None if error is None else error.message,
    } | values
    answer = make_response(render_template(template, **values))
    if error is not None:
        answer.status_code = status_of(error)
    return answer


def counted(counts: Counts) -> dict[str, int]:
    """For the scripts: what waits, by lane."""
    return {lane.value: counts.of(lane) for lane in Lane} | {"waiting": counts.waiting}


def refused(error: CommentboxError) -> Response:
    """What a view does not answer itself: plain words, and the way back."""
    if wants_json():
        told = {"code": error.code, "message": error.message, "field": error.field}
        answer = jsonify(error={key: value for key, value in told.items() if value}, request_id=request_id())
    else:
        text = render_template(
            "console/refused.html", error=error.message, is_signed_in=staff_or_none() is not None
        )
        answer = make_response(text)
    answer.status_code = status_of(error)
    if error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def asked() -> QueueAsked:
    """Which part of the queue is in view, from the address or from a form that was sent there."""
    return QueueAsked(
        only=request.values.get("only") or None,
        like=number_in(request.args.get("like")),
        by=request.args.get("by") or None,
        view=number_in(request.values.get("view")),
        cursor=request.values.get("cursor") or None,
        decision=number_in(request.args.get("decision")),
        article=number_in(request.args.get("article")),
    )


def typed_answer() -> dict[str, str]:
    """The answer to an appeal that was just sent and refused."""
    return {"outcome": request.form.get("outcome", ""), "answer": request.form.get("answer", "")}


def back_to_queue(site_key: str, *, decision: int | None = None, article: int | None = None) -> AnyResponse:
    """The part of the queue the click came from, with a word on what the click did."""
    was = asked()
    place = url_for(
        "console.queue",
        site=site_key,
        only=was.only,
        view=was.view,
        cursor=was.cursor,
        decision=decision,
        article=article,
    )
    return redirect(place, 303)
