"""Host names: one spelling for each, or none at all."""

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from commentbox.domain.scripts import scripts_in

# What browsers take for a full stop between labels.
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
_LOOKS_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_LABEL = 63
_LONGEST_HOST = 253

# Latin letters that are their own base letter and are mistaken for no other.
_PLAIN_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzßæøœðþđł")


def clean_host(text: str) -> str | None:
    """The ASCII, lower-case form without a trailing dot; None for what no browser would open.

    Addresses in odd notation (`127.1`, `0x7f000001`, `017700000001`) are no hosts to us: they are only ever
    written to get past somebody's check.
    """
    if text.startswith("["):
        return _ipv6(text)
    # len() first: what follows is not free, and nothing this long can be a host.
    if not text or len(text) > _LONGEST_HOST + 1:
        return None
    labels = text.translate(_DOTS).removesuffix(".").split(".")
    ascii_labels = [_ascii_label(label) for label in labels]
    if None in ascii_labels:
        return None
    host = ".".join(label for label in ascii_labels if label)
    if _LOOKS_NUMERIC.fullmatch(host.rpartition(".")[2]):
        return _ipv4(host)
    return host if len(host) <= _LONGEST_HOST else None


def without_www(host: str) -> str:
    """`www.paper.example` and `paper.example` are one newspaper; `www.com` stays as it is."""
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    return host


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost") or host == "[::1]":
        return True
    return host.startswith("127.") and _ipv4(host) is not None


def shown(host: str) -> str:
    """For reading: a foreign name in its own letters, or in `xn--` where those letters could deceive."""
    if "xn--" not in host:
        return host
    labels = [_decoded(label) for label in host.split(".")]
    if None in labels:
        return host
    name = ".".join(label for label in labels if label)
    return name if _is_honest(name) else host


def _is_honest(name: str) -> bool:
    scripts = scripts_in(name)
    if scripts != {"LATIN"}:
        return len(scripts) == 1
    return all(
        unicodedata.normalize("NFD", char)[0] in _PLAIN_LATIN
        for char in name
        if unicodedata.category(char)[0] == "L"
    )


def _ascii_label(label: str) -> str | None:
    if not label or len(label) > _LONGEST_LABEL:
        return None
    # Letter by letter: lower() on a whole word turns a last sigma into another letter.
    folded = unicodedata.normalize(
        "NFKC", "".join(char.lower() for char in unicodedata.normalize("NFKC", label))
    )
    if not folded.isascii():
        return _punycode(folded)
    if not _LABEL.fullmatch(folded) or len(folded) > _LONGEST_LABEL:
        return None
    if folded.startswith("xn--") and _decoded(folded) is None:
        return None
    return folded


def _punycode(folded: str) -> str | None:
    if not all(_is_letter_or_digit(char) for char in folded) or folded[0] == "-" or folded[-1] == "-":
        return None
    encoded = "xn--" + folded.encode("punycode").decode("ascii")
    return encoded if len(encoded) <= _LONGEST_LABEL else None


def _decoded(label: str) -> str | None:
    """None unless the label is exactly what encoding its meaning again would give."""
    if not label.startswith("xn--"):
        return label
    try:
        text = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return None
    if text.isascii() or any("\ud800" <= char <= "\udfff" for char in text):
        return None
    return text if _ascii_label(text) == label else None


def _is_letter_or_digit(char: str) -> bool:
    return char == "-" or unicodedata.category(char) in {"Ll", "Lm", "Lo", "Mn", "Mc", "Nd"}


def _ipv4(host: str) -> str | None:
    try:
        return str(IPv4Address(host))
    except AddressValueError:
        return None


def _ipv6(text: str) -> str | None:
    if not text.endswith("]") or "%" in text:
        return None
    try:
        return f"[{IPv6Address(text[1:-1]).compressed}]"
    except AddressValueError:
        return None
