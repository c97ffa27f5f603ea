"""Links are what spam is for: many of them, or any from a new person, wait for a moderator."""

import re

from commentbox.domain.moderation.text import folded
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome

_GAPS = re.compile(r"[\s()<>\[\]\"'“”„«»,;]+")
_NAMED_ENDS = frozenset(
    (
        *("app", "biz", "click", "club", "cn", "com", "info", "io", "link", "net"),
        *("online", "org", "pw", "ru", "shop", "site", "store", "top", "xyz"),
    )
)


def links(draft: Draft) -> Finding | None:
    count = count_links(draft.text)
    is_from_new = draft.policy.hold_links_from_new and draft.is_from_new_person
    if count > draft.policy.max_links:
        reason = f"Contains {_links(count)}; {draft.policy.max_links} are allowed."
    elif count and is_from_new:
        reason = f"Contains {_links(count)} from a new person."
    else:
        return None
    return Finding(rule="links", outcome=Outcome.HOLD, reason=reason)


def count_links(text: str) -> int:
    """How many addresses a reader could follow or copy, whether or not they become links on the page."""
    return sum(_count(piece) for piece in _GAPS.split(folded(text)) if "." in piece or "//" in piece)


def _count(piece: str) -> int:
    spelled_out = piece.count("://")
    if spelled_out:
        return spelled_out
    return int(piece.startswith(("www.", "//")) or _is_bare_address(piece))


def _is_bare_address(piece: str) -> bool:
    """`a.example/offer`, or `a.shop` where the ending is one that spam likes; a missing space is none."""
    host, slash, _ = piece.strip(".!?:*_").partition("/")
    name, _, ending = host.rpartition(".")
    if not name or "@" in host or not (ending.isascii() and ending.isalpha()):
        return False
    return ending in _NAMED_ENDS or (bool(slash) and 2 <= len(ending) <= 24)


def _links(count: int) -> str:
    return "1 link" if count == 1 else f"{count} links"
