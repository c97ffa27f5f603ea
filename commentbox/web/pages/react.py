"""Voting, answering, disagreeing and reporting by plain forms; the page that follows says what stands."""

from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.comment import FlagReason
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.people import Actor
from commentbox.domain.reactions import VoteKind
from commentbox.services.answer import answer, site_of_question
from commentbox.services.flag_comment import flag_comment, take_flag_back
from commentbox.services.sites import Site
from commentbox.services.vote import disagree, vote
from commentbox.web.auth import current_actor
from commentbox.web.limits import counted
from commentbox.web.numbers import number_in
from commentbox.web.pages.thread import conversation_page, for_readers, pages, to_comment
from commentbox.web.work import reading, settings

_BACK = "none"  # what the button says that takes a vote back


@pages.post("/c/<int:comment>/vote")
@for_readers
def vote_on(comment: int, site: Site, actor: Actor) -> ResponseReturnValue:
    with counted(actor, Act.VOTE) as w:
        vote(w, actor, site.key, comment, _kind())
    return to_comment(comment)


@pages.post("/c/<int:comment>/disagree")
@for_readers
def disagree_with(comment: int, site: Site, actor: Actor) -> ResponseReturnValue:
    with counted(actor, Act.VOTE) as w:
        disagree(w, actor, site.key, comment, does=request.form.get("vote") != _BACK)
    return _report_page(comment)


@pages.post("/q/<int:question>/answer")
def answer_question(question: int) -> ResponseReturnValue:
    with reading() as w:
        site = site_of_question(w, question)
    actor = current_actor(site.id)
    if actor is None:
        return redirect(f"{settings().base_url}/login?{urlencode({'site': site.key})}", 303)
    with counted(actor, Act.VOTE) as w:
        answered = answer(w, actor, site.key, question, _option())
    query = urlencode({"url": answered.url})
    return redirect(f"{settings().base_url}/t/{site.key}?{query}#cb-question", 303)


@pages.get("/c/<int:comment>/report")
def report_form(comment: int) -> ResponseReturnValue:
    return _report_page(comment)


@pages.post("/c/<int:comment>/report")
@for_readers
def report(comment: int, site: Site, actor: Actor) -> ResponseReturnValue:
    try:
        with counted(actor, Act.FLAG) as w:
            flag_comment(w, actor, site.key, comment, request.form.get("reason"), request.form.get("note"))
    except CommentboxError as error:
        return _report_page(comment, error=error)
    return _report_page(comment, is_sent=True)


@pages.post("/c/<int:comment>/report/take-back")
@for_readers
def take_report_back(comment: int, site: Site, actor: Actor) -> ResponseReturnValue:
    with counted(actor, Act.VOTE) as w:
        take_flag_back(w, actor, site.key, comment)
    return redirect(f"{settings().base_url}/c/{comment}/report", 303)


def _kind() -> VoteKind | None:
    sent = request.form.get("vote", VoteKind.UP)
    try:
        return None if sent == _BACK else VoteKind(sent)
    except ValueError:
        raise Invalid("bad_vote", "A vote is “up”, “down” or “none”.", field="vote") from None


def _option() -> int | None:
    """The answer that was pressed; empty on the button that takes it back."""
    return number_in(request.form.get("option"))


def _report_page(comment: int, *, error: CommentboxError | None = None, is_sent: bool = False) -> Response:
    reasons = [(reason.value, reason.label) for reason in FlagReason]
    return conversation_page("pages/report.html", comment, error=error, reasons=reasons, is_sent=is_sent)
