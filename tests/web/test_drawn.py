"""A comment's markup is kept for as long as the comment looks the same in every respect."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from commentbox.domain.comment import Status
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.reactions import Reactions
from commentbox.domain.thread import Author, Entry
from commentbox.domain.words import Words

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ENTRY = Entry(id=1, author=Author(id=7, name="Ada"), html="<p>Trams.</p>", created_at=NOON)
REACTIONS = Reactions.of(Policy(), NOON + timedelta(minutes=5))
OTHER: dict[str, Any] = {
    "id": 2,
    "parent_id": 9,
    "root_id": 9,
    "depth": 1,
    "author": Author(id=7, name="Ada", is_staff=True),
    "html": "<p>Buses.</p>",
    "status": Status.REMOVED,
    "created_at": NOON - timedelta(minutes=1),
    "edited_at": NOON,
    "votes": 12,
    "parent_name": "Ben",
    "picked_at": NOON,
    "answer": "Yes",
    "is_unconfirmed": True,
    "replies": (replace(ENTRY, id=3),),
}
SEEN_ELSEWHERE = {"score", "count_replies"}  # by what stands around the comment


class Pencil:
    """Draws, and knows how often."""

    def __init__(self, app: Flask):
        self._app, self.strokes = app, 0

    def show(self, entry: Entry = ENTRY, *, depth: int = 0, lang: str = "en", **more: Any) -> str:
        with self._app.test_request_context(f"/embed/paper/thread?lang={lang}"):
            template = self._app.jinja_env.from_string("{{ drawn(draw, entry, depth) }}")
            values = {"reactions": REACTIONS, "site_key": "paper", "base_url": "http://box.example"} | more
            return template.render(draw=self._draw, entry=entry, depth=depth, **values)

    def show_branch(self, root: Entry) -> str:
        with self._app.test_request_context("/embed/paper/thread?lang=en"):
            template = self._app.jinja_env.from_string("{{ drawn_branch(draw, root) }}")
            values = {"reactions": REACTIONS, "site_key": "paper", "base_url": "http://box.example"}
            return template.render(draw=self._draw, root=root, **values)

    def _draw(self, entry: Entry, _depth: int = 0) -> Markup:
        self.strokes += 1
        return Markup("<p>{}</p>").format(f"{entry.id}, {self.strokes}")


@pytest.fixture
def pencil(app: Flask) -> Pencil:
    return Pencil(app)


def test_the_same_comment_is_drawn_once(pencil: Pencil) -> None:
    assert pencil.show() == pencil.show(replace(ENTRY, votes=1)) == "<p>1, 1</p>"  # one vote is not shown yet
    assert pencil.strokes == 1


@pytest.mark.parametrize("name", [field.name for field in fields(Entry) if field.name not in SEEN_ELSEWHERE])
def test_a_comment_that_looks_otherwise_is_drawn_anew(pencil: Pencil, name: str) -> None:
    pencil.show()
    pencil.show(replace(ENTRY, **{name: OTHER[name]}))
    assert pencil.strokes == 2


@pytest.mark.parametrize(
    "around",
    [
        {"depth": 1},
        {"lang": "de"},
        {"site_key": "other"},
        {"base_url": "https://box.example"},
        {"reactions": replace(REACTIONS, has_down=True)},
        {"reactions": replace(REACTIONS, word=Words("Agree"))},
        {"reactions": replace(REACTIONS, minute=NOON + timedelta(days=1))},
    ],
)
def test_other_surroundings_draw_it_anew(pencil: Pencil, around: dict[str, Any]) -> None:
    pencil.show()
    pencil.show(**around)
    assert pencil.strokes == 2


@pytest.mark.parametrize("name", ["mine", "own_ones", "muted"])
def test_what_is_one_readers_is_never_kept(pencil: Pencil, name: str) -> None:
    personal: dict[str, Any] = {name: {}}
    for _ in range(2):
        pencil.show(**personal)
    assert pencil.strokes == 2
    pencil.show()
    assert pencil.strokes == 3


def test_a_branch_is_drawn_anew_when_one_of_its_comments_looks_otherwise(pencil: Pencil) -> None:
    reply = replace(ENTRY, id=3, parent_id=1, root_id=1, depth=1)
    root = replace(ENTRY, replies=(reply,), count_replies=1)
    assert pencil.show_branch(root) == pencil.show_branch(replace(root, score=4))
    assert pencil.strokes == 1
    others = [
        replace(root, count_replies=2),
        replace(root, html="<p>Ferries.</p>"),
        replace(root, replies=()),
        replace(root, replies=(replace(reply, votes=12),)),
        replace(root, replies=(replace(reply, count_replies=1),)),
        replace(root, replies=(replace(reply, status=Status.REMOVED),)),
        replace(root, replies=(replace(reply, replies=(replace(reply, id=4),)),)),
        replace(root, replies=(reply, replace(reply, id=4))),
    ]
    for number, other in enumerate(others, 2):
        pencil.show_branch(other)
        assert pencil.strokes == number
    pencil.show_branch(root)
    assert pencil.strokes == len(others) + 1
