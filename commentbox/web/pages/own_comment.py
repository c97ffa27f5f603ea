"""One's own comment on a page: change it, delete it, and think better of either; without JavaScript."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Invalid, NotSignedIn
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.appeals import appeal_removal
from commentbox.services.edit_comment import Change, edit_comment, undo_edit
from commentbox.services.own_comments import OwnComment, read_own
from commentbox.services.sites import Site
from commentbox.services.withdraw import put_back, withdraw
from commentbox.web.api.own import OUTCOMES, outcome_of
from commentbox.web.auth import current_actor
from commentbox.web.limits import counted, network_here
from commentbox.web.numbers import number_in
from commentbox.web.pages.thread import KEPT, draw, for_readers, pages, site_of, to_login
from commentbox.web.work import reading, settings

NOTES = OUTCOMES | {
    "deleted": Words("Your comment is deleted. You can put it back for 10 minutes."),
    "back": Words("Your comment is back where it was."),
    "appealed": Words("Your appeal is sent. What becomes of it stands here, and you get a letter."),
}


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
        change = Change(text=request.form.get("text"), revision=_revision(), network=network_here())
        with counted(actor, Act.POST) as w:
            changed = edit_comment(w, actor, site.key, comment, change)
    except CommentboxError as error:
        return _page(comment, error)
    return _back(comment, outcome_of(changed))


@pages.post("/c/<int:comment>/undo-edit")
@for_readers
def undo_edit_of(comment: int, site: Site, actor: Actor) -> ResponseReturnValue:
    try:
        with counted(actor, Act.POST) as w:
            undo_edit(w, actor, site.key, comment, _revision())
    except CommentboxError as error:
        return _page(comment, error)
    return _back(comment, "undone")


@pages.post("/c/<int:comment>/delete")
@for_readers
def delete(comment: int, site: Site, actor: Actor) -> ResponseReturnValue:
    with counted(actor, Act.POST) as w:
        withdraw(w, actor, comment, site.key)
    return _back(comment, "deleted")


@pages.post("/c/<int:comment>/put-back")
@for_readers
def put_comment_back(comment: int, site: Site, actor: Actor) -> ResponseReturnValue:
    try:
        with counted(actor, Act.POST) as w:
            put_back(w, actor, comment, site.key)
    except CommentboxError as error:
        return _page(comment, error)
    return _back(comment, "back")


@pages.post("/c/<int:comment>/appeal")
def appeal(comment: int) -> ResponseReturnValue:
    site = site_of(comment)
    actor = current_actor(site.id)
    form = request.form
    try:
        if actor is None:
            raise NotSignedIn("session_ended", KEPT)
        with counted(actor, Act.APPEAL) as w:
            appeal_removal(
                w, actor, site.key, comment, number_in(form.get("decision")), form.get("words", "")
            )
    except CommentboxError as error:
        return _page(comment, error)
    return _back(comment, "appealed")


def _page(comment: int, error: CommentboxError | None = None) -> Response:
    """With what was typed, also after the session has ended."""
    site = site_of(comment)
    actor = current_actor(site.id)
    mine: OwnComment | None = None
    if actor is not None:
        with reading() as w:
            mine = read_own(w, actor, site, comment)
    elif error is None:
        return to_login(site, comment)
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
    found = number_in(request.form.get("revision"), digits=9)
    if found is None:
        raise Invalid("bad_number", "Open your comment before you change it.", field="revision")
    return found


def _back(comment: int, done: str) -> Response:
    return redirect(f"{settings().base_url}/c/{comment}/own?done={done}", 303)
