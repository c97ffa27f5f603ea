"""Readers' accounts and staff: joining, proving an address, roles."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.people import (
    Actor,
    Role,
    clean_email,
    clean_name,
    name_key,
)
from commentbox.domain.words import Words
from commentbox.services.challenge import is_solved
from commentbox.services.disposable import is_throwaway
from commentbox.services.email_proof import is_good, make_proof, person_in
from commentbox.services.letter import write
from commentbox.services.names import check_free, name_taken
from commentbox.services.passwords import hash_new_password, is_password
from commentbox.services.release import release_confirmed
from commentbox.services.sites import Site, get_site, get_site_by_id
from commentbox.services.work import Work
from commentbox.store.links import owner_of_kept_address
from commentbox.store.names import NameRow
from commentbox.store.people import (
    PersonRow,
    StaffRow,
    count_admins,
    lock_person,
    person_by_email,
    person_by_id,
    person_by_name_key,
    role_at,
)
from commentbox.store.sessions import end_sessions_of
from commentbox.store.sites import lock_site


def register(
    work: Work,
    site: Site | None = None,
    /,
    *,
    name: object,
    email: object,
    password: object,
    solution: str = "",
    language: str = "",
) -> None:
    """Open an account. For an address that has one already all looks the same, and its owner gets a letter.

    Exactly one hash either way, made before the first query: no lock is held meanwhile; then one new row, one
    letter, and a name that is no longer free. `solution` answers a challenge of that site; nobody is refused
    without a good one, but it is remembered.
    """
    shown, address = clean_name(name), _address(email)
    password_hash = hash_new_password(work.settings, password, name=shown, email=address)
    is_proved = site is not None and is_solved(work, site, solution)
    owner = _owner_of(work, address)
    check_free(work, shown)  # after the address: who came first with both is then seen by both or by neither
    if owner is not None:
        _refuse_quietly(work, owner, shown, address)
        return
    person = _new_person(work, shown, address, password_hash)
    person.language = language or None
    person.without_challenge = not is_proved
    if _is_added(work, person):
        _welcome(work, person, address)
        return
    check_free(work, shown)  # somebody else came first; if not for the name, then for the address
    _refuse_quietly(work, _person_with(work, address), shown, address)


def check_address(work: Work, email: object, site: Site | None) -> None:
    """Whether somebody may register with it to comment on that site; throw-away ones may be refused there."""
    is_refused = site is not None and site.policy.disposable_addresses == "refuse"
    if is_refused and is_throwaway(work.settings, _address(email)):
        told = Words(
            "This address is of the kind that is thrown away. Use one where mail reaches you next week, too."
        )
        raise Invalid("disposable_address", told, field="email")


def check_password_of(work: Work, email: object, password: object) -> PersonRow | None:
    """Whose e-mail and password these are. One hash of work, known or not."""
    try:
        person = person_by_email(work.session, _address(email))
    except Invalid:
        person = None
    sent = password if isinstance(password, str) else ""
    return person if is_password(sent, person.password_hash if person else None) else None


def confirm_email(work: Work, proof: str) -> str:
    """The name of the person whose address is now known to be theirs. Doing it twice is no harm.

    Comments of theirs that waited for this alone are published.
    """
    person = lock_person(work.session, person_in(proof) or 0)
    if person is None or not is_good(work.settings, proof, person.email or "", work.now):
        message = Words(
            "This link is not complete, or older than a week. Open it from the newest message we sent."
        )
        raise Invalid("bad_link", message)
    person.verified_at = person.verified_at or work.now
    release_confirmed(work, person)
    return person.name


def send_proof_again(work: Work, actor: Actor) -> None:
    """The first letter once more, for somebody who has not confirmed their address yet."""
    person = _person(work, actor.id)
    if person.verified_at is None and person.email is not None:
        _ask_to_confirm(work, person, person.email, Words("please confirm that this is your address:"))


def add_staff(
    work: Work,
    *,
    name: str,
    email: str,
    password: str,
    site_key: str,
    role: Role,
    sections: Sequence[str] = (),
) -> None:
    """Give somebody a role at a site, with this name and password.

    An account that is there already gets both anew and is signed out: whoever opened it had not proved to be
    the owner of the address.
    """
    shown, address = clean_name(name), _address(email)
    password_hash = hash_new_password(work.settings, password, name=shown, email=address)
    site = get_site(work, site_key)
    person = person_by_email(work.session, address)
    same_name = person_by_name_key(work.session, name_key(shown))
    if same_name is not None and same_name is not person:
        raise name_taken()
    if person is None:
        person = _new_person(work, shown, address, password_hash)
        work.session.add(person)
    person.name, person.name_key, person.password_hash = shown, name_key(shown), password_hash
    person.verified_at = person.verified_at or work.now
    work.session.flush()  # the role needs its id
    set_role(work, person.id, site.id, role, sections)


def open_account(work: Work, *, name: object, email: object, password: object) -> PersonRow:
    """An account for somebody whose address is proved already. Raises `Invalid` for a name that is taken."""
    shown, address = clean_name(name), _address(email)
    password_hash = hash_new_password(work.settings, password, name=shown, email=address)
    check_free(work, shown)
    person = _new_person(work, shown, address, password_hash)
    person.verified_at = work.now
    if not _is_added(work, person):
        raise name_taken()
    return person


def set_role(work: Work, person_id: int, site_id: int, role: Role, sections: Sequence[str] = ()) -> None:
    """Every change of rights ends the person's sessions; `Role.READER` takes the rights away.

    The only way a role changes: so it is here that a site's last administrator stays (`Conflict`).
    """
    before = role_at(work.session, person_id, site_id)
    if before is Role.ADMIN and role is not Role.ADMIN:
        _keep_an_admin(work, site_id)
    row = work.session.get(StaffRow, (person_id, site_id))
    if role is Role.READER and row is not None:
        work.session.delete(row)
    elif row is not None:
        row.role, row.sections = role, list(sections)
    elif role is not Role.READER:
        row = StaffRow(person_id=person_id, site_id=site_id, role=role, created_at=work.now)
        row.sections = list(sections)
        work.session.add(row)
    if before.is_at_console or role.is_at_console:
        end_sessions_of(work.session, person_id)


def _keep_an_admin(work: Work, site_id: int) -> None:
    lock_site(work.session, site_id)
    if count_admins(work.session, site_id) <= 1:
        site = get_site_by_id(work, site_id)
        raise Conflict(
            "last_admin", f"{site.name} would be without an administrator. Make somebody else one first."
        )


def _address(email: object) -> str:
    """One account an address, however it is written: no mail server in use tells `Ann@` from `ann@`."""
    return clean_email(email).lower()


def _owner_of(work: Work, address: str) -> PersonRow | None:
    """Whose it is, or who can still go back to it by the link they were sent. Looks for both each time."""
    owner = person_by_email(work.session, address)
    kept_for = owner_of_kept_address(work.session, address, work.now)
    return owner if owner is not None or kept_for is None else person_by_id(work.session, kept_for)


def _new_person(work: Work, name: str, address: str, password_hash: str) -> PersonRow:
    return PersonRow(
        name=name, name_key=name_key(name), email=address, password_hash=password_hash, created_at=work.now
    )


def _is_added(work: Work, person: PersonRow) -> bool:
    """Whether the name and the address were still free at that very moment."""
    try:
        with work.session.begin_nested():
            work.session.add(person)
    except IntegrityError:
        return False
    return True


def _person(work: Work, person_id: int) -> PersonRow:
    person = person_by_id(work.session, person_id)
    if person is None:
        raise NotFound("no_person", "There is no such person.")
    return person


def _person_with(work: Work, address: str) -> PersonRow:
    person = person_by_email(work.session, address)
    if person is None:
        raise NotFound("no_person", "Somebody else registered at the same moment. Please try again.")
    return person


def _welcome(work: Work, person: PersonRow, address: str) -> None:
    _ask_to_confirm(
        work, person, address, Words("your account is ready. Please confirm that this is your address:")
    )


def _ask_to_confirm(work: Work, person: PersonRow, address: str, opening: Words) -> None:
    link = f"{work.settings.base_url}/confirm/{make_proof(work.settings, person.id, address, work.now)}"
    text = Words(
        "{opening}\n\n"
        "{link}\n\n"
        "The link works for a week. If it was not you who registered, you need do nothing:"
        " without this confirmation you get no further mail from us.",
        opening=opening,
        link=link,
    )
    write(work, person, "Confirm your e-mail address", text)


def _refuse_quietly(work: Work, owner: PersonRow, name: str, address: str) -> None:
    """The address stays theirs; all that can be seen from outside is as if the account had been opened."""
    held = NameRow(
        person_id=owner.id, name=name, name_key=name_key(name), given_up_at=work.now, was_theirs=False
    )
    with work.session.begin_nested():
        work.session.add(held)
    subject, text = _told(work, owner) if owner.email == address else _told_before()
    write(work, owner, subject, text, to=address)


def _told(work: Work, owner: PersonRow) -> tuple[Words, Words]:
    return Words("You have an account already"), Words(
        "somebody tried to register with your e-mail address. You have an account already, so"
        " nothing was changed.\n\n"
        "If it was you: log in at {base_url}/login with this address and the password you chose"
        " back then. Your name there is {name}.\n\n"
        "If it was not you, you need do nothing.",
        base_url=work.settings.base_url,
        name=owner.name,
    )


def _told_before() -> tuple[Words, Words]:
    return Words("This address is kept for you"), Words(
        "somebody tried to register with this e-mail address. It was the one of your account until lately,"
        " and while you can still go back to it nobody else can have it.\n\n"
        "To go back to it, open the link in the letter in which we told you of the change.\n\n"
        "If it was not you, you need do nothing."
    )
