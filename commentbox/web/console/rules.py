"""The rules comments are read by: switches, numbers and lists, every version, and a box to try a text."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import CommentboxError, Conflict, Invalid
from commentbox.domain.moderation.policy_form import Filled, fields_of, fill
from commentbox.domain.moderation.rulebook import GROUPS, Mode
from commentbox.domain.people import Actor
from commentbox.services.policies import (
    bring_back,
    change_policy,
    clean_reason,
    read_policy,
    read_version,
    watch_policy,
)
from commentbox.services.sender_check import senders_added
from commentbox.services.trials import begin_trial, read_trial, read_trials
from commentbox.services.try_text import Tried
from commentbox.services.try_text import try_text as try_it
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, work

NOTES = {
    "saved": "Saved. Every comment that is sent from now on is read by these rules.",
    "same": "Nothing was different, so nothing was changed.",
    "watched": "Only watched from now on: what these rules would do is noted, and nothing follows.",
    "stopped": "The trial is over. What it found stays with the comments.",
}
_MEND = "Some of this cannot be saved yet: what to mend is said beside each field."


def rules(site: str) -> ResponseReturnValue:
    return _page(site, staff_at(site))


def change_rules(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    filled = _filled(actor, site)
    try:
        if filled.problems:
            raise Invalid("bad_rules", _MEND, field=next(iter(filled.problems)))
        if request.form.get("do") == "try":
            return _begin_trial(site, actor, filled)
        clean_reason(request.form.get("reason", ""))
        seen = number_in(request.form.get("version")) or 0
        with work() as w:
            now = change_policy(
                w,
                actor,
                site,
                filled.policy,
                seen=seen,
                reason=request.form.get("reason", ""),
                agreed=request.form.get("agreed", "").split(),
            )
    except (Invalid, Conflict) as error:
        return _page(site, actor, error, filled=filled)
    return _done(site, "same" if now == seen else "saved")


def try_text(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        with reading() as w:
            tried = try_it(w, actor, site, request.form.get("text"), is_new="new" in request.form)
    except Invalid as error:
        return _page(site, actor, error)
    return _page(site, actor, tried=tried)


def rules_version(site: str, number: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with reading() as w:
        found = read_version(w, actor, site, number)
    return page("console/rules_version.html", actor, section="rules", page=found)


def restore_rules(site: str, number: int) -> ResponseReturnValue:
    actor = staff_at(site)
    seen = number_in(request.form.get("version")) or 0
    try:
        with work() as w:
            now = bring_back(w, actor, site, number, seen=seen)
    except Conflict as error:
        return _page(site, actor, error)
    return _done(site, "same" if now == seen else "saved")


def stop_watching(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        watch_policy(w, actor, site, None)
    return _done(site, "stopped")


def _begin_trial(site: str, actor: Actor, filled: Filled) -> Response:
    with work() as w:
        number = begin_trial(w, actor, site, filled.policy, number_in(request.form.get("days")) or 0)
    return redirect(url_for("console.trial", site=site, number=number), 303)


def _filled(actor: Actor, site: str) -> Filled:
    with reading() as w:
        policy = read_policy(w, actor, site).site.policy
    return fill(policy, request.form)


def _done(site: str, what: str) -> Response:
    return redirect(url_for("console.rules", site=site, done=what), 303)


def _page(
    site: str,
    actor: Actor,
    error: CommentboxError | None = None,
    *,
    filled: Filled | None = None,
    tried: Tried | None = None,
) -> Response:
    tried_out = number_in(request.args.get("trial"))
    with reading() as w:
        found, trials = read_policy(w, actor, site), read_trials(w, actor, site)
        shown = found.site.policy if tried_out is None else read_trial(w, actor, site, tried_out).policy
    is_asked = filled is not None and error is not None and error.field == "agreed"
    values = {
        "added": senders_added(found.site.policy, filled.policy) if filled and is_asked else (),
        "groups": GROUPS,
        "modes": Mode,
        "fields": fields_of(shown) if filled is None else request.form,
        "problems": {} if filled is None else filled.problems,
        "trials": trials,
        "days": request.form.get("days", "7"),
        "reason": request.form.get("reason", ""),
        "tried": tried,
        "sample": request.form.get("text", ""),
        "is_new": "new" in request.form or tried is None,
        "field": None if error is None else error.field,
        "note": "" if error else NOTES.get(request.args.get("done", ""), ""),
    }
    return page("console/rules.html", actor, section="rules", error=error, page=found, **values)
