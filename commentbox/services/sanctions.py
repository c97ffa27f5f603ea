"""A moderator warns, mutes, bans or trusts somebody, and takes it back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import require, signed_in
from commentbox.domain.retry_key import clean_retry_key
from commentbox.domain.rights import NOT_ADMIN, why_not_sanction
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.staff import StaffAct
from commentbox.domain.text import clean_line
from commentbox.services.moderators import reach_at, site_to_moderate
from commentbox.services.sanction_letters import tell_of_end, tell_of_sanction
from commentbox.services.sites import Site
from commentbox.services.staff import note, sites_of_admin
from commentbox.services.work import Work
from commentbox.store import sanctions as store
from commentbox.store.flags import has_reported_at
from commentbox.store.own import has_written_at
from commentbox.store.people import PersonRow, lock_person, person_by_id, sections_at, staff_sites
from commentbox.store.person_page import is_known_within
from commentbox.store.sanctions import PersonNoteRow, SanctionRow
from commentbox.store.sessions import end_sessions_of

MAX_REASON = 1000
_RELOAD = "Reload the page and try once more."
MAX_HOURS = 10 * 366 * 24


@dataclass(frozen=True, kw_only=True)
class NewSanction:
    """`hours`: how long, and none for no end. `everywhere`: on all sites this person administers.

    `key` is made by the client and the same on every retry.
    """

    kind: SanctionKind
    reason: str
    key: str
    hours: int | None = None
    everywhere: bool = False


def impose(work: Work, actor: Actor | None, site_key: str, person_id: int, new: NewSanction) -> None:
    """From now on, by a moderator of the site; one of the same kind that holds already makes way.

    A ban ends all sessions: the person may sign in again, to read why. A retry changes nothing. Raises
    `Forbidden` for staff, and for whoever wants a ban on all sites and administers none.
    """
    site, by = site_to_moderate(work, actor, site_key), signed_in(actor)
    reason = _reason(new.reason)
    until = _until(work, new)
    key = clean_retry_key(new.key, _RELOAD)
    sites = _all_sites(work, by) if new.everywhere else [site]
    if new.everywhere and new.kind is not SanctionKind.BAN:
        raise Invalid("bad_sanction", "Only a ban can be for all sites.", field="everywhere")
    person = _person(work, by, site, person_id)
    _check_reader(work, person, by)
    require(why_not_sanction(_as_today(work, by, site), new.kind))
    for each in sites:
        row = SanctionRow(
            site_id=each.id,
            person_id=person.id,
            kind=new.kind,
            reason=reason,
            by_id=by.id,
            sanction_key=key,
            created_at=work.now,
            until=until,
        )
        _impose(work, each, person, row)
    store.stand_beside(work.session, person, work.now)


def lift(work: Work, actor: Actor | None, site_key: str, sanction_id: int, why: str = "") -> int:
    """Whose sanction ends now. One that is over stays as it is."""
    site, by = site_to_moderate(work, actor, site_key), signed_in(actor)
    row = store.sanction_by_id(work.session, sanction_id)
    if row is None or row.site_id != site.id:
        raise NotFound("no_sanction", "There is no such thing.")
    _check_known(work, by, site, row.person_id)
    require(why_not_sanction(_as_today(work, by, site), row.kind))
    reason = clean_line(" ".join(why.split()), field="why", max_length=MAX_REASON) if why.split() else ""
    end_sanction(work, site, by, sanction_id, reason)
    return row.person_id


def end_sanction(work: Work, site: Site, by: Actor, sanction_id: int, reason: str) -> bool:
    """Whether it held until now. The person is told, where they were told of it."""
    row = store.sanction_by_id(work.session, sanction_id)
    person = None if row is None else lock_person(work.session, row.person_id)
    row = store.sanction_by_id(work.session, sanction_id)  # again, now that nobody else may change it
    if row is None or person is None or not store.holds(row, work.now) or row.kind is SanctionKind.MESSAGE:
        return False
    row.ended_at, row.ended_by, row.end_reason = work.now, by.id, reason
    what = row.kind.value.replace("_", " ")
    note(work, site.id, StaffAct.LIFTED, by_id=by.id, person_id=person.id, why=reason or None, detail=what)
    tell_of_end(work, site, person, row)
    store.stand_beside(work.session, person, work.now)
    return True


def write_note(work: Work, actor: Actor | None, site_key: str, person_id: int, text: str, key: str) -> None:
    """For the moderators of the site alone. A retry writes nothing more."""
    site, by = site_to_moderate(work, actor, site_key), signed_in(actor)
    line = clean_line(" ".join(text.split()), field="note", max_length=MAX_REASON)
    person = _person(work, by, site, person_id, is_locked=False)
    row = PersonNoteRow(
        site_id=site.id,
        person_id=person.id,
        by_id=by.id,
        note_key=clean_retry_key(key, _RELOAD),
        text=line,
        created_at=work.now,
    )
    store.add_note(work.session, row)


def _impose(work: Work, site: Site, person: PersonRow, row: SanctionRow) -> None:
    kept, is_new = store.add_sanction(work.session, row)
    if not is_new:
        if (kept.person_id, kept.kind, kept.reason) != (row.person_id, row.kind, row.reason):
            raise Conflict("key_reused", "Something was sent from this page before. Reload it to send more.")
        return
    makes_way = [row.kind, row.kind.opposite or row.kind] if row.kind.lasts else []
    for other in store.those_in_force(work.session, site.id, person.id, makes_way, work.now):
        if other.id != kept.id:
            other.ended_at, other.ended_by = work.now, row.by_id
    if row.kind is SanctionKind.BAN:
        end_sessions_of(work.session, person.id)
    note(
        work,
        site.id,
        StaffAct.SANCTIONED,
        by_id=row.by_id,
        person_id=person.id,
        why=row.reason,
        detail=_detail(row),
    )
    tell_of_sanction(work, site, person, kept)


def _detail(row: SanctionRow) -> str:
    what = row.kind.value.replace("_", " ")
    if not row.kind.lasts:
        return what
    return f"{what}, no end" if row.until is None else f"{what}, until {row.until:%Y-%m-%d %H:%M} UTC"


def _until(work: Work, new: NewSanction) -> datetime | None:
    if not new.kind.lasts:
        return None
    if new.hours is None:
        if new.kind is SanctionKind.MUTE:
            raise Invalid("bad_hours", "Say for how long: a mute has an end.", field="hours")
        return None
    if not 1 <= new.hours <= MAX_HOURS:
        raise Invalid("bad_hours", f"Say for how many hours: 1 to {MAX_HOURS}.", field="hours")
    return work.now + timedelta(hours=new.hours)


def _reason(raw: str) -> str:
    if not raw.split():
        raise Invalid("no_reason", "Say why: the person is told, and it stays on record.", field="reason")
    return clean_line(" ".join(raw.split()), field="reason", max_length=MAX_REASON)


def _all_sites(work: Work, by: Actor) -> list[Site]:
    sites = list(sites_of_admin(work, by.id))
    if not sites or by.role is not Role.ADMIN:
        require(NOT_ADMIN)
    return sites


def _as_today(work: Work, by: Actor, site: Site) -> Actor:
    return replace(by, sections=sections_at(work.session, by.id, site.id))


def _check_known(work: Work, by: Actor, site: Site, person_id: int) -> None:
    """To a moderator of some sections, whoever was never there is nobody."""
    reach = reach_at(work, by, site)
    if not reach.is_whole and not is_known_within(work.session, site.id, person_id, reach):
        raise NotFound("no_person", "This person has written nothing here.")


def _person(work: Work, by: Actor, site: Site, person_id: int, *, is_locked: bool = True) -> PersonRow:
    """Somebody who has written or reported there: nobody is looked up by their number."""
    _check_known(work, by, site, person_id)
    is_here = has_written_at(work.session, person_id, site.id) or has_reported_at(
        work.session, person_id, site.id
    )
    find = lock_person if is_locked else person_by_id
    person = find(work.session, person_id) if is_here else None
    if person is None or person.erased_at is not None:
        raise NotFound("no_person", "This person has written nothing here.")
    return person


def _check_reader(work: Work, person: PersonRow, by: Actor) -> None:
    if person.id == by.id or staff_sites(work.session, person.id):
        raise Forbidden("is_staff", "Staff are not sanctioned. Take their role away first.")
    if person.source is not None:
        raise Invalid("imported", "This person came with an import and has no account here.")
