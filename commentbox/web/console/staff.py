"""A site's staff, for its administrators: who they are, invitations, roles."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError, Forbidden, Invalid
from commentbox.domain.people import Role
from commentbox.domain.rights import rights_of
from commentbox.domain.staff import clean_sections
from commentbox.services.invitations import invite, withdraw
from commentbox.services.staff import change_role, read_staff
from commentbox.web.auth import current_staff
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.console.fresh import fresh_factor_required
from commentbox.web.limits import counted
from commentbox.web.work import reading, work

NOTES = {
    "invited": "The invitation is on its way.",
    "withdrawn": "The invitation is withdrawn; its link is dead.",
    "changed": "The role is changed. The person is logged out everywhere and logs in again.",
    "removed": "The role is taken away, and the person is logged out everywhere.",
}


def staff(site: str) -> ResponseReturnValue:
    return _page(site)


@fresh_factor_required()
def invite_staff(site: str) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    try:
        role = _role(form.get("role", ""))
        with counted(actor, Act.INVITE) as w:
            invite(
                w,
                actor,
                site,
                email=form.get("email", ""),
                role=role,
                sites=form.getlist("sites"),
                sections=clean_sections(form.get("only", "")),
            )
    except CommentboxError as error:
        return _page(site, error)
    return _done(site, "invited")


@fresh_factor_required()
def withdraw_invitation(site: str, invitation: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        withdraw(w, actor, site, invitation)
    return _done(site, "withdrawn")


@fresh_factor_required()
def set_staff_role(site: str, person: int) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        role = _role(request.form.get("role", ""))
        sections = clean_sections(request.form.get("only", ""))
        with work() as w:
            change_role(w, actor, site, person, role, sections)
    except (Invalid, Forbidden) as error:
        return _page(site, error)
    if "back" in request.form:
        return redirect(url_for("console.person", site=site, person=person, done="done"), 303)
    return _done(site, "removed" if role is Role.READER else "changed")


def _role(sent: str) -> Role:
    try:
        return Role(sent)
    except ValueError:
        raise Invalid("bad_role", "Choose one of the roles.", field="role") from None


def _done(site: str, what: str) -> Response:
    return redirect(url_for("console.staff", site=site, done=what), 303)


def _page(site: str, error: CommentboxError | None = None) -> Response:
    actor = staff_at(site)
    with reading() as w:
        found = read_staff(w, actor, site)
    form = request.form
    values = {
        "staff": found,
        "note": "" if error else NOTES.get(request.args.get("done", ""), ""),
        "field": None if error is None else error.field,
        "typed": {key: form.get(key, "") for key in ("email", "role", "only")},
        "roles": [(role, rights_of(role)) for role in Role if role is not Role.READER],
        "chosen": form.getlist("sites") or [found.site.key],
        "own_id": current_staff().id,
    }
    return page("console/staff.html", actor, section="staff", error=error, page=found, **values)
