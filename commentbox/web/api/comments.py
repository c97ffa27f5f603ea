"""Say something, vote, report: the use cases of a signed-in reader as JSON."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.comment import Status
from commentbox.domain.markup import to_html
from commentbox.domain.permissions import signed_in
from commentbox.domain.reactions import VoteKind
from commentbox.domain.text import clean_body
from commentbox.domain.thread import Entry
from commentbox.domain.words import Words
from commentbox.services.flag_comment import flag_comment, take_flag_back
from commentbox.services.post_comment import NewComment, post_comment
from commentbox.services.vote import disagree, vote
from commentbox.web import fragments
from commentbox.web.api.blueprint import api
from commentbox.web.api.shapes import body, comment_id, no_body, text_or_none, vote_sent
from commentbox.web.auth import current_actor, reader_at
from commentbox.web.here import site_here
from commentbox.web.language import said
from commentbox.web.limits import counted, network_here

WAITING = Words(
    "Thank you. A moderator reads your comment before it appears; until then only you can see it."
)

UNCONFIRMED = Words(
    "Thank you. Your comment appears as soon as you have confirmed your e-mail address: open the link in the"
    " letter we sent you. Until then only you can see it."
)


@api.post("/comments")
def post(site: str) -> ResponseReturnValue:
    sent = body("url", "title", "parent", "text", "key", "show_answer", "ask", "language")
    parent_id = None if sent["parent"] is None else comment_id(sent["parent"], "parent")
    title = text_or_none(sent["title"], "title")
    actor = reader_at(site)
    new = NewComment(
        url=sent["url"],
        title=title,
        parent_id=parent_id,
        text=sent["text"],
        key=sent["key"],
        show_answer=sent["show_answer"] is True,
        asks_first=sent["ask"] is True,
        network=network_here(),
        language=sent["language"],
    )
    with counted(actor, Act.POST) as w:
        posted = post_comment(w, actor, site, new)
    is_held = posted.entry.status is Status.HELD
    answer = jsonify(
        id=posted.entry.id,
        status=posted.entry.status.value,
        message=_message(posted.entry),
        html=fragments.own_comments(site, posted.reactions, (posted.entry,)),
        parent=posted.entry.parent_id,
        count=posted.count,
    )
    return answer, 202 if is_held else 201


@api.post("/preview")
def preview(site: str) -> ResponseReturnValue:
    """The text as it would appear; nothing is kept."""
    raw = body("text")["text"]
    found = site_here(site)
    signed_in(current_actor(found.id))
    return jsonify(html=to_html(clean_body(raw, max_length=found.policy.max_length)))


@api.put("/comments/<int:comment>/vote")
def set_vote(site: str, comment: int) -> ResponseReturnValue:
    return _vote(site, comment, vote_sent())


@api.delete("/comments/<int:comment>/vote")
def take_back(site: str, comment: int) -> ResponseReturnValue:
    no_body()
    return _vote(site, comment, None)


@api.put("/comments/<int:comment>/disagreement")
def disagree_with(site: str, comment: int) -> ResponseReturnValue:
    return _disagree(site, comment, does=True)


@api.delete("/comments/<int:comment>/disagreement")
def no_longer_disagree(site: str, comment: int) -> ResponseReturnValue:
    return _disagree(site, comment, does=False)


@api.post("/comments/<int:comment>/flags")
def flag(site: str, comment: int) -> ResponseReturnValue:
    sent = body("reason", "note")
    actor = reader_at(site)
    with counted(actor, Act.FLAG) as w:
        flag_comment(w, actor, site, comment, sent["reason"], sent["note"])
    return "", 204


@api.delete("/comments/<int:comment>/flags")
def take_flag(site: str, comment: int) -> ResponseReturnValue:
    no_body()
    actor = reader_at(site)
    with counted(actor, Act.VOTE) as w:  # whoever has reported too much can still take back
        take_flag_back(w, actor, site, comment)
    return "", 204


def _message(entry: Entry) -> str:
    if entry.status is not Status.HELD:
        return ""
    return said(UNCONFIRMED if entry.is_unconfirmed else WAITING)


def _vote(site: str, comment: int, kind: VoteKind | None) -> ResponseReturnValue:
    actor = reader_at(site)
    with counted(actor, Act.VOTE) as w:
        votes = vote(w, actor, site, comment, kind)
    return jsonify(votes=votes.count, vote=votes.kind)


def _disagree(site: str, comment: int, *, does: bool) -> ResponseReturnValue:
    no_body()
    actor = reader_at(site)
    with counted(actor, Act.VOTE) as w:
        disagree(w, actor, site, comment, does=does)
    return "", 204
