"""A site's staff: who they are, and what administrators do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import require, signed_in
from commentbox.domain.rights import Right, why_not_change_role
from commentbox.domain.staff import StaffAct
from commentbox.services.accounts import set_role
from commentbox.services.factors import Factors, factors_of
from commentbox.services.moderators import site_named, site_to_moderate
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work
from commentbox.store.factors import drop_factors_of
from commentbox.store.invitations import InvitationRow, open_invitations
from commentbox.store.own import has_written_at
from commentbox.store.people import (
    PersonRow,
    person_by_email,
    person_by_id,
    role_at,
    sections_at,
    staff_of,
    staff_sites,
)
from commentbox.store.sessions import end_sessions_of
from commentbox.store.sites import all_sites, lock_site
from commentbox.store.staff_log import StaffLogRow, latest_staff_acts

LOG_LINES = 50


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    id: int
    name: str
    email: str
    role: Role
    sections: Sequence[str]
    seen_at: datetime | None
    factors: Factors


@dataclass(frozen=True, kw_only=True)
class StaffAction:
    """One line of the log; `by` is empty where it was done by command line."""

    by: str
    whom: str
    act: StaffAct
    role: Role | None
    note: str
    detail: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Staff:
    """What an administrator sees; `own_sites` are those they may invite to."""

    site: Site
    members: Sequence[StaffMember]
    invitations: Sequence[InvitationRow]
    log: Sequence[StaffAction]
    own_sites: Sequence[Site]


def read_staff(work: Work, actor: Actor | None, site_key: str) -> Staff:
    site = site_to_administer(work, actor, site_key)
    members = [
        StaffMember(
            id=person.id,
            name=person.name,
            email=person.email or "",
            role=row.role,
            sections=row.sections or (),
            seen_at=row.seen_at,
            factors=factors_of(work, person.id),
        )
        for row, person in staff_of(work.session, site.id)
    ]
    return Staff(
        site=site,
        members=members,
        invitations=[row for row in open_invitations(work.session, work.now) if site.key in row.sites],
        log=[_line(work, row) for row in latest_staff_acts(work.session, site.id, LOG_LINES)],
        own_sites=sites_of_admin(work, signed_in(actor).id),
    )


def site_to_administer(work: Work, actor: Actor | None, site_key: str, *, is_locked: bool = False) -> Site:
    """The site, if this person administers it today: the role is read again, if asked for under a lock."""
    if is_locked:
        lock_site(work.session, site_named(work, site_key).id)
    return site_to_moderate(work, actor, site_key, Right.ADMINISTER)


def sites_of_admin(work: Work, person_id: int) -> Sequence[Site]:
    return [
        get_site(work, row.key)
        for row in all_sites(work.session)
        if role_at(work.session, person_id, row.id) is Role.ADMIN
    ]


def change_role(
    work: Work,
    actor: Actor | None,
    site_key: str,
    person_id: int,
    role: Role,
    sections: Sequence[str] = (),
) -> None:
    """`Role.READER` takes the role away, `sections` are for a moderator. The same again changes nothing.

    A change of rights ends the person's sessions; what is only a mark does not. Whoever has no role gets no
    other here: people are invited. Raises `Conflict` for a site's last administrator.
    """
    site = site_to_administer(work, actor, site_key, is_locked=True)
    require(why_not_change_role(signed_in(actor), person_id))
    before = role_at(work.session, person_id, site.id)
    if before is Role.READER and (role.is_at_console or not _writes_at(work, person_id, site.id)):
        raise NotFound("no_staff", f"This person has no role at {site.name}, or no longer.")
    wanted = tuple(sections) if role is Role.MODERATOR else ()
    if (before, sections_at(work.session, person_id, site.id)) == (role, wanted):
        return
    set_role(work, person_id, site.id, role, wanted)
    act = StaffAct.REMOVED if role is Role.READER else StaffAct.CHANGED
    by_id = signed_in(actor).id
    note(work, site.id, act, by_id=by_id, person_id=person_id, role=role, detail=in_sections(wanted))


def in_sections(sections: Sequence[str]) -> str | None:
    """For the log."""
    return f"for {', '.join(sections)}" if sections else None


def reset_factor(work: Work, email: str) -> str:
    """For the one who lost everything: the name of who sets up a new second factor at the next log-in."""
    person = person_by_email(work.session, email.strip().lower())
    sites = [] if person is None else staff_sites(work.session, person.id)
    if person is None or not sites:
        raise Invalid("no_staff", f"Nobody with the address {email} is on the staff of any site.")
    drop_factors_of(work.session, person.id)
    end_sessions_of(work.session, person.id)
    for site_id in sites:
        note(work, site_id, StaffAct.FACTOR_RESET, by_id=None, person_id=person.id)
    return person.name


def note(
    work: Work,
    site_id: int,
    act: StaffAct,
    *,
    by_id: int | None,
    person_id: int | None = None,
    email: str | None = None,
    role: Role | None = None,
    why: str | None = None,
    article_id: int | None = None,
    detail: str | None = None,
) -> StaffLogRow:
    """A line in the log, in the transaction of what it tells."""
    row = StaffLogRow(
        site_id=site_id,
        by_id=by_id,
        person_id=person_id,
        email=email,
        act=act,
        role=role,
        note=why,
        article_id=article_id,
        detail=detail,
        created_at=work.now,
    )
    work.session.add(row)
    return row


def _line(work: Work, row: StaffLogRow) -> StaffAction:
    return StaffAction(
        by=_name(work, row.by_id),
        whom=_name(work, row.person_id) or row.email or "",
        act=row.act,
        role=row.role,
        note=row.note or "",
        detail=row.detail or "",
        at=row.created_at,
    )


def _writes_at(work: Work, person_id: int, site_id: int) -> bool:
    """Somebody with an account here who has written there: nobody is looked up by their number."""
    person = person_by_id(work.session, person_id)
    has_account = person is not None and person.source is None and person.erased_at is None
    return has_account and has_written_at(work.session, person_id, site_id)


def _name(work: Work, person_id: int | None) -> str:
    person: PersonRow | None = None if person_id is None else person_by_id(work.session, person_id)
    return "" if person is None else person.name
