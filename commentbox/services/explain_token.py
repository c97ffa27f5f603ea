"""The console's look at a token: all that is wrong with it in plain words, and the keys there are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from commentbox.domain.people import Actor
from commentbox.domain.rights import Right
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import site_to_moderate
from commentbox.services.signed_tokens import Reading, audience, issuer, read_token
from commentbox.services.sites import Site
from commentbox.services.sso import left_out
from commentbox.services.sso_keys import KeyShown, list_keys
from commentbox.services.work import Work
from commentbox.store.identities import identity_of
from commentbox.store.people import PersonRow


@dataclass(frozen=True, kw_only=True)
class Explained:
    """`would` says what a good token would do, line by line."""

    problems: tuple[str, ...]
    would: tuple[str, ...]
    header: str
    payload: str


@dataclass(frozen=True, kw_only=True)
class SsoPage:
    site: Site
    counts: Counts
    keys: Sequence[KeyShown]
    audience: str
    explained: Explained | None


def read_sso_page(work: Work, actor: Actor, site_key: str, token: str | None = None) -> SsoPage:
    """For administrators. The token is looked at, not used: it opens as much afterwards as before."""
    site = site_to_moderate(work, actor, site_key, Right.ADMINISTER)
    return SsoPage(
        site=site,
        counts=count_waiting(work, site, actor),
        keys=list_keys(work, site_key),
        audience=audience(work, site),
        explained=None if token is None else _explain(work, site, read_token(work, site, token.strip())),
    )


def _explain(work: Work, site: Site, reading: Reading) -> Explained:
    return Explained(
        problems=reading.problems,
        would=() if reading.problems else tuple(_would(work, site, reading)),
        header=_printed(reading.header),
        payload=_printed(reading.payload),
    )


def _would(work: Work, site: Site, reading: Reading) -> Sequence[str]:
    claims = reading.claims
    if claims is None:
        return ()
    known = identity_of(work.session, issuer(site), claims.subject)
    if known is None:
        lines = ["It would sign in a reader who has not been here before."]
    else:
        lines = [f"It would sign in {work.session.get_one(PersonRow, known.person_id).name}."]
    if claims.name is None:
        lines.append("Its name breaks our rules for names, so the reader keeps theirs, or gets a pen name.")
    if claims.email is None:
        lines.append("It brings no checked e-mail address: “email” with “email_verified”: true does.")
    if claims.badges:
        lines.append(f"Badges beside the name: {', '.join(claims.badges)}.")
    if claims.marks:
        lines.append(f"Our own marks beside the name: {', '.join(role.label for role in claims.marks)}.")
    if words := left_out(reading.payload):
        lines.append(f"Not shown, because only your own staff is called so: {', '.join(words)}.")
    return lines


def _printed(part: object) -> str:
    return json.dumps(part, indent=2, ensure_ascii=False) if part else ""
