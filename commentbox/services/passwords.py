"""Passwords: none that is on a list, slow to guess from a stolen database, one hash of work for anybody."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from commentbox.domain.errors import Invalid
from commentbox.domain.people import check_password
from commentbox.domain.words import Words
from commentbox.services.breached import is_breached
from commentbox.settings import Settings

# OWASP's profile of 19 MiB: a tenth of a second on a small server, and many sign-ins at once still fit.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_new_password(settings: Settings, raw: object, *, name: str, email: str) -> str:
    """The only way to a new password, whoever sets it and wherever: checked, looked up, hashed."""
    password = check_password(raw, name=name, email=email)
    if settings.breached_passwords and is_breached(Path(settings.breached_passwords), password):
        message = Words("This password is on a list of stolen ones, which are tried first. Choose another.")
        raise Invalid("common_password", message, field="password")
    return hash_password(password)


def hash_password(password: str) -> str:
    return _HASHER.hash(_bytes(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Takes as long for somebody unknown (`None`) as for a wrong password."""
    try:
        _HASHER.verify(password_hash or _nobodys(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys() -> str:
    """Same cost as everybody's; nobody is let in by it, even who guesses it."""
    return _HASHER.hash(b"nobody")


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
