"""A reader's own comment as JSON: change it, take the change back, delete it, put it back."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.comment import Status
from commentbox.domain.words import Words
from commentbox.services.edit_comment import Change, Changed, edit_comment, undo_edit
from commentbox.services.own_comments import Own, read_own
from commentbox.services.withdraw import put_back, withdraw
from commentbox.web import fragments
from commentbox.web.api.blueprint import api
from commentbox.web.api.shapes import body, no_body, revision_number
from commentbox.web.auth import current_actor, reader_at
from commentbox.web.here import site_here
from commentbox.web.html import iso
from commentbox.web.language import said
from commentbox.web.limits import counted, network_here
from commentbox.web.work import reading

SAVED = Words("Your change is saved.")
OFF_PAGE = Words(
    "Your change is saved. A moderator reads it before it appears, and until then the comment is off the"
    " page: only you can see it."
)
STILL_WAITING = Words("Your change is saved. A moderator reads the comment before it appears.")
UNDONE = Words("Your change is taken back.")
OUTCOMES = {"saved": SAVED, "waits": STILL_WAITING, "off-page": OFF_PAGE, "undone": UNDONE}


@api.get("/comments/<int:comment>/own")
def own_comment(site: str, comment: int) -> ResponseReturnValue:
    """The text as it was typed, to be changed."""
    found = site_here(site)
    actor = current_actor(found.id)
    with reading() as w:
        mine = read_own(w, actor, found, comment)
    return jsonify(text=mine.text, revision=mine.revision, **rights(mine.own))


@api.patch("/comments/<int:comment>")
def edit(site: str, comment: int) -> ResponseReturnValue:
    sent = body("text", "revision")
    revision = revision_number(sent["revision"], "revision")
    change = Change(text=sent["text"], revision=revision, network=network_here())
    actor = reader_at(site)
    with counted(actor, Act.POST) as w:
        changed = edit_comment(w, actor, site, comment, change)
    return _told(site, comment, changed, OUTCOMES[outcome_of(changed)])


@api.post("/comments/<int:comment>/undo")
def undo(site: str, comment: int) -> ResponseReturnValue:
    revision = revision_number(body("revision")["revision"], "revision")
    actor = reader_at(site)
    with counted(actor, Act.POST) as w:
        changed = undo_edit(w, actor, site, comment, revision)
    return _told(site, comment, changed, UNDONE)


@api.delete("/comments/<int:comment>")
def delete(site: str, comment: int) -> ResponseReturnValue:
    no_body()
    actor = reader_at(site)
    with counted(actor, Act.POST) as w:
        count = withdraw(w, actor, comment, site)
    return jsonify(count=count)


@api.post("/comments/<int:comment>/put-back")
def put_comment_back(site: str, comment: int) -> ResponseReturnValue:
    no_body()
    actor = reader_at(site)
    with counted(actor, Act.POST) as w:
        count = put_back(w, actor, comment, site)
    return jsonify(count=count)


def rights(own: Own) -> dict[str, Any]:
    """Until when what may be done with a comment of one's own; `null` where it may not."""
    return {
        "edit_until": None if own.edit_until is None else iso(own.edit_until),
        "undo_until": None if own.undo_until is None else iso(own.undo_until),
        "may_delete": own.may_withdraw,
    }


def outcome_of(changed: Changed) -> str:
    """What a change came to, in a word of `OUTCOMES`."""
    if changed.entry.status is not Status.HELD:
        return "saved"
    return "off-page" if changed.is_off_page else "waits"


def _told(site: str, comment: int, changed: Changed, message: Words) -> ResponseReturnValue:
    answer = jsonify(
        id=comment,
        status=changed.entry.status.value,
        message=said(message),
        html=fragments.own_comments(site, changed.reactions, (changed.entry,)),
        parent=changed.entry.parent_id,
        count=changed.count,
        revision=changed.revision,
    )
    return answer, 202 if changed.entry.status is Status.HELD else 200
