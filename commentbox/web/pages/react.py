"""Voting, disagreeing and reporting by plain forms; the page that follows says what stands."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.comment import FlagReason
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.reactions import VoteKind
from commentbox.services.flag_comment import flag_comment
from commentbox.services.vote import disagree, vote
from commentbox.web.auth import current_actor
from commentbox.web.limits import counted
from commentbox.web.pages.thread import conversation_page, pages, site_of, to_comment, to_login

_BACK = "none"  # what the button says that takes a vote back


@pages.post("/c/<int:comment>/vote")
def vote_on(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return to_login(comment)
    with counted(actor, Act.VOTE) as w:
        vote(w, actor, site.key, comment, _kind())
    return to_comment(comment)


@pages.post("/c/<int:comment>/disagree")
def disagree_with(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return to_login(comment)
    with counted(actor, Act.VOTE) as w:
        disagree(w, actor, site.key, comment, does=request.form.get("vote") != _BACK)
    return _report_page(comment)


@pages.get("/c/<int:comment>/report")
def report_form(comment: int) -> ResponseReturnValue:
    return _report_page(comment)


@pages.post("/c/<int:comment>/report")
def report(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return to_login(comment)
    try:
        with counted(actor, Act.FLAG) as w:
            flag_comment(w, actor, site.key, comment, request.form.get("reason"), request.form.get("note"))
    except CommentboxError as error:
        return _report_page(comment, error=error)
    return _report_page(comment, is_sent=True)


def _kind() -> VoteKind | None:
    sent = request.form.get("vote", VoteKind.UP)
    try:
        return None if sent == _BACK else VoteKind(sent)
    except ValueError:
        raise Invalid("bad_vote", "A vote is “up”, “down” or “none”.", field="vote") from None


def _report_page(comment: int, *, error: CommentboxError | None = None, is_sent: bool = False) -> Response:
    reasons = [(reason.value, reason.label) for reason in FlagReason]
    return conversation_page("pages/report.html", comment, error=error, reasons=reasons, is_sent=is_sent)
