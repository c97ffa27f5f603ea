"""Staff by invitation: the letter with a link, and what its owner gets by accepting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from commentbox.domain.errors import Forbidden, Invalid, NotFound
from commentbox.domain.people import Actor, Role, clean_email
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import covers
from commentbox.domain.staff import StaffAct, joined
from commentbox.domain.words import Words
from commentbox.services.accounts import open_account, set_role
from commentbox.services.letter import Letter, letter_to
from commentbox.services.sites import Site
from commentbox.services.staff import in_sections, note, site_to_administer, sites_of_admin
from commentbox.services.tokens import hash_token, new_token
from commentbox.services.work import Work
from commentbox.store.invitations import (
    InvitationRow,
    invitation_by_hash,
    invitation_by_id,
    take_invitation,
)
from commentbox.store.jobs import add_job
from commentbox.store.people import PersonRow, person_by_email, role_at, sections_at

JOB = "invitation"
LASTS = timedelta(days=7)
_ROLES = {
    Role.MODERATOR: Words("a moderator"),
    Role.LEAD: Words("a lead moderator"),
    Role.ADMIN: Words("an administrator"),
    Role.ANALYST: Words("an analyst"),
    Role.LEGAL: Words("a legal adviser"),
}


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What somebody is invited to; `owner_id` if the address has an account already."""

    email: str
    role: Role
    sites: Sequence[Site]
    by: str
    owner_id: int | None


def invite(
    work: Work,
    actor: Actor | None,
    site_key: str,
    *,
    email: object,
    role: Role,
    sites: Sequence[str],
    sections: Sequence[str] = (),
) -> None:
    """Asks this address onto the staff of the sites, each of which the actor administers; a letter follows.

    `sections` are for a moderator who has no more of each site than these.

    Whether the address has an account already makes no difference here.
    """
    site_to_administer(work, actor, site_key)
    address, by_id = clean_email(email).lower(), signed_in(actor).id
    if role not in _ROLES:
        raise Invalid("bad_role", "Choose one of the roles of the console.", field="role")
    sections = tuple(sections) if role is Role.MODERATOR else ()
    own = {site.key: site for site in sites_of_admin(work, by_id)}
    wanted = list(dict.fromkeys(sites))
    if not wanted or any(key not in own for key in wanted):
        raise Invalid("bad_sites", "Choose at least one of the sites you administer.", field="sites")
    row = InvitationRow(
        email=address, role=role, sites=wanted, sections=list(sections), invited_by=by_id,
        created_at=work.now, expires_at=work.now + LASTS,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()  # the job needs its id
    for key in wanted:
        said = in_sections(sections)
        note(work, own[key].id, StaffAct.INVITED, by_id=by_id, email=address, role=role, detail=said)
    add_job(work.session, JOB, {"invitation": row.id}, work.now)


def withdraw(work: Work, actor: Actor | None, site_key: str, invitation_id: int) -> None:
    """The link is dead at once, for every site it names: whoever withdraws must administer them all."""
    site = site_to_administer(work, actor, site_key)
    row = invitation_by_id(work.session, invitation_id)
    if row is None or site.key not in row.sites:
        raise NotFound("no_invitation", "There is no such invitation, or it was accepted already.")
    by_id = signed_in(actor).id
    own = {site.key: site for site in sites_of_admin(work, by_id)}
    if any(key not in own for key in row.sites):
        raise Forbidden("not_admin", "This invitation is also for a site that you do not administer.")
    if take_invitation(work.session, row):
        for key in row.sites:
            note(work, own[key].id, StaffAct.WITHDRAWN, by_id=by_id, email=row.email, role=row.role)


def write_invitation(work: Work, wish: Mapping[str, Any]) -> Letter | None:
    """What the worker sends; None if it was withdrawn, or whoever invited no longer may.

    The token is in the letter only: it is made when the letter goes out and never waits in the outbox.
    """
    row = invitation_by_id(work.session, wish["invitation"])
    sites = [] if row is None or row.expires_at <= work.now else _sites(work, row)
    if row is None or not sites:
        return None
    token = new_token()
    row.token_hash = hash_token(token)
    by = work.session.get_one(PersonRow, row.invited_by).name
    names = ", ".join(site.name for site in sites)
    text = Words(
        "Hello,\n\n"
        "{by} invites you to look after the comments of {names} as {role}. Accept here:\n\n"
        "{base_url}/invitation/{token}\n\n"
        "The link works for a week, once, and only for the address {email}. If you did not"
        " expect this, you need do nothing.\n",
        by=by,
        names=names,
        role=_ROLES[row.role],
        base_url=work.settings.base_url,
        token=token,
        email=row.email,
    )
    return letter_to(work, row.email, Words("Look after the comments of {names}", names=names), text)


def read_invitation(work: Work, token: str) -> Invitation:
    """Looks and spends nothing: programs that read mail open every link in it."""
    row = _good(work, token)
    owner = person_by_email(work.session, row.email)
    return Invitation(
        email=row.email,
        role=row.role,
        sites=_sites(work, row),
        by=work.session.get_one(PersonRow, row.invited_by).name,
        owner_id=None if owner is None else owner.id,
    )


def join_and_accept(work: Work, token: str, *, name: object, password: object) -> Sequence[Site]:
    """The same for an address without an account: it is opened with this name and password."""
    email = _good(work, token).email
    return accept(work, token, open_account(work, name=name, email=email, password=password).id)


def accept(work: Work, token: str, person_id: int) -> Sequence[Site]:
    """The sites whose staff this person is on now; only the one with exactly that address is let in.

    The address is proved by it: the link was read where the letter went. Nobody's role becomes lower.
    """
    row = _good(work, token)
    person = work.session.get_one(PersonRow, person_id)
    if person.email != row.email:
        raise Forbidden(
            "wrong_address",
            Words("This invitation is for {email}. Log in with that address.", email=row.email),
        )
    sites = _sites(work, row)
    if not take_invitation(work.session, row):
        raise _dead_link()
    person.verified_at = person.verified_at or work.now
    for site in sites:
        role, sections = _together(work, row, person.id, site.id)
        set_role(work, person.id, site.id, role, sections)
        by_id, said = row.invited_by, in_sections(sections)
        note(work, site.id, StaffAct.JOINED, by_id=by_id, person_id=person.id, role=role, detail=said)
    return sites


def _together(work: Work, row: InvitationRow, person_id: int, site_id: int) -> tuple[Role, Sequence[str]]:
    """What the person is from now on, with what they were: an invitation takes nothing away."""
    before, had = role_at(work.session, person_id, site_id), sections_at(work.session, person_id, site_id)
    if not covers(row.role, before):
        return before, had
    sections = row.sections or ()
    return row.role, joined(had, sections) if before is row.role else sections


def _good(work: Work, token: str) -> InvitationRow:
    row = invitation_by_hash(work.session, hash_token(token))
    if row is None or row.expires_at <= work.now or not _sites(work, row):
        raise _dead_link()
    return row


def _sites(work: Work, row: InvitationRow) -> Sequence[Site]:
    """Those that whoever invited still administers: an invitation gives nothing its author has lost."""
    return [site for site in sites_of_admin(work, row.invited_by) if site.key in row.sites]


def _dead_link() -> Invalid:
    return Invalid(
        "bad_link",
        "It is older than a week, was used already, withdrawn, or is not complete. Ask for a new one.",
    )
