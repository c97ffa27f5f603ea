"""What a provider publishes of itself: its addresses and its keys, kept for an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from commentbox.services.doors import is_fetchable
from commentbox.services.fetch import NoAnswerError, fetch
from commentbox.settings import Settings

KEPT = timedelta(hours=1)
_AGAIN_AFTER = timedelta(seconds=10)  # tokens with unknown keys must not make us ask without end
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Its own description, after the checks that make its addresses worth asking."""

    issuer: str
    authorization: str
    token: str
    jwks: str
    userinfo: str | None
    names_itself: bool  # whether its answers carry `iss`
    takes_basic: bool


@dataclass(frozen=True)
class _Kept:
    at: datetime
    value: Any


_kept: dict[tuple[str, str], _Kept] = {}
_lock = Lock()


def find_provider(settings: Settings, issuer: str, now: datetime) -> Provider:
    """Raises `NoAnswerError` if the provider is away, or describes itself in a way nobody should follow."""
    found = _look_up("provider", issuer, now)
    if found is None:
        found = _read(settings, issuer, fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
        _keep("provider", issuer, now, found)
    provider: Provider = found
    return provider


def keys_of(provider: Provider, now: datetime, kid: object) -> list[Key]:
    """Its keys; fetched anew if none has that `kid`, for providers change them without notice."""
    kept = _look_up("keys", provider.jwks, now)
    if kept is not None and (_has(kept, kid) or now - _kept["keys", provider.jwks].at < _AGAIN_AFTER):
        return list(kept)
    keys = _keys(fetch(provider.jwks))
    _keep("keys", provider.jwks, now, keys)
    return keys


def forget() -> None:
    """Ask everybody anew next time."""
    with _lock:
        _kept.clear()


def _read(settings: Settings, issuer: str, said: dict[str, Any]) -> Provider:
    if said.get("issuer") != issuer:
        raise NoAnswerError(f"it calls itself {str(said.get('issuer'))[:200]}, not {issuer}")
    addresses = [said.get(name) for name in _NEEDED]
    userinfo = said.get("userinfo_endpoint")
    if not all(is_fetchable(settings, each) for each in [*addresses, *([userinfo] if userinfo else [])]):
        raise NoAnswerError("it names an address that is missing or not https")
    methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Provider(
        issuer=issuer,
        authorization=str(addresses[0]),
        token=str(addresses[1]),
        jwks=str(addresses[2]),
        userinfo=None if userinfo is None else str(userinfo),
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        takes_basic="client_secret_basic" in methods,
    )


def _keys(said: dict[str, Any]) -> list[Key]:
    """Those we can use; the others are some other program's."""
    found = []
    listed = said.get("keys")
    for each in listed if isinstance(listed, list) else []:
        try:
            if each.get("kty") != "oct" and each.get("use", "sig") == "sig":
                found.append(JWKRegistry.import_key(each))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def _has(keys: list[Key], kid: object) -> bool:
    return kid is None or any(key.kid == kid for key in keys)


def _look_up(kind: str, name: str, now: datetime) -> Any:
    with _lock:
        kept = _kept.get((kind, name))
    return None if kept is None or not timedelta() <= now - kept.at < KEPT else kept.value


def _keep(kind: str, name: str, now: datetime, value: Any) -> None:
    with _lock:
        _kept[kind, name] = _Kept(now, value)
