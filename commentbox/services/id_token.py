"""What a provider says of whom it has signed in, believed only after every check."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import Key

from commentbox.domain.claims import is_subject

# By public keys alone: with HS256 whoever knows the client's secret could sign, and `none` is nobody's word.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = timedelta(seconds=60)
_OLDEST = timedelta(minutes=10)
_SUITS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class BadIdTokenError(Exception):
    """Which check failed; `is_clock` if it was one of time."""

    def __init__(self, what: str, *, is_clock: bool = False):
        super().__init__(what)
        self.is_clock = is_clock


def header_of(token: object) -> dict[str, Any]:
    """The header, not yet believed. Raises `BadIdTokenError` unless it names an algorithm we take."""
    try:
        header = jws.extract_compact(str(token).encode()).headers()
    except (JoseError, ValueError, TypeError):
        raise BadIdTokenError("it is no signed token") from None
    if header.get("alg") not in ALGORITHMS:
        raise BadIdTokenError("its algorithm is not on the list")
    return dict(header)


def verify(
    token: str, keys: Sequence[Key], *, issuer: str, client_id: str, nonce: str, now: datetime
) -> dict[str, Any]:
    """Its claims. Raises `BadIdTokenError` with the first check that failed."""
    header = header_of(token)
    payload = _signed_payload(token, header, keys)
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


def _signed_payload(token: str, header: dict[str, Any], keys: Sequence[Key]) -> dict[str, Any]:
    algorithm, kid = str(header["alg"]), header.get("kid")
    kind = _SUITS[algorithm[:2]]
    for key in keys:
        if key.key_type != kind or (kid is not None and key.kid != kid):
            continue
        try:
            found = json.loads(jws.deserialize_compact(token, key, algorithms=[algorithm]).payload)
        except (JoseError, ValueError, TypeError):
            continue
        if isinstance(found, dict):
            return found
    raise BadIdTokenError("none of the provider’s keys has signed it")


def _check_times(payload: dict[str, Any], now: datetime) -> None:
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    made, ends = payload.get("iat"), payload.get("exp")
    if not _is_number(made) or not _is_number(ends):
        raise BadIdTokenError("it does not say when it was made and until when it holds")
    oldest = moment - leeway - _OLDEST.total_seconds()
    if ends + leeway <= moment or not oldest <= made <= moment + leeway:
        raise BadIdTokenError("it is too old, or from the future", is_clock=True)


def _is_number(raw: Any) -> TypeGuard[float]:
    return isinstance(raw, int | float) and not isinstance(raw, bool)
