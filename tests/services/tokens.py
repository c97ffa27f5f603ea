"""A publisher that signs tokens, with the standard library alone where that can be done."""

import base64
import hmac
import json
from collections.abc import Mapping
from itertools import count
from typing import Any

from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from tests.conftest import BOX, Clock

SECRET = "a secret for signing, longer than 32"
AUDIENCE = f"{BOX}/courier"
_numbers = count(1)


def claims(clock: Clock, **changed: Any) -> dict[str, Any]:
    """Good ones; a value of None takes the claim out."""
    now = int(clock().timestamp())
    found: dict[str, Any] = {
        "aud": AUDIENCE,
        "sub": "42",
        "name": "Cleo Marsh",
        "iat": now,
        "exp": now + 300,
        "jti": f"token-{next(_numbers):06}",
    }
    return {name: value for name, value in {**found, **changed}.items() if value is not None}


def hs256(payload: Any, secret: str = SECRET, **header: Any) -> str:
    head = {"alg": "HS256", "typ": "JWT", "kid": "main"} | header
    known = {name: value for name, value in head.items() if value is not None}
    return sign(encoded(known), encoded(payload), secret)


def sign(head: str, body: str, secret: str = SECRET, digest: str = "sha256") -> str:
    seal = hmac.new(secret.encode(), f"{head}.{body}".encode(), digest).digest()
    return f"{head}.{body}.{base64url(seal)}"


def eddsa(payload: Mapping[str, Any], key: OKPKey, **header: Any) -> str:
    head, body = encoded({"alg": "EdDSA", "kid": "edwards", **header}), encoded(payload)
    signature = JWSRegistry.algorithms["EdDSA"].sign(f"{head}.{body}".encode(), key)
    return f"{head}.{body}.{base64url(signature)}"


def encoded(part: Any) -> str:
    return base64url(part if isinstance(part, bytes) else json.dumps(part).encode())


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
