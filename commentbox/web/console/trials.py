"""What changed rules would have made of past comments, and the two ways to go on from there."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import CommentboxError, Conflict, Invalid
from commentbox.services.trials import apply_trial, read_trial
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.work import reading, work


def trial(site: str, number: int) -> ResponseReturnValue:
    return _page(site, number)


def apply_rules(site: str, number: int) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    try:
        with work() as w:
            is_real = form.get("how") == "real"
            apply_trial(w, actor, site, number, is_real=is_real, reason=form.get("reason", ""))
    except (Invalid, Conflict) as error:
        return _page(site, number, error)
    return redirect(url_for("console.rules", site=site, done="saved" if is_real else "watched"), 303)


def _page(site: str, number: int, error: CommentboxError | None = None) -> Response:
    actor = staff_at(site)
    with reading() as w:
        found = read_trial(w, actor, site, number)
    values = {
        "reason": request.form.get("reason", ""),
        "field": None if error is None else error.field,
        "is_outdated": isinstance(error, Conflict),
    }
    return page("console/trial.html", actor, section="rules", error=error, page=found, **values)
