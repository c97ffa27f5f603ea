"""A comment's markup, drawn once: a page on which one comment is new draws one."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter

from flask import Flask, current_app
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from commentbox.domain.thread import Entry
from commentbox.web.language import tongue
from commentbox.web.published import Shelf

MOST_BYTES = 16 * 1024 * 1024
_KEY = "commentbox_drawn"
_PERSONAL = ("mine", "own_ones", "muted")  # values of pages that are one reader's
_APART = (
    "replies",
    "votes",
    "score",
    "count_replies",
)  # drawn elsewhere, or only as far as the key below says
_looks = attrgetter(*(field.name for field in fields(Entry) if field.name not in _APART))


@dataclass(frozen=True, slots=True)
class Drawing:
    html: Markup

    @property
    def size(self) -> int:
        return len(self.html) + 1000  # what it is found by


def install(app: Flask) -> None:
    app.extensions[_KEY] = Shelf[Drawing](MOST_BYTES)
    app.jinja_env.globals.update(drawn=drawn)


@pass_context
def drawn(context: Context, draw: Callable[[Entry, int], Markup], entry: Entry, depth: int) -> Markup:
    """What `draw(entry, depth)` gives, or gave for a comment that looks the same in every respect."""
    if any(name in context for name in _PERSONAL):
        return draw(entry, depth)
    reactions = context["reactions"]
    key = (
        *_looks(entry),
        bool(entry.replies),
        depth,
        reactions.count(entry.votes, entry.created_at),
        *(reactions.word, reactions.done, reactions.has_down),
        *(context["site_key"], context["base_url"], *tongue()),
    )
    shelf: Shelf[Drawing] = current_app.extensions[_KEY]
    found = shelf.get(key)
    if found is None:
        found = Drawing(draw(entry, depth))
        shelf.put(key, found)
    return found.html
