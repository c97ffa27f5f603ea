"""Passkeys: what a browser is asked to sign, and whether it did."""

import hashlib
import hmac
import json
import secrets
import struct
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

import webauthn
from sqlalchemy.exc import IntegrityError
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from commentbox.domain.errors import Conflict
from commentbox.domain.text import clean_line
from commentbox.domain.words import Words
from commentbox.services.tokens import hash_token
from commentbox.services.work import Work
from commentbox.settings import Settings
from commentbox.store.passkeys import ChallengeRow, PasskeyRow, lock_passkey, put_challenge, take_challenge
from commentbox.store.passkeys import passkeys_of as all_passkeys_of
from commentbox.store.people import PersonRow, lock_person

Purpose = Literal["add", "enter", "factor"]

CHALLENGE_LASTS = timedelta(minutes=5)
MAX_PASSKEYS = 20
MAX_PASSKEY_NAME = 60
_LONGEST_ID = 1023  # bytes, by the standard
# What a parser meets in bytes that no browser sends.
_MALFORMED = (
    WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
    struct.error,
)  # fmt: skip


def rp_id(settings: Settings) -> str:
    """The name passkeys are bound to: our host. Empty for a bare network address, which browsers refuse."""
    host = urlsplit(settings.base_url).hostname or ""
    return "" if ":" in host or host.replace(".", "").isdigit() else host


def passkeys_of(work: Work, person_id: int, *, is_factor: bool) -> Sequence[PasskeyRow]:
    return [row for row in all_passkeys_of(work.session, person_id) if row.is_factor is is_factor]


def creation_options(work: Work, person_id: int, browser: str, *, is_factor: bool) -> dict[str, Any]:
    """What the browser needs to make a key pair, as JSON. `browser` is the token it is known by."""
    person = work.session.get_one(PersonRow, person_id)
    shown = f"{person.name} (console)" if is_factor else person.name
    options = webauthn.generate_registration_options(
        rp_id=rp_id(work.settings),
        rp_name="Comments",
        user_name=shown if is_factor else person.email or shown,
        user_display_name=shown,
        user_id=base64url_to_bytes(_handle(work, person_id, is_factor)),
        challenge=_new_challenge(work, browser, "add"),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(passkeys_of(work, person_id, is_factor=is_factor)),
    )
    return _as_json(options)


def add_passkey(
    work: Work, person_id: int, browser: str, sent: str, name: str, *, is_factor: bool
) -> PasskeyRow | None:
    """The new passkey, or None if the browser's answer is not one to our question; that is spent either way.

    An empty name becomes one with the date. Raises `Conflict` for one passkey too many.
    """
    challenge = _spent_challenge(work, browser, "add")
    verified = None if challenge is None else _registered(work, sent, challenge)
    if verified is None or len(verified.credential_id) > _LONGEST_ID:
        return None
    lock_person(work.session, person_id)
    if len(all_passkeys_of(work.session, person_id)) >= MAX_PASSKEYS:
        raise Conflict(
            "too_many_passkeys",
            Words("You have {most} passkeys. Remove one you no longer use first.", most=MAX_PASSKEYS),
        )
    row = PasskeyRow(
        person_id=person_id,
        credential_id=bytes_to_base64url(verified.credential_id),
        public_key=bytes_to_base64url(verified.credential_public_key),
        user_handle=_handle(work, person_id, is_factor),
        sign_count=verified.sign_count,
        name=_name(work, name),
        is_factor=is_factor,
        created_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return None
    return row


def request_options(
    work: Work, browser: str, purpose: Purpose, only: Sequence[PasskeyRow] = ()
) -> dict[str, Any]:
    """What the browser needs to sign; without `only`, the person chooses among all they have for us."""
    options = webauthn.generate_authentication_options(
        rp_id=rp_id(work.settings),
        challenge=_new_challenge(work, browser, purpose),
        user_verification=UserVerificationRequirement.REQUIRED,
        allow_credentials=_described(only) or None,
    )
    return _as_json(options)


def used_passkey(work: Work, browser: str | None, purpose: Purpose, sent: str) -> PasskeyRow | None:
    """The passkey that signed this browser's challenge. That is spent either way: commit before refusing."""
    challenge = _spent_challenge(work, browser, purpose)
    if challenge is None:
        return None
    try:
        answer = parse_authentication_credential_json(sent)
    except _MALFORMED:
        return None
    row = lock_passkey(work.session, bytes_to_base64url(answer.raw_id))
    handle = answer.response.user_handle
    if row is None or (handle and bytes_to_base64url(handle) != row.user_handle):
        return None
    verified = _verified(work, sent, challenge, row)
    if verified is None:
        return None
    row.sign_count, row.used_at = verified.new_sign_count, work.now
    return row


def rename_passkey(row: PasskeyRow, name: str) -> None:
    row.name = clean_line(name, field="name", max_length=MAX_PASSKEY_NAME)


def _new_challenge(work: Work, browser: str, purpose: Purpose) -> bytes:
    challenge = secrets.token_bytes(32)
    row = ChallengeRow(
        browser_hash=hash_token(browser),
        purpose=purpose,
        challenge=bytes_to_base64url(challenge),
        expires_at=work.now + CHALLENGE_LASTS,
    )
    put_challenge(work.session, row)
    return challenge


def _spent_challenge(work: Work, browser: str | None, purpose: Purpose) -> bytes | None:
    row = None if browser is None else take_challenge(work.session, hash_token(browser), purpose)
    if row is None or row.expires_at <= work.now:
        return None
    return base64url_to_bytes(row.challenge)


def _registered(work: Work, sent: str, challenge: bytes) -> VerifiedRegistration | None:
    try:
        return webauthn.verify_registration_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=rp_id(work.settings),
            expected_origin=work.settings.base_url,
            require_user_verification=True,
        )
    except _MALFORMED:
        return None


def _verified(work: Work, sent: str, challenge: bytes, row: PasskeyRow) -> VerifiedAuthentication | None:
    """A counter that does not rise is refused too: somebody may have copied the key."""
    try:
        return webauthn.verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            expected_rp_id=rp_id(work.settings),
            expected_origin=work.settings.base_url,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except _MALFORMED:
        return None


def _handle(work: Work, person_id: int, is_factor: bool) -> str:
    """How an authenticator knows the person: nothing a stranger can read, and another one at the console.

    With the same one, a new passkey for the console would take the place of the reader's.
    """
    known = passkeys_of(work, person_id, is_factor=is_factor)
    if known:
        return known[0].user_handle
    text = f"passkey\0{person_id}\0{is_factor}"
    digest = hmac.new(work.settings.secret_key.encode(), text.encode(), hashlib.sha256).digest()
    return bytes_to_base64url(digest)


def _described(rows: Sequence[PasskeyRow]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential_id)) for row in rows]


def _name(work: Work, name: str) -> str:
    if not name.strip():
        return f"Passkey of {work.now.day} {work.now:%B %Y}"
    return clean_line(name, field="name", max_length=MAX_PASSKEY_NAME)


def _as_json(options: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return made
