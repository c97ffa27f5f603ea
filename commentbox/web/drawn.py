"""A comment's markup, drawn once: a page on which one comment is new draws one."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from operator import attrgetter

from flask import Flask, current_app
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from commentbox.domain.thread import Entry, flatten
from commentbox.web.language import tongue
from commentbox.web.published import Shelf

MOST_BYTES = 16 * 1024 * 1024
_KEY = "commentbox_drawn"
_PERSONAL = ("mine", "own_ones", "muted")  # values of pages that are one reader's
_APART = ("replies", "votes", "score", "count_replies")  # drawn elsewhere, or as far as a key says
_looks = attrgetter(*(field.name for field in fields(Entry) if field.name not in _APART))


@dataclass(frozen=True, slots=True)
class Drawing:
    html: Markup

    @property
    def size(self) -> int:
        return len(self.html) + 1000  # what it is found by


def install(app: Flask) -> None:
    app.extensions[_KEY] = Shelf[Drawing](MOST_BYTES)
    app.jinja_env.globals.update(drawn=drawn, drawn_branch=drawn_branch)


@pass_context
def drawn(context: Context, draw: Callable[[Entry, int], Markup], entry: Entry, depth: int) -> Markup:
    """What `draw(entry, depth)` gives, or gave for a comment that looks the same in every respect."""
    if _is_personal(context):
        return draw(entry, depth)
    seen = (*_looks(entry), bool(entry.replies), _votes(context, entry), depth)
    return _kept((*seen, *_around(context)), lambda: draw(entry, depth))


@pass_context
def drawn_branch(context: Context, draw: Callable[[Entry], Markup], root: Entry) -> Markup:
    """The same for a comment with its replies: most of what happens on a page leaves nearly all as it was."""
    if _is_personal(context):
        return draw(root)
    seen = tuple(
        (*_looks(entry), entry.count_replies, _votes(context, entry), len(entry.replies))
        for entry in flatten((root,))
    )
    return _kept((seen, *_around(context)), lambda: draw(root))


def _is_personal(context: Context) -> bool:
    return any(name in context for name in _PERSONAL)


def _votes(context: Context, entry: Entry) -> int | None:
    count: int | None = context["reactions"].count(entry.votes, entry.created_at)
    return count


def _around(context: Context) -> tuple[Hashable, ...]:
    reactions = context["reactions"]
    words = (reactions.word, reactions.done, reactions.has_down)
    return (*words, context["site_key"], context["base_url"], *tongue())


def _kept(key: Hashable, draw: Callable[[], Markup]) -> Markup:
    shelf: Shelf[Drawing] = current_app.extensions[_KEY]
    found = shelf.get(key)
    if found is None:
        found = Drawing(draw())
        shelf.put(key, found)
    return found.html
