"""What is personal: who I am here, what I may, what of mine is waiting, whom I muted. Never cached."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from commentbox.domain.permissions import Denial, why_not_post
from commentbox.domain.reactions import Reactions, VoteKind
from commentbox.services.answer import my_answer, question_under
from commentbox.services.notices import unread_here
from commentbox.services.own_comments import own_comments
from commentbox.services.people_pages import muted_ids
from commentbox.services.read_thread import waiting_comments
from commentbox.services.sites import find_article
from commentbox.services.slow_mode import slow_mode_here
from commentbox.services.vote import MyReport, my_votes
from commentbox.web import fragments
from commentbox.web.api.blueprint import api
from commentbox.web.api.own import rights
from commentbox.web.api.shapes import body, comment_ids
from commentbox.web.auth import current_actor
from commentbox.web.here import site_here
from commentbox.web.language import said
from commentbox.web.work import reading


@api.get("/me")
def me(site: str) -> ResponseReturnValue:
    found = site_here(site)
    actor = current_actor(found.id)
    with reading() as w:
        url, article = find_article(w, found, request.args.get("url", ""))
        is_open = article is None or found.is_open(article, w.now)
        opens_at = found.opens_again(article, w.now, url)
        denial = why_not_post(actor, is_open=is_open, now=w.now, site_id=found.id, opens_at=opens_at)
        reactions = Reactions.of(found.policy, w.now)
        waiting = waiting_comments(w, actor, found, None if article is None else article.id)
        muted = muted_ids(w, actor)
        question = None if article is None else question_under(w, article)
        own = my_answer(w, actor, question)
        slow = slow_mode_here(w, actor, found, None if article is None else article.id, url)
        unread = unread_here(w, actor, found)
    return jsonify(
        signed_in=actor is not None,
        name=None if actor is None else actor.name,
        may_post=denial is None,
        denial=None if denial is None else _denied(denial),
        max_length=found.policy.max_length,
        slow_mode=None
        if slow is None
        else {"seconds": slow.seconds, "wait": slow.wait, "why": said(slow.why)},
        waiting=fragments.own_comments(site, reactions, waiting),
        muted=sorted(muted),
        answer=None if question is None or own is None else {"option": own, "label": question.label(own)},
        unread=unread,
    )


@api.post("/votes-of-mine")
def votes_of_mine(site: str) -> ResponseReturnValue:
    ids = comment_ids(body("comments")["comments"], "comments")
    found = site_here(site)
    actor = current_actor(found.id)
    with reading() as w:
        mine = my_votes(w, actor, ids)
        own = own_comments(w, actor, found, ids)
    kinds = {kind: sorted(at for at, found in mine.kinds.items() if found is kind) for kind in VoteKind}
    own_ones = [{"id": key, **rights(own[key])} for key in sorted(own)]
    reported = [_reported(key, report) for key, report in mine.reports.items()]
    return jsonify(**kinds, disagreed=sorted(mine.disagreed), reported=reported, own=own_ones)


def _denied(denial: Denial) -> dict[str, object]:
    told: dict[str, object] = {"code": denial.code, "message": said(denial.message)}
    return told if denial.warning_id is None else told | {"warning": denial.warning_id}


def _reported(comment: int, report: MyReport) -> dict[str, object]:
    """Its author alone is told so."""
    return {
        "id": comment,
        "at": report.at.isoformat(),
        "reason": report.reason.value,
        "note": report.note,
        "answered": report.is_answered,
    }
