"""Addresses that are thrown away after a few minutes, or whose mail anybody can read."""

from collections.abc import Collection, Iterable
from pathlib import Path


def read_domains(lines: Iterable[str]) -> frozenset[str]:
    """One domain a line; empty lines and what begins with `#` count nothing."""
    words = (line.strip().strip(".").lower() for line in lines)
    return frozenset(word for word in words if word and not word.startswith("#"))


def is_disposable(email: str, domains: Collection[str]) -> bool:
    """Whether the address is of one of the domains, or below it: `a.b.example` is, `notb.example` is not."""
    labels = email.rpartition("@")[2].lower().split(".")
    return any(".".join(labels[at:]) in domains for at in range(len(labels)))


BUILT_IN = read_domains(
    Path(__file__).with_name("disposable_domains.txt").read_text(encoding="utf-8").splitlines()
)
