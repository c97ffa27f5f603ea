"""Reads what people say: hand-written talk, and the phrases from which the crowd's comments are made."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "material"
_TOP_VOTES = 30
_REASONS = ("abuse", "spam", "off_topic", "untrue", "other")

Phrases = dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One hand-written comment. `parent` is the place of another in the same talk, always an earlier one."""

    parent: int | None
    votes: int
    text: str
    facet: str
    stance: str
    speaker: str
    is_new: bool
    is_held: bool
    reason: str
    note: str

    @property
    def is_top(self) -> bool:
        return not self.is_new and not self.is_held and self.votes >= _TOP_VOTES


@cache
def talk(slug: str) -> tuple[Remark, ...]:
    """A header is `~ votes words !reason: note`; each further `~` is one level deeper. The text follows."""
    remarks: list[Remark] = []
    ancestors: list[int] = []
    for block in f"\n{_read(f'{slug}.talk')}".split("\n~")[1:]:
        header, _, text = block.partition("\n")
        depth = len(header) - len(header.lstrip("~"))
        parent = ancestors[depth - 1] if depth else None
        ancestors[depth:] = [len(remarks)]
        remarks.append(_remark(header.lstrip("~"), text.strip(), parent))
    return tuple(remarks)


@cache
def phrases(slug: str) -> Phrases:
    """The article's own sections win over the ones all articles share."""
    return _sections(_read("common.phrases")) | _sections(_read(f"{slug}.phrases"))


def _remark(header: str, text: str, parent: int | None) -> Remark:
    words, _, flag = header.partition("!")
    reason, _, note = flag.partition(":")
    if reason and reason not in _REASONS:
        raise ValueError(f"Unknown reason {reason!r} in a talk file.")
    votes, *tags = words.split()
    topic = next((tag for tag in tags if tag[-1] in "+-?"), "")
    return Remark(
        parent=parent,
        votes=int(votes),
        text=text,
        facet=topic[:-1],
        stance=topic[-1:],
        speaker=next((tag for tag in tags if tag.startswith("@")), "" if parent is not None else "@a"),
        is_new="new" in tags,
        is_held="held" in tags,
        reason=reason,
        note=note.strip(),
    )


def _sections(text: str) -> Phrases:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line:
            lines.append(line)
    return {name: tuple(group) for name, group in found.items()}


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
