"""Secrets that a browser or a letter carries, and what is kept of them."""

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """For secrets nobody can guess; what is short needs a key as well."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
