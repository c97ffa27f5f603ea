"""A forgotten password: the letter with a link, and the new password it lets its owner set."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from commentbox.domain.errors import Invalid
from commentbox.domain.people import clean_email
from commentbox.domain.words import Words
from commentbox.services.letter import Letter, letter, write
from commentbox.services.passwords import hash_new_password
from commentbox.services.release import release_confirmed
from commentbox.services.tokens import hash_token, new_token
from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.people import PersonRow, lock_person, person_by_email, staff_sites
from commentbox.store.resets import ResetRow, drop_resets_of, reset_by_hash, take_reset
from commentbox.store.sessions import end_sessions_of

JOB = "reset"
LASTS = timedelta(minutes=30)


def ask_for_reset(work: Work, email: object, way_back: str = "") -> None:
    """Notes the wish and looks at no account, so that every address costs the same and learns the same.

    `way_back` is the query that leads home after the log-in, already checked.
    """
    address = clean_email(email).lower()
    add_job(work.session, JOB, {"email": address, "way_back": way_back}, work.now)


def write_reset_letter(work: Work, wish: Mapping[str, Any]) -> Letter | None:
    """What the worker sends, or None for an address nobody has. Links that were sent before are dead.

    The token is in the letter only: it is made when the letter goes out and never waits in the outbox.
    """
    person = person_by_email(work.session, wish["email"])
    if person is None:
        return None
    lock_person(work.session, person.id)  # two workers at once would leave two good links
    drop_resets_of(work.session, person.id)
    token = new_token()
    work.session.add(ResetRow(token_hash=hash_token(token), person_id=person.id, expires_at=work.now + LASTS))
    text = Words(
        "somebody asked for a new password for your account, probably you. Set it here:\n\n"
        "{base_url}/reset/{token}{way_back}\n\n"
        "The link works for 30 minutes, and once. If it was not you, you need do nothing: your"
        " password stays as it is.",
        base_url=work.settings.base_url,
        token=token,
        way_back=wish["way_back"],
    )
    return letter(work, person, "Set a new password", text)


def owner_of_link(work: Work, token: str) -> str:
    """The address it was sent to. Looks and spends nothing: programs that read mail open every link in it."""
    return work.session.get_one(PersonRow, _good_reset(work, token).person_id).email or ""


def reset_password(work: Work, token: str, password: object) -> bool:
    """Sets the password, once for each link, and signs its owner out everywhere. Whether they are staff.

    A password that is refused leaves the link as it was.
    """
    row = _good_reset(work, token)
    person = work.session.get_one(PersonRow, row.person_id)
    email = person.email or ""
    password_hash = hash_new_password(work.settings, password, name=person.name, email=email)
    if not take_reset(work.session, row):
        raise _dead_link()
    lock_person(work.session, person.id)
    drop_resets_of(work.session, person.id)
    end_sessions_of(work.session, person.id)
    person.password_hash = password_hash
    person.verified_at = person.verified_at or work.now  # the link was read where the letter went
    release_confirmed(work, person)
    _tell_of_change(work, person)
    return bool(staff_sites(work.session, person.id))


def _tell_of_change(work: Work, person: PersonRow) -> None:
    text = Words(
        "the password of your account was changed just now, and you were signed out everywhere."
        " If it was you, you need do nothing.\n\n"
        "If it was not you, somebody else can read your e-mail. Make your mailbox safe first,"
        " then set another password: {base_url}/forgot",
        base_url=work.settings.base_url,
    )
    write(work, person, "Your password was changed", text)


def _good_reset(work: Work, token: str) -> ResetRow:
    row = reset_by_hash(work.session, hash_token(token))
    if row is None or row.expires_at <= work.now:
        raise _dead_link()
    return row


def _dead_link() -> Invalid:
    return Invalid(
        "bad_link",
        "It is older than 30 minutes, was used already, or is not complete. If you asked more than once, only"
        " the link in the newest message works.",
    )
