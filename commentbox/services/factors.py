"""Staff's second factor: an authenticator app or a passkey, and codes for the day it is lost."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.words import Words, counted
from commentbox.services import passkeys
from commentbox.services.letter import write
from commentbox.services.seal import seal, unseal
from commentbox.services.tokens import hash_token
from commentbox.services.totp import app_address, matching_step, new_secret, square
from commentbox.services.work import Work
from commentbox.store.factors import (
    AuthenticatorRow,
    RecoveryCodeRow,
    authenticator_of,
    count_recovery_codes,
    drop_authenticator_of,
    drop_recovery_codes_of,
    take_recovery_code,
    use_step,
)
from commentbox.store.passkeys import PasskeyRow, passkey_of
from commentbox.store.people import PersonRow, lock_person

COUNT_RECOVERY_CODES = 10
APP = "app"  # what an authenticator's secret is sealed for
_SETUP_LASTS = timedelta(hours=1)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
_MAX_TYPED = 60


@dataclass(frozen=True, kw_only=True)
class Factors:
    """What somebody has; `is_set` if any of it opens the console."""

    has_app: bool
    passkeys: Sequence[PasskeyRow]
    count_codes: int

    @property
    def is_set(self) -> bool:
        return self.has_app or bool(self.passkeys)

    @property
    def count(self) -> int:
        return int(self.has_app) + len(self.passkeys)


@dataclass(frozen=True, kw_only=True)
class NewApp:
    """A secret on its way into an app. `sealed` goes through the form and comes back with the first code."""

    secret: str
    sealed: str
    width: int
    fields: str


def factors_of(work: Work, person_id: int) -> Factors:
    return Factors(
        has_app=authenticator_of(work.session, person_id) is not None,
        passkeys=passkeys.passkeys_of(work, person_id, is_factor=True),
        count_codes=count_recovery_codes(work.session, person_id),
    )


def start_app(work: Work, person_id: int, sealed: str = "") -> NewApp:
    """A new secret, or once more the one that was shown before; nothing is stored until a code proves it."""
    secret = _opened(work, person_id, sealed) or new_secret()
    person = work.session.get_one(PersonRow, person_id)
    width, fields = square(app_address(work.settings, secret, person.email or person.name))
    until = int((work.now + _SETUP_LASTS).timestamp())
    again = seal(work.settings, "new app", f"{person_id} {until} {secret}")
    return NewApp(secret=secret, sealed=again, width=width, fields=fields)


def add_app(work: Work, person_id: int, sealed: str, code: str, *, is_first: bool) -> bool:
    """Whether the code came from an app with that secret. A second app takes the place of the first."""
    secret = _opened(work, person_id, sealed)
    step = None if secret is None else matching_step(secret, code, work.now)
    if secret is None or step is None:
        return False
    check_may_add(work, person_id, is_first=is_first)
    drop_authenticator_of(work.session, person_id)
    hidden = seal(work.settings, APP, secret)
    row = AuthenticatorRow(person_id=person_id, secret=hidden, last_step=step, created_at=work.now)
    work.session.add(row)
    _tell(
        work,
        person_id,
        Words("An authenticator app was added"),
        Words("an authenticator app was added to your log-in to the moderators’ console just now."),
    )
    return True


def add_passkey(
    work: Work, person_id: int, browser: str, sent: str, name: str, *, is_first: bool
) -> PasskeyRow | None:
    """The new passkey, or None if the browser did not do as asked: commit before telling."""
    check_may_add(work, person_id, is_first=is_first)
    row = passkeys.add_passkey(work, person_id, browser, sent, name, is_factor=True)
    if row is not None:
        _tell(
            work,
            person_id,
            Words("A passkey was added"),
            Words(
                "the passkey “{name}” was added to your log-in to the moderators’ console just now.",
                name=row.name,
            ),
        )
    return row


def check_may_add(work: Work, person_id: int, *, is_first: bool) -> None:
    """A session without a second factor may set up the first one, and no other: one at a time."""
    lock_person(work.session, person_id)
    if is_first and factors_of(work, person_id).is_set:
        raise Forbidden("factor_needed", "You have a second factor already. Log in with it first.")


def is_code_good(work: Work, person_id: int, typed: str) -> bool:
    """A code of the app, once and no older one after it, or a recovery code, once."""
    typed = typed[:_MAX_TYPED]
    row = authenticator_of(work.session, person_id)
    secret = None if row is None else unseal(work.settings, APP, row.secret)
    step = None if secret is None else matching_step(secret, typed, work.now)
    if step is not None:
        return use_step(work.session, person_id, step)
    if not take_recovery_code(work.session, person_id, _code_hash(person_id, typed)):
        return False
    left = count_recovery_codes(work.session, person_id)
    _tell(
        work,
        person_id,
        Words("A recovery code was used"),
        counted(
            "a recovery code was used for your log-in to the moderators’ console just now. One is left.",
            "a recovery code was used for your log-in to the moderators’ console just now. {n} are left.",
            n=left,
        ),
    )
    return True


def is_passkey_good(work: Work, person_id: int, browser: str, sent: str) -> bool:
    """The challenge is spent either way: commit before refusing."""
    row = passkeys.used_passkey(work, browser, "factor", sent)
    return row is not None and row.is_factor and row.person_id == person_id


def new_recovery_codes(work: Work, person_id: int) -> tuple[str, ...]:
    """Ten codes, shown this once; those from before are worth nothing now."""
    drop_recovery_codes_of(work.session, person_id)
    codes = tuple(_recovery_code() for _ in range(COUNT_RECOVERY_CODES))
    work.session.add_all(
        RecoveryCodeRow(code_hash=_code_hash(person_id, code), person_id=person_id, created_at=work.now)
        for code in codes
    )
    return codes


def remove_app(work: Work, person_id: int) -> None:
    lock_person(work.session, person_id)
    if authenticator_of(work.session, person_id) is None:
        raise NotFound("no_app", "There is no authenticator app to remove.")
    _check_not_last(work, person_id)
    drop_authenticator_of(work.session, person_id)
    _tell(
        work,
        person_id,
        Words("An authenticator app was removed"),
        Words("the authenticator app was removed from your log-in to the moderators’ console just now."),
    )


def rename_passkey(work: Work, person_id: int, passkey_id: int, name: str) -> None:
    passkeys.rename_passkey(_factor(work, person_id, passkey_id), name)


def remove_passkey(work: Work, person_id: int, passkey_id: int) -> None:
    lock_person(work.session, person_id)
    row = _factor(work, person_id, passkey_id)
    _check_not_last(work, person_id)
    work.session.delete(row)
    _tell(
        work,
        person_id,
        Words("A passkey was removed"),
        Words(
            "the passkey “{name}” was removed from your log-in to the moderators’ console just now.",
            name=row.name,
        ),
    )


def wrong_factor() -> Invalid:
    return Invalid(
        "wrong_factor",
        "This is not right, or was used already. Wait for the next code of your app, or try another way.",
        field="code",
    )


def _check_not_last(work: Work, person_id: int) -> None:
    """With none left, a password alone would set up the next one."""
    if factors_of(work, person_id).count <= 1:
        raise Conflict("last_factor", "This is your only second factor. Add another one first.")


def _factor(work: Work, person_id: int, passkey_id: int) -> PasskeyRow:
    row = passkey_of(work.session, person_id, passkey_id)
    if row is None or not row.is_factor:
        raise NotFound("no_passkey", "There is no such passkey, or no longer.")
    return row


def _opened(work: Work, person_id: int, sealed: str) -> str | None:
    """The secret in a form of ours, if it is this person's and not older than an hour."""
    parts = (unseal(work.settings, "new app", sealed) or "").split()
    if len(parts) != 3 or parts[0] != str(person_id) or int(parts[1]) < work.now.timestamp():
        return None
    return parts[2]


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _code_hash(person_id: int, typed: str) -> str:
    return hash_token(f"{person_id} {''.join(char for char in typed.lower() if char.isalnum())}")


def _tell(work: Work, person_id: int, subject: str, what: Words) -> None:
    text = Words(
        "{what} If it was you, you need do"
        " nothing.\n\n"
        "If it was not you, tell your administrator at once: somebody else can get in.",
        what=what,
    )
    write(work, work.session.get_one(PersonRow, person_id), subject, text)
