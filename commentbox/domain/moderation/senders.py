"""Mail domains and networks as a newsroom lists them, each with an end and a word on why if it likes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from commentbox.domain.hosts import clean_host
from commentbox.domain.moderation.hours import zone_of

_NARROWEST = {4: 24, 6: 64}  # inside one of these an address costs nothing, and is one household’s or less
_WIDEST = {4: 16, 6: 32}
_LINE = re.compile(r"([^,]+)(?:, *until +(\d{4}-\d\d-\d\d)(?: +(\d\d?:\d\d))?)?(?:, *(.+))?")
_LOOKS_LIKE_AN_END = re.compile(r"(?:^|, *)(?:until\b|till\b|for +(?:\d|an?\b))", re.IGNORECASE)
_LONGEST = 100  # as kept
_ASK = "write @mail.example, or a network such as 198.51.100.0/24"
_ASK_END = "write its end as in “@mail.example, until 2030-12-31 18:00”"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """One line. `name`: `@mail.example` or `198.51.100.0/24`; `until`: by the site’s clock, or None."""

    name: str
    until: datetime | None = None
    note: str = ""

    def is_on(self, time_zone: str, at: datetime | None) -> bool:
        """It ends by itself."""
        return self.until is None or at is None or at < self.until.replace(tzinfo=zone_of(time_zone) or UTC)

    @property
    def line(self) -> str:
        end = None if self.until is None else f"until {self.until:%Y-%m-%d %H:%M}"
        return ", ".join(filter(None, (self.name, end, self.note)))


def sender_problem(line: str) -> str:
    """What is wrong with one line; nothing if it can be read."""
    try:
        kept = _read(line).line
    except ValueError as problem:
        return f"“{line[:40]}”: {problem}"
    return "" if len(kept) <= _LONGEST else f"“{line[:40]}…” is too long, shorten the note"


def tidy_sender(line: str) -> str:
    """As it is kept: an address is the network around it, and a last day ends with its last minute."""
    return _read(line).line


def added_names(*lists: tuple[Sequence[str], Sequence[str]]) -> list[str]:
    """The names that are new in one of these lists, each given as it was and as it is to be."""
    added = [
        sender.name
        for before, after in lists
        for sender in map(_read, after)
        if sender.name not in {known.name for known in map(_read, before)}
    ]
    return list(dict.fromkeys(added))


def find_sender(
    lines: tuple[str, ...], domain: str, network: str, time_zone: str, at: datetime | None
) -> str | None:
    """The name in these lines, in force at that moment, of this mail domain or network or one around it."""
    known = _by_name(lines) if lines else {}
    if not known:
        return None
    for name in (*_around_domain(domain), *_around_network(network)):
        if any(sender.is_on(time_zone, at) for sender in known.get(name, ())):
            return name
    return None


def are_on(lines: tuple[str, ...], time_zone: str, at: datetime) -> bool:
    """Whether anything in these lines is in force at that moment."""
    return any(sender.is_on(time_zone, at) for found in _by_name(lines).values() for sender in found)


@lru_cache(maxsize=64)
def _by_name(lines: tuple[str, ...]) -> Mapping[str, Sequence[Sender]]:
    """Made ready once for all who write; a name may stand there twice, with another end."""
    known: dict[str, list[Sender]] = {}
    for sender in map(_read, lines):
        known.setdefault(sender.name, []).append(sender)
    return known


def _around_domain(domain: str) -> Iterator[str]:
    host = clean_host(domain) or ""
    while host:
        yield f"@{host}"
        host = host.partition(".")[2]


def _around_network(network: str) -> Iterator[str]:
    try:
        found = ip_network(network)
    except ValueError:
        return  # nobody knows where it came from
    for length in range(found.prefixlen, _WIDEST[found.version] - 1, -1):
        yield str(found.supernet(new_prefix=length))


def _read(line: str) -> Sender:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError(_ASK)
    name, day, hour, note = found[1].strip(), found[2], found[3], (found[4] or "").strip()
    if _LOOKS_LIKE_AN_END.search(note):
        raise ValueError(_ASK_END)
    return Sender(name=_name(name), until=_end(day, hour) if day else None, note=note)


def _name(text: str) -> str:
    if text.startswith("@"):
        host = clean_host(text[1:])
        if not host or "." not in host or host[-1].isdigit():
            raise ValueError(_ASK)
        return f"@{host}"
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise ValueError(_ASK) from None
    return str(_fitting(network))


def _fitting(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    if network.prefixlen < _WIDEST[network.version]:
        raise ValueError(f"too wide, a /{_WIDEST[network.version]} is the most")
    narrowest = _NARROWEST[network.version]
    return network.supernet(new_prefix=narrowest) if network.prefixlen > narrowest else network


def _end(day: str, hour: str | None) -> datetime:
    try:
        begins = datetime.fromisoformat(f"{day}T{hour or '00:00':0>5}")
        return begins if hour else begins + timedelta(hours=23, minutes=59)
    except (ValueError, OverflowError):
        raise ValueError(_ASK_END) from None
