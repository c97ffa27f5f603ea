"""What others decided on similar text: the same words, and what colleagues answered when they were asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain.comment import Action
from commentbox.domain.excerpt import shorten
from commentbox.domain.rights import Reach
from commentbox.domain.similar import likeness
from commentbox.services.sites import Site
from commentbox.services.wording import who_did
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.precedents import decided_with_words, latest_precedents

_WINDOW = timedelta(days=90)
_READ, _SHOWN, _ENOUGH = 200, 2, 0.5
_EXCERPT = 120


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """What a colleague decided when somebody asked for a second opinion about a similar text."""

    comment_id: int
    excerpt: str
    text: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Alike:
    """`words` says how the same words were decided about elsewhere; empty where they never were."""

    words: str = ""
    precedents: tuple[Precedent, ...] = ()


def what_is_alike(work: Work, site: Site, rows: Sequence[CommentRow], reach: Reach) -> Mapping[int, Alike]:
    """For each comment, as far as others are within reach; two queries for all of them."""
    keys = {row.text_key for row in rows if row.text_key}
    decided = decided_with_words(work.session, site.id, keys, work.now - _WINDOW, reach)
    precedents = latest_precedents(work.session, site.id, _READ, reach)
    found = {}
    for row in rows:
        near = [(likeness(row.source, other.source), d, other, name) for d, other, name in precedents]
        near = [each for each in near if each[0] >= _ENOUGH and each[2].id != row.id]
        near.sort(key=lambda each: -each[0])
        found[row.id] = Alike(
            words=_told(*(len(decided.get((row.text_key, a), set()) - {row.id}) for a in _ACTIONS)),
            precedents=tuple(
                Precedent(
                    comment_id=other.id,
                    excerpt=shorten(" ".join(other.source.split()), _EXCERPT),
                    text=who_did(name, decision),
                    note=decision.note,
                )
                for _, decision, other, name in near[:_SHOWN]
            ),
        )
    return found


def _told(removed: int, approved: int) -> str:
    parts = [_times(removed, "removed")] * bool(removed) + [_times(approved, "approved")] * bool(approved)
    return f"The same words elsewhere: {', '.join(parts)}." if parts else ""


def _times(count: int, what: str) -> str:
    return f"{what} {'once' if count == 1 else f'{count} times'}"


_ACTIONS = (Action.REMOVE, Action.APPROVE)
