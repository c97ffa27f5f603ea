"""What is known about a sample comment while the conversation is being made."""

from dataclasses import dataclass


@dataclass(kw_only=True)
class Draft:
    parent: int | None
    depth: int
    author: int
    text: str
    votes: int
    facet: str = ""
    stance: str = ""
    status: str = "published"
    lines: frozenset[str] = frozenset()  # phrases used, so that an answer does not repeat them
