"""Budgets at the door: who is counted for a try, and from which network."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import ParamSpec

from flask import Request, request
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.people import Actor
from commentbox.services.limits import Try
from commentbox.services.work import Work
from commentbox.web.work import clock, limits, settings, sites

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A try that was counted, to be told if it turns out right."""

    tried: Try
    at: datetime


def take(act: Act, account: str = "") -> Taken:
    """Count one try at this act, whoever it is for, or raise `TooFast`.

    Call it before anything is looked up: wrong tries cost the same as right ones, and a guess that was
    refused learns nothing. `account` is the address that is tried, known or not.

    Where a secret is asked for, end with `came_right` when it was the right one:

        taken = take(Act.CODE, email)
        person_id = …  # or an error
        came_right(taken)
    """
    network, wide = client_networks(request)
    tried = Try(act=act, account=account.strip().lower()[:300], network=network, wide=wide)
    at = clock()()
    limits().take(tried, at)
    return Taken(tried=tried, at=at)


def limited(act: Act) -> Callable[[View[P]], View[P]]:
    """Every call of the view counts for the network it comes from."""

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            take(act)
            return view(*args, **kwargs)

        return counted

    return around


def came_right(taken: Taken) -> None:
    limits().came_right(taken.tried, taken.at)


def know_here(account: str) -> None:
    """The account's owner proved themselves in another way than by a counted try: by a link in a letter."""
    network, _ = client_networks(request)
    limits().know(Try(act=Act.LOGIN, account=account.strip().lower(), network=network), clock()())


def counted(actor: Actor, act: Act) -> AbstractContextManager[Work]:
    """`work()` for somebody who is signed in, with one try of theirs counted whatever comes of it."""
    return limits().counted(Try(act=act, account=str(actor.id)), clock()(), sites())


def take_for(actor: Actor, act: Act) -> None:
    """Count for somebody who is signed in: wherever they are, it is they."""
    limits().take(Try(act=act, account=str(actor.id)), clock()())


def client_networks(asking: Request) -> tuple[str, str]:
    """The /24 or /64 the request comes from, and for IPv6 the /48 around it.

    `X-Forwarded-For` is read from the right and only as far as the hops are proxies of ours; what stands left
    of the first stranger is whatever the stranger wrote.
    """
    peer = _address(asking.remote_addr or "")
    hops = [part.strip() for part in asking.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while peer is not None and _is_proxy(peer) and hops:
        peer = _address(hops.pop())
    if peer is None:
        return "unknown", ""
    if peer.version == 4:
        return _around(peer, 24), ""
    return _around(peer, 64), _around(peer, 48)


def network_here() -> str:
    """The /24 or /64 this request comes from."""
    return client_networks(request)[0]


def _around(address: IPv4Address | IPv6Address, length: int) -> str:
    return str(ip_network(f"{address}/{length}", strict=False))


def _is_proxy(address: IPv4Address | IPv6Address) -> bool:
    return any(address.version == network.version and address in network for network in settings().proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
