"""What a provider says of whom it has signed in, believed only after every check."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from joserfc.jwk import Key

from commentbox.domain.claims import is_subject
from commentbox.domain.errors import Invalid
from commentbox.domain.signed_token import Parts, split
from commentbox.services.signature import is_signed

# By public keys alone: with HS256 whoever knows the client's secret could sign, and `none` is nobody's word.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = timedelta(seconds=60)
_OLDEST = timedelta(minutes=10)
_LONGEST = 64 * 1024
_SUITS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class BadIdTokenError(Exception):
    """Which check failed; `is_clock` if it was one of time."""

    def __init__(self, what: str, *, is_clock: bool = False):
        super().__init__(what)
        self.is_clock = is_clock


def read(token: object) -> Parts:
    """What stands in it, not yet believed. Raises `BadIdTokenError` unless its algorithm is one we take."""
    try:
        parts = split(token, _LONGEST)
    except Invalid:
        raise BadIdTokenError("it is no signed token") from None
    if parts.header.get("alg") not in ALGORITHMS or "crit" in parts.header:
        raise BadIdTokenError("its algorithm is not on the list")
    return parts


def verify(
    token: str, keys: Sequence[Key], *, issuer: str, client_id: str, nonce: str, now: datetime
) -> Mapping[str, Any]:
    """Its claims. Raises `BadIdTokenError` with the first check that failed."""
    parts = read(token)
    payload = parts.payload
    _check_signature(token, parts.header, keys)
    if payload.get("iss") != issuer:
        raise BadIdTokenError("it is from another issuer")
    aud = payload.get("aud")
    audience = aud if isinstance(aud, list) else [aud]
    if client_id not in audience:
        raise BadIdTokenError("it is for another client")
    if ("azp" in payload and payload["azp"] != client_id) or (len(audience) > 1 and "azp" not in payload):
        raise BadIdTokenError("it was handed out to another client")
    if payload.get("nonce") != nonce:
        raise BadIdTokenError("its nonce is not ours")
    if not is_subject(payload.get("sub")):
        raise BadIdTokenError("it names nobody")
    _check_times(payload, now)
    return payload


def _check_signature(token: str, header: Mapping[str, Any], keys: Sequence[Key]) -> None:
    algorithm, kid = str(header["alg"]), header.get("kid")
    kind = _SUITS[algorithm[:2]]
    fit = [key for key in keys if key.key_type == kind and kid in (None, key.kid)]
    if not any(is_signed(token, key, algorithm) for key in fit):
        raise BadIdTokenError("none of the provider’s keys has signed it")


def _check_times(payload: Mapping[str, Any], now: datetime) -> None:
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    made, ends = payload.get("iat"), payload.get("exp")
    if not _is_number(made) or not _is_number(ends):
        raise BadIdTokenError("it does not say when it was made and until when it holds")
    oldest = moment - leeway - _OLDEST.total_seconds()
    if ends + leeway <= moment or not oldest <= made <= moment + leeway:
        raise BadIdTokenError("it is too old, or from the future", is_clock=True)


def _is_number(raw: Any) -> TypeGuard[float]:
    return isinstance(raw, int | float) and not isinstance(raw, bool)
