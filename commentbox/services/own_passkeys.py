"""A reader's own passkeys: those that open the readers' pages. Staff keep theirs at the console."""

from collections.abc import Sequence

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.words import Words
from commentbox.services import passkeys
from commentbox.services.letter import write
from commentbox.services.work import Work
from commentbox.store.passkeys import PasskeyRow, passkey_of
from commentbox.store.people import PersonRow


def list_passkeys(work: Work, actor: Actor | None) -> Sequence[PasskeyRow]:
    return passkeys.passkeys_of(work, signed_in(actor).id, is_factor=False)


def add_own(work: Work, actor: Actor | None, browser: str, sent: str, name: str) -> PasskeyRow | None:
    """The new passkey, or None if the browser did not do as asked: commit before telling."""
    person_id = signed_in(actor).id
    row = passkeys.add_passkey(work, person_id, browser, sent, name, is_factor=False)
    if row is not None:
        person = work.session.get_one(PersonRow, person_id)
        write(
            work,
            person,
            "A passkey was added",
            _told(work, Words("the passkey “{name}” was added to your account just now.", name=row.name)),
        )
    return row


def rename_own(work: Work, actor: Actor | None, passkey_id: int, name: str) -> None:
    passkeys.rename_passkey(_own(work, actor, passkey_id), name)


def remove_own(work: Work, actor: Actor | None, passkey_id: int) -> None:
    """Gone at once. Doing it twice says that there is no such passkey."""
    row = _own(work, actor, passkey_id)
    person = work.session.get_one(PersonRow, row.person_id)
    work.session.delete(row)
    write(
        work,
        person,
        "A passkey was removed",
        _told(work, Words("the passkey “{name}” was removed from your account just now.", name=row.name)),
    )


def enter_with_passkey(work: Work, browser: str | None, sent: str) -> int | None:
    """Who signs in, or None; the challenge is spent either way, so commit before refusing."""
    row = passkeys.used_passkey(work, browser, "enter", sent)
    return None if row is None else row.person_id


def not_that_passkey() -> Invalid:
    return Invalid(
        "bad_passkey",
        "This passkey did not work here. Try again, or choose another way to log in.",
    )


def _own(work: Work, actor: Actor | None, passkey_id: int) -> PasskeyRow:
    row = passkey_of(work.session, signed_in(actor).id, passkey_id)
    if row is None or row.is_factor:
        raise NotFound("no_passkey", "There is no such passkey, or no longer.")
    return row


def _told(work: Work, what: Words) -> Words:
    return Words(
        "{what} If it was you, you need do nothing.\n\nIf it was not you, set a new password, which signs"
        " everybody out: {base_url}/forgot\nThen look at your passkeys: {base_url}/account/passkeys",
        what=what,
        base_url=work.settings.base_url,
    )
