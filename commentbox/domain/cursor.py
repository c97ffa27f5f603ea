"""Signed bookmarks that say where the next page starts, so that nobody can make up one."""

import base64
import binascii
import hmac
import json

from commentbox.domain.errors import Invalid

_SIGNATURE_BYTES = 16
_MAX_LENGTH = 512


def encode(kind: str, values: tuple[int | str, ...], key: bytes) -> str:
    """A bookmark for links.

    `kind` says what it is a bookmark of: put into it all that must not change between two pages, such as the
    article and the sort order, and a bookmark from elsewhere will not open here.
    """
    payload = json.dumps([kind, *values], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_signature(payload, key) + payload).rstrip(b"=").decode()


def decode(kind: str, text: str, *keys: bytes) -> tuple[int | str, ...]:
    """The values of a bookmark we made ourselves, with any of the keys, for just this `kind`.

    Anything else is refused.
    """
    payload = _verified(text, keys)
    found_kind, *values = json.loads(payload)
    if found_kind != kind:
        raise _refusal()
    return tuple(values)


def _verified(text: str, keys: tuple[bytes, ...]) -> bytes:
    if len(text) > _MAX_LENGTH or not text.isascii():
        raise _refusal()
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise _refusal() from None
    signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    # The last letter of base64 has spare bits: without the second test two spellings open the same page.
    is_canonical = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text
    is_ours = any(hmac.compare_digest(signature, _signature(payload, key)) for key in keys)
    if not is_ours or not is_canonical:
        raise _refusal()
    return payload


def _signature(payload: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"commentbox cursor\0" + payload, "sha256")[:_SIGNATURE_BYTES]


def _refusal() -> Invalid:
    return Invalid(
        "bad_cursor", "This link to more comments is no longer valid. Open the conversation again."
    )
