"""Naming people: who is meant by an `@`, and who may be when one is typed."""

from dataclasses import dataclass

from commentbox.domain.mentions import MOST, possible_names
from commentbox.domain.moderation.text import folded
from commentbox.domain.notices import NoticeKind
from commentbox.domain.people import Actor, name_key
from commentbox.services.sites import Site, find_article
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.notices import told_of
from commentbox.store.voices import latest_voices, people_by_name_keys, voices_among

OFFERED = 8
_LATEST = 1000  # comments whose authors are offered
_LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Voice:
    id: int
    name: str


def people_named(work: Work, comment: CommentRow) -> list[int]:
    """Those named in it who have spoken in the same conversation and were not told; never its author.

    Few in all, however often the comment is changed.
    """
    groups = possible_names(comment.source)
    if not groups:
        return []
    keys = {name: name_key(name) for names in groups for name in names}
    known = people_by_name_keys(work.session, set(keys.values()))
    here = voices_among(work.session, comment.article_id, set(known.values()))
    named: dict[int, None] = {}
    for names in groups:
        people = (known[keys[name]] for name in names if keys[name] in known)
        named |= dict.fromkeys([person for person in people if person in here][:1])
    told = told_of(work.session, NoticeKind.MENTION, comment.id) if named else set()
    return [person for person in named if person not in {*told, comment.author_id}][
        : max(0, MOST - len(told))
    ]


def voices_like(work: Work, actor: Actor, site: Site, url: object, typed: object) -> list[Voice]:
    """Who spoke lately in that conversation and has a word in their name that begins so; latest first."""
    _, article = find_article(work, site, url)
    wanted = folded(typed.strip()[:_LONGEST]) if isinstance(typed, str) else ""
    if article is None:
        return []
    voices = latest_voices(work.session, article.id, _LATEST)
    fitting = [Voice(id=key, name=name) for key, name in voices if key != actor.id and _is_like(name, wanted)]
    return fitting[:OFFERED]


def _is_like(name: str, wanted: str) -> bool:
    return any(f" {folded(name)}".find(f"{mark}{wanted}") >= 0 for mark in " -.'")
