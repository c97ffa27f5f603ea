"""Budgets at the door: how often one person, or one network, may do what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import ParamSpec

from flask import Request, request
from flask.typing import ResponseReturnValue

from commentbox.domain.people import Actor
from commentbox.services.limits import take
from commentbox.services.work import Work
from commentbox.web.work import settings, work

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


@dataclass(frozen=True, kw_only=True)
class Limit:
    name: str
    count: int
    per: timedelta


POSTS = Limit(name="post", count=30, per=timedelta(minutes=10))
VOTES = Limit(name="vote", count=120, per=timedelta(minutes=10))
FLAGS = Limit(name="flag", count=30, per=timedelta(hours=1))
# An account may be tried more often from many networks than from one: who wants to shut its owner out from
# afar needs many networks, and their own budget bounds each of them.
LOGINS_HERE = Limit(name="login-network", count=30, per=timedelta(minutes=15))
LOGINS_OF_ONE_HERE = Limit(name="login-account-network", count=10, per=timedelta(minutes=15))
LOGINS_OF_ONE = Limit(name="login-account", count=50, per=timedelta(minutes=15))
REGISTRATIONS = Limit(name="register-network", count=10, per=timedelta(hours=1))
REGISTRATIONS_OF_ONE = Limit(name="register-address", count=5, per=timedelta(days=1))  # each writes a letter
SIGN_ONS = Limit(name="sign-on-network", count=60, per=timedelta(minutes=15))  # some ask the provider
RESETS = Limit(name="reset-network", count=10, per=timedelta(hours=1))
RESETS_OF_ONE = Limit(name="reset-address", count=5, per=timedelta(days=1))  # so does each of these


def limited(limit: Limit) -> Callable[[View[P]], View[P]]:
    """Every call of the view counts for the network it comes from, however the address was spelled."""

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            take_here(limit)
            return view(*args, **kwargs)

        return counted

    return around


def take_for(actor: Actor, limit: Limit) -> None:
    take_of(str(actor.id), limit)


def take_here(limit: Limit) -> None:
    take_of(client_network(request), limit)


def take_of(who: str, limit: Limit) -> None:
    with work() as w:
        _take(w, who, limit)


def take_login(email: str) -> None:
    """One try to log in, counted before the password is looked at: wrong ones cost the same as right ones."""
    account = email.strip().lower()[:300]
    network = client_network(request)
    with work() as w:
        _take(w, network, LOGINS_HERE)
        _take(w, f"{network} {account}", LOGINS_OF_ONE_HERE)
        _take(w, account, LOGINS_OF_ONE)


def client_network(asking: Request) -> str:
    """The /24 or /64 the request comes from: inside one of these an address costs nothing.

    `X-Forwarded-For` is read from the right and only as far as the hops are proxies of ours; what stands left
    of the first stranger is whatever the stranger wrote.
    """
    peer = _address(asking.remote_addr or "")
    hops = [part.strip() for part in asking.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while peer is not None and _is_proxy(peer) and hops:
        peer = _address(hops.pop())
    if peer is None:
        return "unknown"
    return str(ip_network(f"{peer}/{24 if peer.version == 4 else 64}", strict=False))


def _take(w: Work, who: str, limit: Limit) -> None:
    take(w, limit.name, who, limit=limit.count, per=limit.per)


def _is_proxy(address: IPv4Address | IPv6Address) -> bool:
    return any(address.version == network.version and address in network for network in settings().proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
