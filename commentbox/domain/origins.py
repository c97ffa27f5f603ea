"""Which web origins may act for a site, compared as parsed parts and never as text."""

from collections.abc import Collection
from dataclasses import dataclass

from commentbox.domain.errors import Invalid
from commentbox.domain.hosts import without_www
from commentbox.domain.web_address import DEFAULT_PORTS, WebAddress, parse

_LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Origin:
    """`port` is always the real one, 443 for plain https."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        if self.port == DEFAULT_PORTS[self.scheme]:
            return f"{self.scheme}://{self.host}"
        return f"{self.scheme}://{self.host}:{self.port}"


def parse_origin(text: str) -> Origin | None:
    """Reads an `Origin` header. Whatever a browser would not have written letter for letter is None."""
    if len(text) > _LONGEST:
        return None
    address = parse(text)
    if address is None:
        return None
    origin = _origin(address)
    return origin if str(origin) == text else None


def parse_site_origin(text: str) -> Origin:
    """Reads what an operator typed into the settings: kinder than `parse_origin`, never looser in meaning."""
    typed = text.strip()
    if "*" in typed:
        raise _bad("A star cannot stand for hosts. List every host your articles are on, one by one.")
    if "://" not in typed:
        raise _bad(f"Begin with https://, for example https://{typed[:100] or 'paper.example'}.")
    address = parse(typed) if len(typed) <= _LONGEST else None
    if address is None:
        raise _bad("This is not an origin. Write scheme and host, for example https://paper.example.")
    if address.path not in {"", "/"} or address.query or address.fragment:
        raise _bad(f"Only scheme and host, without a path: {_origin(address)}.")
    return _origin(address)


def is_allowed(header: str | None, origins: Collection[Origin]) -> bool:
    """May a request with this `Origin` header act for the site? No header, no permission."""
    origin = parse_origin(header) if header is not None else None
    return origin is not None and origin in origins


def may_host_article(canonical_url: str, origins: Collection[Origin]) -> bool:
    """Is the article on one of the site's own hosts?

    The scheme does not count, because canonical URLs have settled it already; the port does; `www.` does not.
    """
    address = parse(canonical_url)
    if address is None:
        return False
    place = (without_www(address.host), address.port)
    return any(place == _place(origin) for origin in origins)


def _place(origin: Origin) -> tuple[str, int | None]:
    is_usual = origin.port == DEFAULT_PORTS[origin.scheme]
    return without_www(origin.host), None if is_usual else origin.port


def _origin(address: WebAddress) -> Origin:
    port = address.port if address.port is not None else DEFAULT_PORTS[address.scheme]
    return Origin(scheme=address.scheme, host=address.host, port=port)


def _bad(message: str) -> Invalid:
    return Invalid("bad_origin", message, field="origins")
