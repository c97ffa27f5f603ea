"""The keys a publisher signs its readers' tokens with: made or brought, told apart by `kid`, retired."""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from joserfc.errors import JoseError
from joserfc.jwk import OctKey, OKPKey
from sqlalchemy.exc import IntegrityError

from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.services.seal import seal, unseal
from commentbox.services.sites import get_site
from commentbox.services.work import Work
from commentbox.store.sso_keys import SsoKeyRow, key_by_kid, keys_of_site

ALGORITHMS = ("HS256", "EdDSA")
MIN_SECRET = 32
_KID = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, kw_only=True)
class KeyShown:
    """What may be told of a key to whoever may look: never the key."""

    kid: str
    algorithm: str
    created_at: datetime
    retired_at: datetime | None


def add_key(
    work: Work, site_key: str, algorithm: str, *, kid: str | None = None, given: str | None = None
) -> tuple[str, str | None]:
    """The key's `kid`, and what the publisher must keep of a key made here, shown this once.

    `given` is a key that was made elsewhere: for HS256 the secret, for EdDSA its public key, PEM or JWK.
    """
    site = get_site(work, site_key)
    name = kid or secrets.token_hex(4)
    if not _KID.fullmatch(name):
        raise Invalid(
            "bad_kid", "A kid is 1 to 64 letters, digits, dots, hyphens and underscores.", field="kid"
        )
    kept, told = _read(algorithm, given) if given is not None else _make(algorithm)
    row = SsoKeyRow(
        site_id=site.id,
        kid=name,
        algorithm=algorithm,
        sealed_key=seal(work.settings, key_purpose(site.id, name), kept),
        created_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        raise Conflict("kid_taken", f"This site has a key “{name}” already, live or retired.") from None
    return name, told


def list_keys(work: Work, site_key: str) -> Sequence[KeyShown]:
    rows = keys_of_site(work.session, get_site(work, site_key).id)
    return [
        KeyShown(kid=row.kid, algorithm=row.algorithm, created_at=row.created_at, retired_at=row.retired_at)
        for row in rows
    ]


def retire_key(work: Work, site_key: str, kid: str) -> None:
    """From this moment its tokens open nothing; who came in by one stays in. Twice is once."""
    row = key_by_kid(work.session, get_site(work, site_key).id, kid)
    if row is None:
        raise NotFound("no_key", f"This site has no key “{kid[:64]}”.")
    row.retired_at = row.retired_at or work.now


def live_key(work: Work, site_id: int, kid: str) -> tuple[str, OctKey | OKPKey] | None:
    """The algorithm and the key to verify with; None for an unknown or retired one."""
    row = key_by_kid(work.session, site_id, kid) if _KID.fullmatch(kid) else None
    if row is None or row.retired_at is not None:
        return None
    kept = unseal(work.settings, key_purpose(site_id, row.kid), row.sealed_key)
    return None if kept is None else (row.algorithm, _import(row.algorithm, kept))


def _make(algorithm: str) -> tuple[str, str]:
    if algorithm == "HS256":
        secret = secrets.token_urlsafe(48)
        return secret, secret
    pair = OKPKey.generate_key("Ed25519")
    return pair.as_pem(private=False).decode(), pair.as_pem(private=True).decode()


def _read(algorithm: str, given: str) -> tuple[str, None]:
    text = given.strip()
    if algorithm == "HS256":
        if len(text.encode()) < MIN_SECRET:
            raise Invalid("bad_key", f"The secret needs {MIN_SECRET} bytes or more.", field="key")
        return text, None
    try:
        key = _import(algorithm, text)
    except (JoseError, ValueError, TypeError, KeyError):
        raise Invalid("bad_key", "This is no Ed25519 public key, as PEM or JWK.", field="key") from None
    if not isinstance(key, OKPKey) or key.curve_name != "Ed25519":
        raise Invalid("bad_key", "This is no Ed25519 public key, as PEM or JWK.", field="key")
    return key.as_pem(private=False).decode(), None  # whatever was private stays behind


def _import(algorithm: str, text: str) -> OctKey | OKPKey:
    if algorithm == "HS256":
        return OctKey.import_key(text.encode())
    return OKPKey.import_key(json.loads(text) if text.startswith("{") else text)


def key_purpose(site_id: int, kid: str) -> str:
    return f"sso key {site_id} {kid}"
