"""A moderator answers an appeal, and takes the answer back."""

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.services.answer_appeal import Answered, NewAnswer, answer_appeal, comment_of, undo_answer
from commentbox.services.appeal_cards import read_appeal
from commentbox.web.console.answers import asked, back_to_queue, counted, page, typed_answer
from commentbox.web.console.door import staff_at
from commentbox.web.console.queue import card_page
from commentbox.web.errors import wants_json
from commentbox.web.work import reading, work


def appeal(site: str, appeal: int) -> ResponseReturnValue:
    """One about a comment is answered on the comment's page."""
    return _page(site, appeal)


def answer(site: str, appeal: int) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    new = NewAnswer(outcome=form.get("outcome", ""), answer=form.get("answer", ""), is_alone="alone" in form)
    try:
        with work() as w:
            answered = answer_appeal(w, actor, site, appeal, new)
    except CommentboxError as error:
        if wants_json():
            raise
        return _page(site, appeal, error)
    if wants_json():
        return _told(site, answered)
    return back_to_queue(site, decision=answered.decision_id)


def undo_answer_to(site: str, appeal: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        answered = undo_answer(w, actor, site, appeal)
    if wants_json():
        return _told(site, answered)
    return redirect(url_for("console.appeal", site=site, appeal=appeal), 303)


def _page(site: str, appeal: int, error: CommentboxError | None = None) -> ResponseReturnValue:
    actor = staff_at(site)
    with reading() as w:
        comment = comment_of(w, actor, site, appeal)
    if comment is not None and error is not None:
        return card_page(site, comment, error)
    if comment is not None:
        return redirect(url_for("console.comment", site=site, comment=comment), 303)
    with reading() as w:
        found = read_appeal(w, actor, site, appeal)
    return page("console/appeal.html", actor, error=error, page=found, asked=asked(), typed=typed_answer())


def _told(site: str, answered: Answered) -> ResponseReturnValue:
    """One about a comment is taken back like any decision about it."""
    undo = url_for("console.undo_answer_to", site=site, appeal=answered.appeal_id)
    if answered.decision_id is not None:
        undo = url_for("console.undo", site=site, decision=answered.decision_id)
    return jsonify(message=answered.message, undo=undo, counts=counted(answered.counts))
