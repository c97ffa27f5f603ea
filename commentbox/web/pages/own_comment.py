"""One's own comment on a page: change it, delete it, and think better of either; without JavaScript."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError, Invalid, NotSignedIn
from commentbox.domain.words import Words
from commentbox.services.edit_comment import Change, Changed, edit_comment, undo_edit
from commentbox.services.own_comments import OwnComment, read_own
from commentbox.services.withdraw import put_back, withdraw
from commentbox.web.api.own import OFF_PAGE, SAVED, STILL_WAITING, UNDONE
from commentbox.web.auth import current_actor
from commentbox.web.limits import counted
from commentbox.web.pages.thread import KEPT, draw, pages, site_of, to_login
from commentbox.web.work import reading, settings

NOTES = {
    "saved": SAVED,
    "waits": STILL_WAITING,
    "off-page": OFF_PAGE,
    "undone": UNDONE,
    "deleted": Words("Your comment is deleted. You can put it back for 10 minutes."),
    "back": Words("Your comment is back where it was."),
}
_MAX_DIGITS = 9


@pages.get("/c/<int:comment>/own")
def own_comment(comment: int) -> ResponseReturnValue:
    return _page(comment)


@pages.post("/c/<int:comment>/edit")
def edit(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    try:
        if actor is None:
            raise NotSignedIn("session_ended", KEPT)
        change = Change(text=request.form.get("text"), revision=_revision())
        with counted(actor, Act.POST) as w:
            changed = edit_comment(w, actor, site.key, comment, change)
    except CommentboxError as error:
        return _page(comment, error)
    return _back(comment, _word(changed))


@pages.post("/c/<int:comment>/undo-edit")
def undo_edit_of(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return to_login(comment)
    try:
        with counted(actor, Act.POST) as w:
            undo_edit(w, actor, site.key, comment, _revision())
    except CommentboxError as error:
        return _page(comment, error)
    return _back(comment, "undone")


@pages.post("/c/<int:comment>/delete")
def delete(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return to_login(comment)
    with counted(actor, Act.POST) as w:
        withdraw(w, actor, comment, site.key)
    return _back(comment, "deleted")


@pages.post("/c/<int:comment>/put-back")
def put_comment_back(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    if actor is None:
        return to_login(comment)
    try:
        with counted(actor, Act.POST) as w:
            put_back(w, actor, comment, site.key)
    except CommentboxError as error:
        return _page(comment, error)
    return _back(comment, "back")


def _page(comment: int, error: CommentboxError | None = None) -> Response:
    """With what was typed, also after the session has ended."""
    site = site_of(comment)
    actor = current_actor(site.id)
    mine: OwnComment | None = None
    if actor is not None:
        with reading() as w:
            mine = read_own(w, actor, site, comment)
    elif error is None:
        return to_login(comment)
    form = request.form.to_dict() if error is not None else {}
    return draw(
        "pages/own_comment.html",
        error,
        id=comment,
        site_key=site.key,
        site_name=site.name,
        actor=actor,
        mine=mine,
        form=form,
        error=None if error is None else error.message,
        note=NOTES.get(request.args.get("done", ""), "") if error is None else "",
        max_length=site.policy.max_length,
    )


def _revision() -> int:
    raw = request.form.get("revision", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) <= _MAX_DIGITS):
        raise Invalid("bad_number", "Open your comment before you change it.", field="revision")
    return int(raw)


def _word(changed: Changed) -> str:
    if changed.entry.status is not Status.HELD:
        return "saved"
    return "off-page" if changed.is_off_page else "waits"


def _back(comment: int, done: str) -> Response:
    return redirect(f"{settings().base_url}/c/{comment}/own?done={done}", 303)
