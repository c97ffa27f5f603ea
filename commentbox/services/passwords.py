"""Passwords: slow to guess from a stolen database, and one hash of work whether the account exists or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's profile of 19 MiB: a tenth of a second on a small server, and many sign-ins at once still fit.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


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
