"""The link in the first letter: whoever opens it reads that address's mail."""

import hashlib
import hmac
from datetime import datetime, timedelta

from commentbox.settings import Settings

LASTS = timedelta(days=7)


def make_proof(settings: Settings, person_id: int, email: str, now: datetime) -> str:
    """Bound to the address as well as the person: it proves nothing about an address they change to."""
    expires_at = int((now + LASTS).timestamp())
    return f"{person_id}.{expires_at}.{_seal(settings.secret_key, person_id, email, expires_at)}"


def person_in(proof: str) -> int | None:
    """Whom a proof speaks about, believed or not."""
    person, _, _ = proof.partition(".")
    return int(person) if person.isascii() and person.isdigit() and len(person) <= 18 else None


def is_good(settings: Settings, proof: str, email: str, now: datetime) -> bool:
    person_id, parts = person_in(proof), proof.split(".")
    if person_id is None or len(parts) != 3 or not (parts[1].isascii() and parts[1].isdigit()):
        return False
    if len(parts[1]) > 12 or int(parts[1]) < now.timestamp():
        return False
    return any(
        hmac.compare_digest(parts[2].encode(), _seal(secret, person_id, email, int(parts[1])).encode())
        for secret in settings.secrets
    )


def _seal(secret: str, person_id: int, email: str, expires_at: int) -> str:
    text = f"e-mail proof\0{person_id}\0{email}\0{expires_at}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
