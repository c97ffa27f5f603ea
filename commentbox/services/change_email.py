"""Another e-mail address: proved by a link sent there, and taken back by one sent to the old address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from commentbox.domain.errors import Conflict, Invalid
from commentbox.domain.people import clean_email
from commentbox.domain.words import Words
from commentbox.services.letter import Letter, letter, letter_to, write
from commentbox.services.release import release_confirmed
from commentbox.services.sure import Sure
from commentbox.services.tokens import hash_token, new_token
from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.links import LinkRow, drop_links_of, link_by_hash, owner_of_kept_address, take_link
from commentbox.store.people import PersonRow, lock_person, person_by_email
from commentbox.store.resets import drop_resets_of
from commentbox.store.sessions import end_sessions_of

CONFIRM_JOB, UNDO_JOB = "email-confirm", "email-undo"
LASTS = {"confirm": timedelta(days=1), "undo": timedelta(days=7)}


@dataclass(frozen=True, kw_only=True)
class AddressLink:
    """What a link would do: `kind` is `confirm` or `undo`."""

    kind: str
    name: str
    email: str


def ask_for_change(work: Work, sure: Sure, email: object) -> str:
    """Notes the wish and looks at no other account: every address costs the same and learns the same."""
    address = clean_email(email).lower()
    person = work.session.get_one(PersonRow, sure.id)
    if address == person.email:
        raise Invalid("same_email", "This is your address already.", field="email")
    add_job(work.session, CONFIRM_JOB, {"person_id": person.id, "email": address}, work.now)
    return address


def write_confirm_letter(work: Work, wish: Mapping[str, Any]) -> Letter | None:
    """What the worker sends to the new address. Links that were sent before are dead.

    The token is in the letter only: it is made when the letter goes out and never waits in the outbox.
    """
    person = lock_person(work.session, wish["person_id"])
    if person is None or person.erased_at is not None:
        return None
    if _is_somebody_elses(work, wish["email"], person.id):
        text = Words(
            "somebody who has an account here wants to use this e-mail address. It belongs to"
            " another account, so nothing was changed. You need do nothing."
        )
        return letter_to(
            work, wish["email"], Words("Your e-mail address"), Words("Hello,\n\n{text}\n", text=text)
        )
    drop_links_of(work.session, person.id, "confirm")
    link = _new_link(work, person.id, "confirm", wish["email"])
    text = Words(
        "please confirm that this is to be the address of your account:\n\n"
        "{link}\n\n"
        "The link works for a day, and once. Until then everything stays as it is. If you do not"
        " know of this, you need do nothing.",
        link=link,
    )
    return letter(work, person, "Confirm your new e-mail address", text, to=wish["email"])


def write_undo_letter(work: Work, wish: Mapping[str, Any]) -> Letter | None:
    """What the worker sends to the old address."""
    person = lock_person(work.session, wish["person_id"])
    if person is None or person.email != wish["new"]:
        return None  # changed again, taken back or deleted meanwhile
    link = _new_link(work, person.id, "undo", wish["old"])
    text = Words(
        "the e-mail address of your account was changed from this one to another. If it was you,"
        " you need do nothing.\n\n"
        "If it was not you, take it back here:\n\n"
        "{link}\n\n"
        "The link works for 7 days, and once. It also ends every session.",
        link=link,
    )
    return letter(work, person, "Your e-mail address was changed", text, to=wish["old"])


def what_link_does(work: Work, token: str) -> AddressLink:
    """Looks and spends nothing: programs that read mail open every link in it."""
    row = _good_link(work, token)
    person = work.session.get_one(PersonRow, row.person_id)
    return AddressLink(kind=row.kind, name=person.name, email=row.email)


def use_link(work: Work, token: str) -> AddressLink:
    """The address in the link becomes the person's. Of two that come at once, one does it."""
    found = what_link_does(work, token)
    row = _good_link(work, token)
    person = lock_person(work.session, row.person_id)
    if person is None or not take_link(work.session, row):
        raise _dead_link()
    if _is_somebody_elses(work, row.email, person.id):
        raise _taken()
    old = person.email
    try:
        with work.session.begin_nested():
            person.email = row.email
    except IntegrityError:
        raise _taken() from None
    person.verified_at = work.now if row.kind == "confirm" else person.verified_at or work.now
    drop_resets_of(work.session, person.id)  # they were sent to the other address
    if row.kind == "undo":
        _take_back(work, person)
    elif old:
        add_job(work.session, UNDO_JOB, {"person_id": person.id, "old": old, "new": row.email}, work.now)
    release_confirmed(work, person)
    return found


def _take_back(work: Work, person: PersonRow) -> None:
    """Whoever changed the address may be in the account still, and may have sent more links, or ended it."""
    if person.erase_at is not None and person.erase_at > work.now:
        person.erase_at, person.erase_choice = None, None
    drop_links_of(work.session, person.id)
    end_sessions_of(work.session, person.id)
    text = Words(
        "your account has its old e-mail address again, and every session was ended. If somebody"
        " else had changed it, they may know your password: set a new one at {base_url}/forgot",
        base_url=work.settings.base_url,
    )
    write(work, person, "Your e-mail address is back", text)


def _is_somebody_elses(work: Work, email: str, person_id: int) -> bool:
    """Also an address its owner can still go back to."""
    owner = person_by_email(work.session, email)
    kept_for = owner_of_kept_address(work.session, email, work.now)
    return (owner is not None and owner.id != person_id) or kept_for not in (None, person_id)


def _new_link(work: Work, person_id: int, kind: str, email: str) -> str:
    token = new_token()
    row = LinkRow(
        token_hash=hash_token(token),
        kind=kind,
        person_id=person_id,
        email=email,
        expires_at=work.now + LASTS[kind],
    )
    work.session.add(row)
    return f"{work.settings.base_url}/email/{token}"


def _good_link(work: Work, token: str) -> LinkRow:
    row = link_by_hash(work.session, hash_token(token))
    if row is None or row.expires_at <= work.now:
        raise _dead_link()
    return row


def _dead_link() -> Invalid:
    return Invalid(
        "bad_link",
        "It is too old, was used already, or is not complete. If you asked more than once, only the link in"
        " the newest message works.",
    )


def _taken() -> Conflict:
    return Conflict("address_taken", "Another account has this address now, so nothing was changed.")
