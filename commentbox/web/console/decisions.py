"""What a moderator does: decide, take back, close an article's comments."""

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.comment import Action, Reason
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.services.articles import set_open
from commentbox.services.review import Decided, NewDecision
from commentbox.services.review import decide as decide_comment
from commentbox.services.review import undo as undo_decision
from commentbox.web.console.answers import back_to_queue, counted
from commentbox.web.console.door import staff_at
from commentbox.web.console.queue import card_page
from commentbox.web.errors import wants_json
from commentbox.web.numbers import number_in
from commentbox.web.work import work


def decide(site: str, comment: int) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        new = _new_decision()
        with work() as w:
            decided = decide_comment(w, actor, site, comment, new)
    except CommentboxError as error:
        if wants_json():
            raise
        return card_page(site, comment, error)
    return _told(site, decided) if wants_json() else back_to_queue(site, decision=decided.decision_id)


def undo(site: str, decision: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        decided = undo_decision(w, actor, site, decision)
    if wants_json():
        return _told(site, decided)
    if request.form.get("back") == "log":
        return redirect(url_for("console.log", site=site, _anchor=f"decision-{decided.decision_id}"), 303)
    return back_to_queue(site, decision=decided.decision_id)


def set_article(site: str, article: int) -> ResponseReturnValue:
    actor = staff_at(site)
    wanted = request.form.get("open")
    if wanted not in ("0", "1"):
        raise Invalid("bad_open", "Say whether comments are to be open: 1 or 0.", field="open")
    with work() as w:
        state = set_open(w, actor, site, article, wanted == "1")
    if wants_json():
        told = "open again" if state.is_open else "closed"
        return jsonify(is_open=state.is_open, message=f"Comments on “{state.title or state.url}” are {told}.")
    return back_to_queue(site, article=state.id)


def _new_decision() -> NewDecision:
    form = request.form
    revision, seen = number_in(form.get("revision")), number_in(form.get("seen"))
    if revision is None or seen is None:
        raise Invalid("unseen", "Open the comment before you decide about it.")
    try:
        action = Action(form.get("action", ""))
        reason = Reason(form["reason"]) if form.get("reason") else None
    except ValueError:
        raise Invalid("bad_decision", "There is no such decision or reason.", field="action") from None
    return NewDecision(action=action, reason=reason, note=form.get("note", ""), revision=revision, seen=seen)


def _told(site: str, decided: Decided) -> ResponseReturnValue:
    return jsonify(
        decision_id=decided.decision_id,
        status=decided.status.value,
        message=decided.message,
        undo=url_for("console.undo", site=site, decision=decided.decision_id),
        counts=counted(decided.counts),
    )
