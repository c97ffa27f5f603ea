"""Signing in with a code that comes by e-mail, for those who would rather not keep a password."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from commentbox.domain.people import clean_email
from commentbox.domain.words import Words
from commentbox.services.letter import Letter, letter, write
from commentbox.services.release import release_confirmed
from commentbox.services.tokens import hash_token, new_token
from commentbox.services.work import Work
from commentbox.store.email_codes import EmailCodeRow, count_try, drop_email_code, email_code_of
from commentbox.store.jobs import add_job
from commentbox.store.passkeys import drop_passkeys_of
from commentbox.store.people import PersonRow, person_by_email
from commentbox.store.sessions import end_sessions_of

JOB = "email_code"
LASTS = timedelta(minutes=10)
MAX_TRIES = 5
_DIGITS = 8
_MAX_TYPED = 40


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The address, and whether a code may still be tried."""

    email: str
    is_open: bool


def ask_for_code(work: Work, email: object, way_back: Mapping[str, str]) -> str:
    """Notes the wish and looks at no account, so that every address costs the same and learns the same.

    The answer is a token for the browser that asks: only where it is kept is the code worth anything.
    `way_back` holds the fields that lead home afterwards, already checked.
    """
    address = clean_email(email).lower()
    token = new_token()
    row = EmailCodeRow(browser_hash=hash_token(token), email=address, expires_at=work.now + LASTS)
    work.session.add(row)
    wish = {"browser": row.browser_hash, "way_back": dict(way_back)}
    add_job(work.session, JOB, wish, work.now)
    return token


def write_code_letter(work: Work, wish: Mapping[str, Any]) -> Letter | None:
    """What the worker sends, or None for an address nobody has and a wish that has run out.

    The code is in the letter only: it is made when the letter goes out and never waits in the outbox.
    """
    row = email_code_of(work.session, wish["browser"])
    person = None if row is None or row.expires_at <= work.now else person_by_email(work.session, row.email)
    if row is None or person is None:
        return None
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    row.code_hash = _seal(work, row.browser_hash, code)
    query = urlencode({"code": code} | wish["way_back"])
    shown = f"{code[:4]} {code[4:]}"
    text = Words(
        "your code to log in is\n\n"
        "    {code}\n\n"
        "Type it where you asked for it, or open this link in the same browser:\n\n"
        "{base_url}/login/code?{query}\n\n"
        "It works until ten minutes after you asked, and once. If it was not you, you need do"
        " nothing: without the code nobody gets in. Never tell it to anybody.",
        code=shown,
        base_url=work.settings.base_url,
        query=query,
    )
    return letter(work, person, Words("{code} is your code to log in", code=shown), text)


def asked_for(work: Work, token: str | None) -> Asked | None:
    """What this browser asked for; the same for addresses with and without an account."""
    row = None if token is None else email_code_of(work.session, hash_token(token))
    if row is None:
        return None
    return Asked(email=row.email, is_open=row.expires_at > work.now and row.tries < MAX_TRIES)


def person_with_code(work: Work, token: str | None, code: str) -> int | None:
    """Whose code this is. It is spent if right and costs one of five tries if wrong, so commit either way."""
    browser_hash = hash_token(token or "")
    row = count_try(work.session, browser_hash, work.now, MAX_TRIES)
    typed = "".join(code[:_MAX_TYPED].replace("-", " ").split())
    is_right = hmac.compare_digest(
        _seal(work, browser_hash, typed), (row.code_hash if row else None) or _NOBODYS
    )
    if row is None or not is_right:
        return None
    drop_email_code(work.session, browser_hash)
    person = person_by_email(work.session, row.email)
    if person is None:
        return None
    if person.verified_at is None:
        _give_to_owner(work, person)
    return person.id


_NOBODYS = "0" * 64


def _give_to_owner(work: Work, person: PersonRow) -> None:
    """The address is proved now. Whoever registered it had not done that: what they set up opens nothing."""
    person.verified_at = work.now
    release_confirmed(work, person)
    end_sessions_of(work.session, person.id)
    drop_passkeys_of(work.session, person.id)
    if person.password_hash is None:
        return
    person.password_hash = None
    text = Words(
        "you logged in with a code, so we know now that this address is yours. It had not been"
        " confirmed before, and anybody could have typed it when your account was opened. The"
        " password from then is therefore switched off. You may set a new one: {base_url}/forgot\n\n"
        "A code by e-mail goes on working without any password.",
        base_url=work.settings.base_url,
    )
    write(work, person, "Your address is confirmed", text)


def _seal(work: Work, browser_hash: str, code: str) -> str:
    """With a key: eight digits are guessed in no time by somebody who has the table alone."""
    text = f"e-mail code\0{browser_hash}\0{code}"
    key = work.settings.secret_key.encode()
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
