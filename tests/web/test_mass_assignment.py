"""A name that an address does not ask for is refused in JSON, and makes no difference in a form."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from commentbox.services.sign_in import open_session
from commentbox.store.tables import METADATA
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import WorkFactory, empty
from tests.web import asking

COLUMNS = sorted({column.name for table in METADATA.sorted_tables for column in table.columns})
BODIES: dict[str, dict[str, Any]] = {
    "POST api.post": {"url": make.ARTICLE, "title": "", "text": "Hello there.", "key": "key-00000001"},
    "POST api.preview": {"text": "Hello there."},
    "PUT api.set_vote": {"vote": "up"},
    "PUT api.set_answer": {"option": 1},
    "DELETE api.take_answer_back": {},
    "PUT api.disagree_with": {},
    "DELETE api.no_longer_disagree": {},
    "DELETE api.take_back": {},
    "PATCH api.edit": {"text": "Hello again.", "revision": 1},
    "POST api.undo": {"revision": 2},
    "DELETE api.delete": {},
    "POST api.put_comment_back": {},
    "POST api.flag": {"reason": "spam", "note": ""},
    "DELETE api.take_flag": {},
    "POST api.votes_of_mine": {"comments": []},
    "POST api.read_notices": {"until": "2026-05-04T12:00:00+00:00", "since": "2026-05-02T12:00:00+00:00"},
    "POST api.acknowledge": {},
    "POST api.begin_session": {"code": "x"},
    "DELETE api.end_session": {},
}
TAKEN = {"POST api.post": {"language", "parent", "show_answer", *BODIES["POST api.post"]}}
FORMS = {
    "/register": {"name": "Bert Birch", "email": "bert@mail.example", "password": make.PASSWORD},
    "/login": {"email": asking.EMAIL, "password": make.PASSWORD},
    "/forgot": {"email": asking.EMAIL},
    "/t/courier/comments": {"url": make.ARTICLE, "title": "", "text": "Hello there.", "key": "key-00000001"},
    "/c/1/reply": {"text": "Hello there.", "key": "key-00000002"},
    "/c/1/vote": {"vote": "up"},
    "/c/1/disagree": {"vote": "down"},
    "/q/1/answer": {"option": "1"},
    "/c/1/report": {"reason": "spam", "note": ""},
    "/c/1/edit": {"text": "Hello again.", "revision": "1"},
}
WAY_BACK = {"url", "title", "origin"}  # where the reader came from: every form of an account carries it
SECRET = {"token_hash", "code_hash", "password_hash", "key"}  # new every time


@pytest.fixture
def ann(app: Flask, work: WorkFactory) -> FlaskClient:
    return _signed_in(app, work)


def test_every_address_that_takes_json_is_tried(app: Flask) -> None:
    changing = {
        f"{method} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        for method in set(rule.methods or ()) - {"GET", "HEAD", "OPTIONS"}
        if rule.endpoint.startswith("api.")
    }
    assert changing == set(BODIES)


@pytest.mark.parametrize("name", BODIES)
def test_a_column_nobody_asked_for_is_refused(ann: FlaskClient, app: Flask, name: str) -> None:
    method, endpoint = name.split()
    (rule,) = app.url_map.iter_rules(endpoint)
    address = asking.address(rule, 1).removeprefix("/api/v1/courier/")
    for column in COLUMNS:
        if column in TAKEN.get(name, BODIES[name]):
            continue
        answer = asking.call(ann, method, address, BODIES[name] | {column: 1})
        assert answer.status_code == 422, column
        assert answer.get_json()["error"]["code"] == "unknown_field"


@pytest.mark.parametrize("path", FORMS)
def test_a_form_with_every_column_in_it_does_what_it_does_without(
    app: Flask, work: WorkFactory, engine: Engine, path: str
) -> None:
    found = []
    for extra in ({}, dict.fromkeys({*COLUMNS, "verified", "admin"} - WAY_BACK, "1")):
        client = _signed_in(app, work)
        asking.send_form(client, path, **extra | FORMS[path])
        found.append(_rows(work))
        with engine.begin() as connection:
            empty(connection)
    assert found[0] == found[1]


def _signed_in(app: Flask, work: WorkFactory) -> FlaskClient:
    with work() as w:
        ann = asking.ann(w)
        make.comment(w, ann.site, make.member(w, "Bea Box"), "A bridge is for people.")
        token = open_session(w, ann.id, "reader")
    client = app.test_client()
    client.set_cookie(COOKIES["reader"], token, domain="comments.example")
    return client


def _rows(work: WorkFactory) -> dict[str, list[str]]:
    with work() as w:
        return {
            table.name: sorted(  # a database may give them in any order
                repr({name: value for name, value in row.items() if name not in SECRET})
                for row in w.session.execute(select(table)).mappings()
            )
            for table in METADATA.sorted_tables
            if table.name not in ("buckets", "jobs")
        }
