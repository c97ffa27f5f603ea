"""A sum for the browser of whoever registers: nothing for one person, dear for thousands of accounts.

The format is the first one of ALTCHA: find the number that, written behind the salt, has this SHA-256.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from datetime import UTC, datetime, timedelta

from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.spent import spend

LASTS = timedelta(minutes=20)
_MAX_SENT = 1000
# It ends in a sign that no number has, or a digit could go over from the number to the salt.
_SALT = re.compile(r"[0-9a-f]{32}\?expires=([0-9]{1,12})&site=([0-9]{1,18})&")


def make_challenge(work: Work, site: Site) -> dict[str, str | int] | None:
    """A new one, good for that site, for twenty minutes and once; None where the site asks for none."""
    most = site.policy.registration_challenge
    if not most:
        return None
    expires_at = int((work.now + LASTS).timestamp())
    salt = f"{secrets.token_hex(16)}?expires={expires_at}&site={site.id}&"
    wanted = _hash(salt, secrets.randbelow(most + 1))
    signature = _sign(work.settings.secret_key, wanted)
    return {
        "algorithm": "SHA-256",
        "challenge": wanted,
        "maxnumber": most,
        "salt": salt,
        "signature": signature,
    }


def is_solved(work: Work, site: Site, sent: str) -> bool:
    """Whether this is the answer to a challenge of ours for that site; true once, and for one caller only."""
    salt, number, signature = _read(sent)
    written = _SALT.fullmatch(salt)
    if written is None or int(written[2]) != site.id or int(written[1]) < work.now.timestamp():
        return False
    wanted = _hash(salt, number)
    if not any(
        hmac.compare_digest(signature, _sign(secret, wanted).encode()) for secret in work.settings.secrets
    ):
        return False
    key = hashlib.sha256(f"challenge\0{wanted}".encode()).hexdigest()
    return spend(work.session, key, datetime.fromtimestamp(int(written[1]), UTC) + LASTS)


def _read(sent: str) -> tuple[str, int, bytes]:
    """Salt, number and signature; an empty salt for what cannot be read."""
    try:
        found = json.loads(base64.b64decode(sent[:_MAX_SENT], validate=True))
        salt, number, signature = found["salt"], found["number"], found["signature"].encode()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "", 0, b""
    return (salt, number, signature) if isinstance(salt, str) and type(number) is int else ("", 0, b"")


def _hash(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _sign(secret: str, wanted: str) -> str:
    return hmac.new(secret.encode(), f"challenge\0{wanted}".encode(), hashlib.sha256).hexdigest()
