"""Hosts and parts of a site as a newsroom lists them."""

from collections.abc import Mapping
from functools import lru_cache

from commentbox.domain.hosts import clean_host, without_www


def host_problem(entry: str) -> str:
    """What is wrong with one line; nothing if it names a host."""
    host = clean_host(entry)
    return "" if host and "." in host else f"“{entry[:40]}” is no name of a site, such as shop.example"


def section_problem(entry: str) -> str:
    is_path = entry.startswith("/") and not set(entry) & set(" ?#")
    return "" if is_path else f"“{entry[:40]}”: begin with a slash, such as /crime/"


def listed_host(host: str, known: Mapping[str, str]) -> str | None:
    """The entry that names this host or one above it: `shop.example` names `www.shop.example` too."""
    plain = clean_host(host) if known else None
    while plain:
        if plain in known:
            return known[plain]
        plain = plain.partition(".")[2]
    return None


@lru_cache(maxsize=64)
def by_host(listed: tuple[str, ...]) -> Mapping[str, str]:
    """A list made ready for `listed_host`, once for all links of a text."""
    return {without_www(clean_host(entry) or ""): entry for entry in reversed(listed)}
