"""The publisher's own accounts: a signed token from its page becomes a reader's session in that page."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from commentbox.domain.claims import Claims, is_newsrooms
from commentbox.domain.errors import Conflict
from commentbox.domain.pen_names import pen_names
from commentbox.domain.people import Actor, name_key
from commentbox.domain.signed_token import is_only_old
from commentbox.domain.words import Words
from commentbox.services.join import find_person, link_by_email, make_person
from commentbox.services.names import is_free
from commentbox.services.sign_in import open_session, sign_out, who_is
from commentbox.services.signed_tokens import USED, Reading, issuer, read_token
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.identities import BadgeRow, came_by, identity_of
from commentbox.store.people import PersonRow, lock_person, person_by_email, staff_sites
from commentbox.store.spent import spend

_LEAVING = Words("This account is about to be deleted. Its owner keeps it by logging in on our own pages.")


@dataclass(frozen=True, kw_only=True)
class Exchanged:
    """A new session's token; or none, and what is wrong, or that the session at hand was theirs already."""

    token: str | None = None
    problem: str | None = None


def redeem_token(work: Work, token: object, site: Site, sent: str | None, *, device: str = "") -> Exchanged:
    """One embed session for one token, once. `sent` is the session the browser came with.

    A refused token signs out whoever came by one before, for the page has just failed to say that it is they.
    But a token that is merely old, or was used, and names the very person, changes nothing: the browser went
    back to a page it had kept. Commit before raising.
    """
    reading = read_token(work, site, token)
    if reading.problems or reading.claims is None:
        return _refuse(work, site, sent, reading)
    if not spend(work.session, reading.spent_key, reading.spent_until):
        return _refuse(work, site, sent, replace(reading, problems=(USED,)))
    person = _person(work, site, reading.claims)
    if person.erase_at is not None:
        return Exchanged(problem=_LEAVING)  # to look at a page is not to take it back
    _follow(work, site, reading.claims, person)
    return Exchanged(token=open_session(work, person.id, "embed", site.id, instead_of=sent, device=device))


def _refuse(work: Work, site: Site, sent: str | None, reading: Reading) -> Exchanged:
    here = who_is(work, sent, "embed", site.id)
    if here is not None and _is_page_kept(work, reading, here):
        return Exchanged()
    if here is not None and came_by(work.session, here.id, issuer(site)):
        sign_out(work, sent)
    return Exchanged(problem=" ".join(reading.problems))


def _is_page_kept(work: Work, reading: Reading, here: Actor) -> bool:
    rest = [problem for problem in reading.problems if problem != USED]
    if reading.claims is None or not is_only_old(rest):
        return False
    known = identity_of(work.session, reading.claims.issuer, reading.claims.subject)
    return known is not None and known.person_id == here.id


def _person(work: Work, site: Site, claims: Claims) -> PersonRow:
    known = find_person(work, claims) or link_by_email(work, claims, site.name)
    if known is not None:
        return known
    wish = () if claims.name is None else (claims.name,)
    made = make_person(work, claims, (*wish, *pen_names(f"{claims.issuer} {claims.subject}")))
    if made is None:
        raise Conflict("no_name", "There is no name left to give. Choose another at the publisher.")
    return made


def _follow(work: Work, site: Site, claims: Claims, person: PersonRow) -> None:
    """Badges are the site's to give; the name only of an account that its tokens have made."""
    lock_person(work.session, person.id)  # two pages of one reader, opened at once
    row = work.session.get(BadgeRow, (person.id, site.id))
    if row is None and (claims.badges or claims.marks or claims.avatar):
        row = BadgeRow(person_id=person.id, site_id=site.id)
        work.session.add(row)
    if row is not None:
        row.labels, row.avatar = list(claims.badges), claims.avatar
        row.roles = [role.value for role in claims.marks]
    identity = identity_of(work.session, claims.issuer, claims.subject)
    if identity is None or not identity.made_account or staff_sites(work.session, person.id):
        return
    try:
        with work.session.begin_nested():
            _take_over(work, claims, person)
    except IntegrityError:
        return  # somebody took it at this very moment: they keep what they had


def _take_over(work: Work, claims: Claims, person: PersonRow) -> None:
    if claims.name is not None and _may_take(work, person, claims.name):
        person.name, person.name_key = claims.name, name_key(claims.name)
    if claims.email and person.email is None and person_by_email(work.session, claims.email) is None:
        person.email, person.verified_at = claims.email, work.now


def _may_take(work: Work, person: PersonRow, name: str) -> bool:
    """Free, or another spelling of the name they have."""
    return name != person.name and (name_key(name) == person.name_key or is_free(work, name))


def left_out(payload: Any) -> list[str]:
    """Badges and roles in a good token that are not shown, because they are the newsroom's own words."""
    said = [*payload.get("roles", []), *payload.get("badges", [])]
    return [label for label in said if is_newsrooms(label)]
