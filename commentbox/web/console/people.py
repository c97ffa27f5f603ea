"""One person as the site's moderators see them, and what they do about them."""

from secrets import token_urlsafe

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.comment import Reason
from commentbox.domain.errors import CommentboxError, Conflict, Forbidden, Invalid
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services import sanctions
from commentbox.services.acts import MAX_ITEMS
from commentbox.services.person_page import read_person_page, remove_all
from commentbox.services.sanctions import NewSanction
from commentbox.services.second_person import MAX_ALONE
from commentbox.services.tokens import hash_token
from commentbox.web.auth import sent_token
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, work

NOTES = {
    "done": "Done.",
    "over": "That is over.",
    "note": "Your note is kept.",
    "none": "Nothing was left to remove.",
}
_DAYS = ((168, "1 week"), (720, "30 days"), (2160, "90 days"))
HOURS = {
    SanctionKind.MUTE: ((1, "1 hour"), (24, "1 day"), (72, "3 days"), *_DAYS[:2]),
    SanctionKind.BAN: ((24, "1 day"), *_DAYS, (8760, "1 year"), (0, "for good")),
    SanctionKind.ALWAYS_READ: (*_DAYS, (0, "until somebody ends it")),
}


def person(site: str, person: int) -> ResponseReturnValue:
    return _page(site, person, staff_at(site))


def impose(site: str, person: int) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    try:
        new, removal = _new(), _removal()
        with work() as w:
            sanctions.impose(w, actor, site, person, new)
            act = (
                remove_all(
                    w,
                    actor,
                    site,
                    person,
                    reason=removal,
                    note=form.get("reason", ""),
                    key=new.key,
                    session_hash=hash_token(sent_token("staff") or ""),
                )
                if removal is not None
                else None
            )
    except (Invalid, Conflict, Forbidden) as error:
        return _page(site, person, actor, error)
    if act is not None:
        return redirect(url_for("console.act", site=site, act=act), 303)
    return _done(site, person, "done")


def lift(site: str, sanction: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        whose = sanctions.lift(w, actor, site, sanction, request.form.get("why", ""))
    return _done(site, whose, "over")


def write_note(site: str, person: int) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    try:
        with work() as w:
            sanctions.write_note(w, actor, site, person, form.get("note", ""), form.get("key", ""))
    except Invalid as error:
        return _page(site, person, actor, error)
    return _done(site, person, "note")


def _new() -> NewSanction:
    form = request.form
    try:
        kind = SanctionKind(form.get("kind", ""))
    except ValueError:
        raise Invalid("bad_sanction", "There is no such sanction.", field="kind") from None
    hours = form.get("hours", "0")
    number = number_in(hours, digits=6)
    if number is None:
        raise Invalid("bad_hours", "Say for how many hours.", field="hours")
    return NewSanction(
        kind=kind,
        reason=form.get("reason", ""),
        key=form.get("key", ""),
        hours=number or None,
        everywhere="everywhere" in form,
    )


def _removal() -> Reason | None:
    """Why all they wrote is to be removed, if it is."""
    if "remove_all" not in request.form:
        return None
    try:
        return Reason(request.form.get("removal", ""))
    except ValueError:
        raise Invalid("no_reason", "Choose a reason: the author is told why.", field="removal") from None


def _done(site: str, person: int, what: str) -> Response:
    return redirect(url_for("console.person", site=site, person=person, done=what), 303)


def _page(site: str, person: int, actor: Actor, error: CommentboxError | None = None) -> Response:
    with reading() as w:
        found = read_person_page(w, actor, site, person, number_in(request.args.get("before")))
    return page(
        "console/person.html",
        actor,
        section="person",
        error=error,
        page=found,
        kinds=SanctionKind,
        marks=(Role.MEMBER, Role.EXPERT, Role.STAFF),
        durations=HOURS,
        form=request.form if error is not None else {},
        key=token_urlsafe(12),
        max_alone=MAX_ALONE,
        max_items=MAX_ITEMS,
        is_later="before" in request.args,
        note="" if error else NOTES.get(request.args.get("done", ""), ""),
    )
