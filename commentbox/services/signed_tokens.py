"""A publisher's token, checked against its site's keys: all that is wrong with it, and whom it names."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from commentbox.domain.claims import Claims, avatar_in, badges_in, marks_in, name_in, verified_email
from commentbox.domain.errors import Invalid
from commentbox.domain.signed_token import (
    LEEWAY,
    REMEMBERED,
    claim_problems,
    header_problems,
    split,
    time_problems,
)
from commentbox.services.signature import is_signed
from commentbox.services.sites import Site
from commentbox.services.sso_keys import live_key
from commentbox.services.work import Work
from commentbox.store.spent import is_spent

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
USED = "It was used already: each token is good once."


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a token says. Only without `problems` may anything of it be believed."""

    problems: tuple[str, ...]
    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    claims: Claims | None = None  # also of a token whose only fault is its age
    spent_key: str = ""
    spent_until: datetime = _LONG_AGO

    @property
    def kid(self) -> str:
        return str(self.header.get("kid", ""))


def audience(work: Work, site: Site) -> str:
    """What `aud` must be: tokens for another site, or another server, open nothing here."""
    return f"{work.settings.base_url}/{site.key}"


def issuer(site: Site) -> str:
    """Under which name the site's own readers are kept; no provider has such a one."""
    return f"site:{site.id}"


def read_token(work: Work, site: Site, token: object) -> Reading:
    """Looks and spends nothing."""
    try:
        parts = split(token)
    except Invalid as error:
        return Reading(problems=(error.message,), header={}, payload={})
    header, payload = parts.header, parts.payload
    forged = tuple(_key_problems(work, site, str(token), header))
    claims = tuple(claim_problems(payload, audience(work, site)))
    times = tuple(time_problems(payload, work.now))
    spent_key = _spent_key(site, payload.get("jti"))
    used = (USED,) if not forged and is_spent(work.session, spent_key) else ()
    if forged or claims:
        return Reading(problems=(*forged, *claims, *times), header=header, payload=payload)
    return Reading(
        problems=(*times, *used),
        header=header,
        payload=payload,
        claims=_claims(site, payload),
        spent_key=spent_key,
        spent_until=_until(payload),
    )


def _key_problems(work: Work, site: Site, token: str, header: Mapping[str, Any]) -> Iterator[str]:
    kid = header.get("kid")
    found = live_key(work, site.id, kid) if isinstance(kid, str) else None
    if found is None:
        yield (
            f"“kid” is {f'“{kid[:64]}”' if isinstance(kid, str) else 'missing'};"
            f" it must name one of the live keys of {site.key}."
        )
        return
    algorithm, key = found
    problems = tuple(header_problems(header, algorithm))
    yield from problems
    if not problems and not is_signed(token, key, algorithm):
        yield "The signature is not right: another key signed it, or it was changed afterwards."


def _claims(site: Site, payload: Mapping[str, Any]) -> Claims:
    return Claims(
        issuer=issuer(site),
        subject=payload["sub"],
        name=name_in({"name": payload["name"]}),
        email=verified_email(payload),
        badges=badges_in(payload),
        marks=marks_in(payload),
        avatar=avatar_in(payload),
    )


def _spent_key(site: Site, jti: object) -> str:
    return hashlib.sha256(f"token\0{site.id}\0{jti}".encode("utf-8", "surrogatepass")).hexdigest()


def _until(payload: Mapping[str, Any]) -> datetime:
    """For as long as it could be sent again, and a little longer."""
    ends = payload.get("exp")
    moment = float(ends) if isinstance(ends, int | float) and 0 < ends < 1e11 else 0.0
    return datetime.fromtimestamp(moment, UTC) + LEEWAY + REMEMBERED
