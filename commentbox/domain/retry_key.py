"""The key that a client makes for something it sends, the same on every retry of it."""

from commentbox.domain.errors import Invalid

LEAST, MOST = 8, 100


def clean_retry_key(raw: object, told: str) -> str:
    """The key as it came, or `Invalid` that tells this."""
    if isinstance(raw, str) and LEAST <= len(raw) <= MOST and raw.isascii() and raw.isprintable():
        return raw
    raise Invalid("bad_key", told, field="key")
