"""Coming in through a provider's door: sent there with a secret, back with a code, known by what it says."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import structlog

from commentbox.domain.claims import Claims, name_in, verified_email
from commentbox.domain.errors import Invalid
from commentbox.domain.words import Words
from commentbox.services.doors import Door
from commentbox.services.fetch import NoAnswerError, fetch
from commentbox.services.id_token import BadIdTokenError, read, verify
from commentbox.services.provider import Provider, find_provider, keys_of
from commentbox.services.seal import seal, unseal
from commentbox.services.work import Work
from commentbox.settings import Settings
from commentbox.store.spent import spend

log = structlog.get_logger()

LASTS = timedelta(minutes=10)
_PURPOSE = "sign-on errand"


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One way there and back, kept by the browser that makes it and readable by us alone."""

    state: str
    site_key: str
    door_key: str
    nonce: str
    verifier: str
    callback: str  # exactly as the provider was told it
    way_back: Mapping[str, str]
    adds_to: int | None  # the person who adds this door to their account
    ends_at: float


def set_out(
    settings: Settings,
    now: datetime,
    door: Door,
    *,
    callback: str,
    way_back: Mapping[str, str],
    adds_to: int | None = None,
) -> tuple[Errand, str]:
    """The errand, and the address to send the browser to. In no transaction: it may ask the provider."""
    try:
        provider = find_provider(settings, door.issuer, now)
    except NoAnswerError as error:
        raise _down(door, error) from error
    errand = Errand(
        state=secrets.token_urlsafe(32),
        site_key=door.site_key,
        door_key=door.key,
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        callback=callback,
        way_back=dict(way_back),
        adds_to=adds_to,
        ends_at=(now + LASTS).timestamp(),
    )
    query = {
        "response_type": "code",
        "client_id": door.client_id,
        "redirect_uri": callback,
        "scope": "openid profile email",
        "state": errand.state,
        "nonce": errand.nonce,
        "code_challenge": _challenge(errand.verifier),
        "code_challenge_method": "S256",
    }
    return (
        errand,
        f"{provider.authorization}{'&' if '?' in provider.authorization else '?'}{urlencode(query)}",
    )


def sealed(settings: Settings, errand: Errand) -> str:
    return seal(settings, _PURPOSE, json.dumps(vars(errand), ensure_ascii=False))


def take_errand(work: Work, kept: str | None, state: str, site_key: str, door_key: str) -> Errand:
    """The errand this browser set out on; from now on it is done, whatever comes of it."""
    plain = None if not kept else unseal(work.settings, _PURPOSE, kept)
    if plain is None:
        raise _over()
    errand = Errand(**json.loads(plain))
    is_same = (errand.state, errand.site_key, errand.door_key) == (state, site_key, door_key)
    if not is_same or errand.ends_at <= work.now.timestamp():
        raise _over()
    key = hashlib.sha256(f"errand\0{errand.state}".encode()).hexdigest()
    if not spend(work.session, key, work.now + 2 * LASTS):
        raise _over()
    return errand


def ask_who(
    settings: Settings, now: datetime, door: Door, errand: Errand, answer: Mapping[str, str]
) -> Claims:
    """Whom the provider has signed in. Outside any transaction: it asks the provider several times."""
    if "error" in answer:
        raise _refused(door, answer["error"])
    try:
        provider = find_provider(settings, door.issuer, now)
        _check_issuer(provider, answer.get("iss"))
        tokens = _exchange(provider, door, errand, answer.get("code", ""))
        payload = _verified(provider, door, errand, tokens.get("id_token"), now)
        about = _about(provider, payload, tokens.get("access_token"))
    except NoAnswerError as error:
        raise _down(door, error) from error
    except BadIdTokenError as error:
        raise _unbelieved(door, error) from error
    return Claims(
        issuer=door.issuer, subject=payload["sub"], name=name_in(about), email=verified_email(about)
    )


def _exchange(provider: Provider, door: Door, errand: Errand, code: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": errand.callback,
        "code_verifier": errand.verifier,
    }
    if door.secret is not None and provider.takes_basic:
        return fetch(provider.token, form=form, basic=(door.client_id, door.secret))
    form["client_id"] = door.client_id
    if door.secret is not None:
        form["client_secret"] = door.secret
    return fetch(provider.token, form=form)


def _verified(
    provider: Provider, door: Door, errand: Errand, token: object, now: datetime
) -> Mapping[str, Any]:
    keys = keys_of(provider, now, read(token).header.get("kid"))
    return verify(str(token), keys, issuer=door.issuer, client_id=door.client_id, nonce=errand.nonce, now=now)


def _about(provider: Provider, payload: Mapping[str, Any], access: object) -> Mapping[str, Any]:
    """Name and address: in the token with some providers, on request with others."""
    has_all = {"email", "email_verified"} <= set(payload) and name_in(payload) is not None
    if has_all or provider.userinfo is None or not isinstance(access, str) or not access.isprintable():
        return payload
    more = fetch(provider.userinfo, bearer=access)
    if more.get("sub") != payload["sub"]:
        raise BadIdTokenError("its userinfo is about somebody else")
    return {**more, **payload}


def _check_issuer(provider: Provider, said: str | None) -> None:
    """RFC 9207: an answer of another provider, brought here to be redeemed by ours, names the other."""
    if said != provider.issuer and (said is not None or provider.names_itself):
        raise BadIdTokenError("the answer is from another provider")


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _down(door: Door, error: NoAnswerError) -> Invalid:
    log.warning("provider_silent", issuer=door.issuer, error=str(error))
    return Invalid(
        "provider_down",
        Words(
            "{name} does not answer us at the moment, or not as it should. Nothing is lost: try"
            " again in a minute, or log in another way.",
            name=door.name,
        ),
    )


def _refused(door: Door, code: str) -> Invalid:
    if code == "access_denied":
        return Invalid(
            "door_cancelled",
            Words("You did not continue with {name}. Try again, or log in another way.", name=door.name),
        )
    log.warning("provider_refused", issuer=door.issuer, error=code[:60])
    return Invalid(
        "door_refused",
        Words(
            "{name} sent you back without signing you in. Try again, or log in another way.", name=door.name
        ),
    )


def _unbelieved(door: Door, error: BadIdTokenError) -> Invalid:
    log.warning("provider_not_believed", issuer=door.issuer, error=str(error))
    if error.is_clock:
        message = Words(
            "The clocks of {name} and of this server do not agree, so nobody was signed in. The"
            " newsroom has to put this right; until then log in another way.",
            name=door.name,
        )
    else:
        message = Words(
            "What {name} told us could not be verified, so nobody was signed in. Try again, or log"
            " in another way.",
            name=door.name,
        )
    return Invalid("door_unbelieved", message)


def _over() -> Invalid:
    return Invalid(
        "sign_on_over",
        "This sign-in was finished already, is older than ten minutes, or was begun in another browser."
        " Please begin anew.",
    )
