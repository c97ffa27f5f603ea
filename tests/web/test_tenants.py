"""Two sites, two readers: each address that names a comment, by the wrong site or the wrong person."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from commentbox.domain.comment import Status
from commentbox.domain.people import Role
from commentbox.services.accounts import set_role
from commentbox.services.sign_in import Kind, open_session
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow
from commentbox.store.votes import VoteRow
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import BOX, WorkFactory

GAZETTE = "https://gazette.example"
BODIES: dict[str, dict[str, Any]] = {
    "api.flag": {"reason": "spam", "note": ""},
    "api.edit": {"text": "Hello there.", "revision": 1},
    "api.undo": {"revision": 1},
    "api.post": {"url": f"{make.PAPER}/a", "title": "", "text": "Hello there.", "key": "key-00000001"},
}


@pytest.fixture
def ids(work: WorkFactory) -> dict[str, int]:
    """One comment on each of two sites, and a reader and a moderator of the first."""
    with work() as w:
        courier, gazette = make.site(w), make.site(w, "gazette", origins=(GAZETTE,))
        found = {
            "here": make.comment(w, courier).id,
            "there": make.comment(w, gazette, url=f"{GAZETTE}/a").id,
            "held there": make.comment(w, gazette, url=f"{GAZETTE}/a", status=Status.HELD).id,
            "reader": make.member(w, "Ann").id,
        }
        found["moderator"] = make.member(w, "Ada", role=Role.MODERATOR, at=courier).id
        return found


@pytest.fixture
def as_person(app: Flask, work: WorkFactory) -> Callable[[int, Kind], FlaskClient]:
    def signed_in(person: int, kind: Kind) -> FlaskClient:
        client = app.test_client()
        path = "/console" if kind == "staff" else "/"
        with work() as w:
            token = open_session(w, person, kind)
        client.set_cookie(COOKIES[kind], token, domain="comments.example", path=path)
        return client

    return signed_in


def state(work: WorkFactory) -> list[Any]:
    """Everything a stranger could have changed."""
    with work() as w:
        rows = w.session.execute(
            select(CommentRow.id, CommentRow.status, CommentRow.votes, CommentRow.open_flags).order_by(
                CommentRow.id
            )
        ).all()
        others = [len(w.session.scalars(select(table)).all()) for table in (VoteRow, FlagRow, DecisionRow)]
        return [*map(tuple, rows), others]


def routes(app: Flask, blueprint: str) -> list[Rule]:
    """Every address of that blueprint that names a comment, or takes one in its body."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(blueprint)
        and ("comment" in rule.arguments or rule.endpoint == "api.post")
    ]


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def path(rule: Rule, site: str, number: int) -> str:
    values: dict[str, object] = dict.fromkeys(rule.arguments - {"site"}, number)
    _, found = rule.build(values | {"site": site}, append_unknown=False) or ("", "")
    return found


def test_a_reader_cannot_reach_another_sites_comment_through_this_site(
    app: Flask, work: WorkFactory, ids: dict[str, int], as_person: Callable[[int, Kind], FlaskClient]
) -> None:
    client = as_person(ids["reader"], "reader")
    before = state(work)
    asked = 0
    for rule in routes(app, "api."):
        body = BODIES.get(rule.endpoint, {}) | (
            {"parent": ids["there"]} if rule.endpoint == "api.post" else {}
        )
        headers = {"Origin": make.PAPER, "X-Commentbox": "1"}
        for method in methods(rule):
            at = path(rule, "courier", ids["there"])
            answer = client.open(at, base_url=BOX, method=method, json=body, headers=headers)
            assert answer.status_code == 404, (method, at)
            asked += 1
    assert asked >= 4
    assert state(work) == before


def test_a_moderator_of_one_site_finds_nothing_of_another(
    app: Flask, work: WorkFactory, ids: dict[str, int], as_person: Callable[[int, Kind], FlaskClient]
) -> None:
    with work() as w:
        here = w.session.get_one(CommentRow, ids["here"]).site_id
        set_role(w, ids["moderator"], here, Role.ADMIN)  # there, everything is theirs; here, nothing is
    client = as_person(ids["moderator"], "staff")
    before = state(work)
    form = {"action": "remove", "reason": "spam", "note": "", "revision": "1", "seen": "0"}
    asked = 0
    for site in ("courier", "gazette"):
        for rule in routes(app, "console."):
            for method in methods(rule):
                at = path(rule, site, ids["held there"])
                answer = client.open(at, base_url=BOX, method=method, data=form, headers={"Origin": BOX})
                assert answer.status_code == 404, (method, at)
                asked += 1
    assert asked >= 4
    assert state(work) == before


@pytest.mark.parametrize("kind", ["reader", "embed"])
def test_a_readers_session_of_a_moderator_opens_no_console(
    app: Flask, work: WorkFactory, ids: dict[str, int], kind: Kind
) -> None:
    client = app.test_client()
    with work() as w:
        token = open_session(w, ids["moderator"], kind, 1 if kind == "embed" else None)
    for name in COOKIES.values():
        client.set_cookie(name, token, domain="comments.example", path="/")
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("console.") or "log_in" in rule.endpoint or "login" in rule.rule:
            continue
        at, method = path(rule, "courier", ids["here"]), methods(rule)[-1]
        answer = client.open(at, base_url=BOX, method=method, headers={"Origin": BOX})
        assert answer.status_code in (303, 401), (method, at)
        assert answer.status_code == 401 or "/console/login" in answer.headers["Location"]


def test_an_embeds_session_counts_for_its_own_site_alone(
    app: Flask, work: WorkFactory, ids: dict[str, int]
) -> None:
    client = app.test_client()
    with work() as w:
        token = open_session(w, ids["reader"], "embed", 1)
    client.set_cookie(COOKIES["embed"], token, domain="comments.example", path="/")
    here = client.get(f"/api/v1/courier/me?url={make.ARTICLE}", base_url=BOX).get_json()
    there = client.get(f"/api/v1/gazette/me?url={GAZETTE}/a", base_url=BOX).get_json()
    assert (here["signed_in"], there["signed_in"]) == (True, False)
