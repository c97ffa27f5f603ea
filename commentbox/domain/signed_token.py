"""A publisher's token, read strictly: what it must hold, and in plain words what is wrong with one."""

import base64
import binascii
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from commentbox.domain.claims import MAX_SUBJECT, avatar_in, badges_in, is_subject
from commentbox.domain.errors import Invalid
from commentbox.domain.people import clean_email

LONGEST_LIFE = timedelta(minutes=5)
LEEWAY = timedelta(seconds=30)
REMEMBERED = timedelta(minutes=2)  # beyond leeway, in case clocks are set back
MAX_TOKEN = 8 * 1024
MAX_ID = 200

TOO_OLD = "It has run out"
_NEVER = ("jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip")


@dataclass(frozen=True, kw_only=True)
class Parts:
    header: Mapping[str, Any]
    payload: Mapping[str, Any]


def split(token: object, longest: int = MAX_TOKEN) -> Parts:
    """What stands in a token, believed or not. Raises `Invalid` for what is none."""
    if not isinstance(token, str) or not token:
        raise _bad("There is no token: it must be text.")
    if len(token) > longest:
        raise _bad(f"It is longer than {longest // 1024} kB.")
    pieces = token.split(".")
    if len(pieces) != 3:
        raise _bad(f"It has {len(pieces)} parts between dots; a signed token has three.")
    decoded = [_decode(piece) for piece in pieces]
    return Parts(header=_object(decoded[0], "first"), payload=_object(decoded[1], "second"))


def header_problems(header: Mapping[str, Any], algorithm: str) -> Iterator[str]:
    """The algorithm belongs to the key; what the token says of it must merely agree."""
    if header.get("alg") != algorithm:
        yield f"“alg” is {_shown(header.get('alg'))}, but this key signs with {algorithm} only."
    if str(header.get("typ", "JWT")).upper() != "JWT":
        yield f"“typ” is {_shown(header.get('typ'))}; it must be JWT or left out."
    for name in sorted(set(header) & set(_NEVER)):
        yield f"The header holds “{name}”, which is never accepted."


def time_problems(payload: Mapping[str, Any], now: datetime) -> Iterator[str]:
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    made, ends = _seconds(payload.get("iat")), _seconds(payload.get("exp"))
    if made is None:
        yield "“iat” must be the second it was made, as a number."
    elif made > moment + leeway:
        yield f"“iat” is {_span(made - moment)} in the future: compare the clocks of both servers."
    if ends is None:
        yield "“exp” must be the second it runs out, as a number."
    elif ends + leeway <= moment:
        yield f"{TOO_OLD} {_span(moment - ends)} ago. Make a new one for every page."
    if made is not None and ends is not None and not 0 < ends - made <= LONGEST_LIFE.total_seconds():
        yield "“exp” must be after “iat”, and 5 minutes after it at the most."
    if "nbf" in payload and ((first := _seconds(payload["nbf"])) is None or first > moment + leeway):
        yield "“nbf” must be a moment that has come."


def claim_problems(payload: Mapping[str, Any], audience: str) -> Iterator[str]:
    aud = payload.get("aud")
    if audience not in (aud if isinstance(aud, list) else [aud]):
        yield f"“aud” is {_shown(aud)}; it must be {audience}."
    if not is_subject(payload.get("sub")):
        yield f"“sub” must be the reader’s number with you, as text of up to {MAX_SUBJECT} characters."
    jti = payload.get("jti")
    if not isinstance(jti, str) or not 8 <= len(jti) <= MAX_ID or not jti.isprintable():
        yield f"“jti” must be text of 8 to {MAX_ID} characters, another for every token."
    if not isinstance(payload.get("name"), str):
        yield "“name” must be the reader’s name, as text."
    if not isinstance(payload.get("email_verified", False), bool):
        yield "“email_verified” must be true or false."
    if "email" in payload and not _is_email(payload["email"]):
        yield "“email” is not an e-mail address. Leave it out if you have none."
    for read in (badges_in, avatar_in):
        try:
            read(payload)
        except Invalid as error:
            yield error.message


def is_only_old(problems: Collection[str]) -> bool:
    return all(problem.startswith(TOO_OLD) for problem in problems)


def _is_email(raw: object) -> bool:
    try:
        return bool(clean_email(raw))
    except Invalid:
        return False


def _seconds(raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not isfinite(raw) or not 0 < raw < 1e11:
        return None
    return float(raw)


def _decode(piece: str) -> bytes:
    try:
        return base64.b64decode(
            piece.encode("ascii") + b"=" * (-len(piece) % 4), altchars=b"-_", validate=True
        )
    except (ValueError, binascii.Error):
        raise _bad("It is not in base64url: perhaps it was cut, or its letters were changed.") from None


def _object(raw: bytes, which: str) -> dict[str, Any]:
    try:
        found = json.loads(raw, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _bad(f"Its {which} part is not a JSON object in which every name stands once.")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _shown(value: object) -> str:
    return "missing" if value is None else f"“{str(value)[:80]}”"


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2:
        return f"{max(1, round(seconds))} seconds"
    return f"{minutes} minutes" if minutes < 180 else f"{minutes // 60} hours"


def _bad(message: str) -> Invalid:
    return Invalid("bad_token", message, field="token")
