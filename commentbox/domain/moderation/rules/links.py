"""Links are what spam is for: many of them, or any from a new person, wait for a moderator."""

import re

from commentbox.domain.hosts import without_www
from commentbox.domain.moderation.lists import by_host, listed_host
from commentbox.domain.moderation.text import folded
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome

_GAPS = re.compile(r"[\s()<>\[\]\"'“”„«»,;]+")
_END_OF_HOST = re.compile(r"[/:?#\\|]")
_NAMED_ENDS = frozenset(
    (
        *("app", "biz", "click", "club", "cn", "com", "info", "io", "link", "net"),
        *("online", "org", "pw", "ru", "shop", "site", "store", "top", "xyz"),
    )
)


def links(draft: Draft) -> Finding | None:
    """Too many of them, or any from a new person; those to the paper itself and to allowed hosts are free."""
    policy = draft.policy
    found = hosts_in(draft.text)
    free = by_host((*policy.allowed_hosts, *draft.own_hosts)) if found else {}
    count = sum(listed_host(host, free) is None for host in found)
    is_from_new = policy.hold_links_from_new and draft.is_from_new_person
    if count > policy.max_links:
        reason = f"Contains {_links(count)}; {policy.max_links} are allowed."
    elif count and is_from_new:
        reason = f"Contains {_links(count)} from a new person."
    else:
        return None
    return Finding(rule="links", outcome=Outcome.HOLD, reason=reason)


def hosts(draft: Draft) -> Finding | None:
    """A link to a host on the list."""
    if not draft.policy.banned_hosts:
        return None
    known = by_host(draft.policy.banned_hosts)
    banned = (listed_host(host, known) for host in hosts_in(draft.text))
    found = ", ".join(dict.fromkeys(filter(None, banned)))
    return Finding(rule="hosts", outcome=Outcome.HOLD, reason=f"Links to {found}.") if found else None


def hosts_in(text: str) -> list[str]:
    """The host of each address a reader could follow or copy, whether or not it becomes a link."""
    pieces = _GAPS.split(folded(text))
    return [host for piece in pieces if "." in piece or "//" in piece for host in _hosts(piece)]


def _hosts(piece: str) -> list[str]:
    if "://" in piece:
        return [_host(rest) for rest in piece.split("://")[1:]]
    if piece.startswith(("www.", "//")) or _is_bare_address(piece):
        return [_host(piece.lstrip("/"))]
    return []


def _host(rest: str) -> str:
    return without_www(_END_OF_HOST.split(rest, maxsplit=1)[0].rpartition("@")[2].strip(".!*_"))


def _is_bare_address(piece: str) -> bool:
    """`a.example/offer`, or `a.shop` where the ending is one that spam likes; a missing space is none."""
    host, slash, _ = piece.strip(".!?:*_").partition("/")
    name, _, ending = host.rpartition(".")
    if not name or "@" in host or not (ending.isascii() and ending.isalpha()):
        return False
    return ending in _NAMED_ENDS or (bool(slash) and 2 <= len(ending) <= 24)


def _links(count: int) -> str:
    return "1 link" if count == 1 else f"{count} links"
