"""What is not published is nowhere: every address is asked for words only their author may see."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from commentbox.domain.comment import Status
from commentbox.domain.people import Actor
from commentbox.services.sign_in import open_session
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import WorkFactory

TOKEN = "zanzibarquartz"


@pytest.fixture
def hidden(work: WorkFactory) -> dict[str, int]:
    """One waiting and one removed comment with a word nobody else uses, under a published one."""
    with work() as w:
        site = make.site(w)
        author = make.member(w, "Ann")
        root = make.comment(w, author=author)
        held = make.comment(w, author=author, text=f"Held {TOKEN}", parent=root, status=Status.HELD)
        removed = make.comment(w, author=author, text=f"Removed {TOKEN}", parent=root, status=Status.REMOVED)
        return {"author": author.id, "site": site.id, "root": root.id, "held": held.id, "removed": removed.id}


def addresses(app: Flask, ids: list[int]) -> list[str]:
    """Every GET route there is, with each id in each place that takes a number."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/static", "/console")):
            found += [_filled(app, rule, number) for number in ids]
    return sorted(set(found))


def _filled(app: Flask, rule: Rule, number: int) -> str:
    values: dict[str, object] = dict.fromkeys(rule.arguments, number)
    values |= {"site": "courier", "path": "x", "version": "x"}
    used = {name: value for name, value in values.items() if name in rule.arguments}
    _, path = rule.build(used, append_unknown=False) or ("", "/")
    return path


QUERIES = [
    "",
    "?url={url}",
    "?url={url}&sort=newest",
    "?comment={id}",
    "?root={id}",
    "?root={root}&after=0",
    "?after=0",
]


@pytest.mark.parametrize("who", ["nobody", "somebody else"])
def test_words_that_wait_or_were_removed_are_on_no_address(
    app: Flask, work: WorkFactory, hidden: dict[str, int], who: str
) -> None:
    client = app.test_client()
    if who == "somebody else":
        with work() as w:
            other: Actor = make.member(w, "Bob")
            client.set_cookie(
                COOKIES["reader"], open_session(w, other.id, "reader"), domain="comments.example"
            )
    asked = 0
    for path in addresses(app, [hidden["root"], hidden["held"], hidden["removed"]]):
        for query in QUERIES:
            filled = query.format(url=make.ARTICLE, id=hidden["held"], root=hidden["root"])
            answer = client.get(path + filled, base_url="http://comments.example")
            assert TOKEN.encode() not in answer.get_data(), path + filled
            answer.close()
            asked += 1
    assert asked > 100


def test_the_author_sees_what_waits_and_caches_do_not(
    app: Flask, work: WorkFactory, hidden: dict[str, int]
) -> None:
    client = app.test_client()
    with work() as w:
        token = open_session(w, hidden["author"], "reader")
    client.set_cookie(COOKIES["reader"], token, domain="comments.example")
    for path in ("/api/v1/courier/me", "/t/courier"):
        answer = client.get(f"{path}?url={make.ARTICLE}", base_url="http://comments.example")
        assert f"Held {TOKEN}".encode() in answer.get_data(), path
        assert f"Removed {TOKEN}".encode() not in answer.get_data(), path
        assert answer.headers["Cache-Control"] == "no-store"
