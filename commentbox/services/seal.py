"""Secrets at rest and in a browser's keeping: unreadable and unchangeable without the secret key."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from commentbox.settings import Settings

_NONCE = 12


def seal(settings: Settings, purpose: str, plain: str) -> str:
    """Text that only `unseal` with the same purpose and the same secret key reads."""
    nonce = secrets.token_bytes(_NONCE)
    closed = _cipher(settings.secret_key).encrypt(nonce, plain.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + closed).decode().rstrip("=")


def unseal(settings: Settings, purpose: str, sealed: str) -> str | None:
    """None for what was changed, was sealed for something else, or under a key that is no longer known."""
    found = (_opened(secret, purpose, sealed) for secret in settings.secrets)
    return next((plain for plain in found if plain is not None), None)


def sealed_anew(settings: Settings, purpose: str, sealed: str) -> str | None:
    """The same text under the newest secret key; None where it is that already, or cannot be read."""
    if _opened(settings.secret_key, purpose, sealed) is not None:
        return None
    plain = unseal(settings, purpose, sealed)
    return None if plain is None else seal(settings, purpose, plain)


def _opened(secret: str, purpose: str, sealed: str) -> str | None:
    try:
        raw = base64.urlsafe_b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4))
        return _cipher(secret).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode()).decode()
    except (ValueError, InvalidTag):
        return None


def _cipher(secret: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"commentbox seal")
    return AESGCM(derived.derive(secret.encode()))
