"""Codes of an authenticator app: a secret both sides know, and the half minute it is."""

import hmac
from datetime import datetime
from urllib.parse import urlsplit

import pyotp
import segno

from commentbox.settings import Settings

_STEP = 30  # seconds
_DRIFT = 1  # steps that a clock may be off


def new_secret() -> str:
    return pyotp.random_base32()


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """The time step this code belongs to, if it is now, the one before or the one after."""
    app, code = pyotp.TOTP(secret), "".join(typed.split())
    middle = int(now.timestamp()) // _STEP
    for step in range(middle - _DRIFT, middle + _DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode("utf-8", "surrogatepass")):
            return step
    return None


def app_address(settings: Settings, secret: str, email: str) -> str:
    """What the square holds: an `otpauth:` address with our host's name, by which the app tells it apart."""
    host = urlsplit(settings.base_url).hostname or "comments"
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=host)


def square(address: str) -> tuple[int, str]:
    """The width of a QR code and its dark fields as one SVG path."""
    matrix = segno.make(address, error="m", micro=False).matrix
    fields = (
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(matrix)
        for column, dark in enumerate(line)
        if dark
    )
    return len(matrix), "".join(fields)
