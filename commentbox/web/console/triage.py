"""What the model of the site's own decisions is worth, and what it may do."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import CommentboxError, Conflict, Invalid
from commentbox.domain.moderation.rulebook import TRIAGE
from commentbox.domain.triage.outcomes import THRESHOLDS
from commentbox.services import triage_page
from commentbox.services.policies import clean_reason
from commentbox.services.train_triage import ask_for_model
from commentbox.services.triage_page import read_triage
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, work

_NOTES = {
    "saved": "Saved. It holds for every comment that is sent from now on.",
    "same": "Nothing was different, so nothing was changed.",
    "asked": "A new model is being made. Look again in a minute.",
}


def triage(site: str) -> ResponseReturnValue:
    return _page(site)


def set_triage(site: str) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    seen = number_in(form.get("version")) or 0
    try:
        clean_reason(form.get("reason", ""))
        percent = number_in(form.get("certainty")) or 0
        if not 1 <= percent <= 100:
            raise Invalid("bad_certainty", "Give a number from 1 to 100.", field="certainty")
        with work() as w:
            now = triage_page.set_triage(
                w, actor, site, level=form.get("level", ""), percent=percent, seen=seen,
                reason=form.get("reason", ""),
            )  # fmt: skip
    except (Invalid, Conflict) as error:
        return _page(site, error)
    return _done(site, "same" if now == seen else "saved")


def make_model(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        with work() as w:
            ask_for_model(w, actor, site)
    except Invalid as error:
        return _page(site, error)
    return _done(site, "asked")


def _done(site: str, what: str) -> Response:
    return redirect(url_for("console.triage", site=site, done=what), 303)


def _page(site: str, error: CommentboxError | None = None) -> Response:
    actor = staff_at(site)
    with reading() as w:
        found = read_triage(w, actor, site)
    policy, form = found.site.policy, request.form
    values = {
        "levels": TRIAGE,
        "thresholds": THRESHOLDS,
        "level": form.get("level", policy.triage),
        "certainty": form.get("certainty", f"{100 * policy.triage_certainty:g}"),
        "reason": form.get("reason", ""),
        "field": None if error is None else error.field,
        "note": "" if error else _NOTES.get(request.args.get("done", ""), ""),
    }
    return page("console/triage.html", actor, section="triage", error=error, page=found, **values)
