"""Every address has somebody at its door."""

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from commentbox.web.guards import DOORS, SAFE, Door, door_of
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web.conftest import AppFactory


def test_every_view_is_in_a_blueprint_that_has_a_door(app: Flask) -> None:
    without = [rule.endpoint for rule in app.url_map.iter_rules() if door_of(rule.endpoint) is None]
    assert without == []


def test_every_address_that_changes_something_is_behind_a_door_that_asks(app: Flask) -> None:
    open_doors = {Door.PUBLIC, Door.HEALTH}
    unguarded = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if set(rule.methods or ()) - SAFE and door_of(rule.endpoint) in open_doors
    ]
    assert unguarded == []


def test_every_door_leads_somewhere(app: Flask) -> None:
    assert set(DOORS) == set(app.blueprints)


def test_a_view_without_a_door_does_not_open(another_app: AppFactory) -> None:
    app = another_app()
    forgotten = Blueprint("forgotten", __name__)
    forgotten.post("/forgotten")(lambda: "reached")
    app.register_blueprint(forgotten)
    answer = app.test_client().post("/forgotten", data={"a": "b"}, headers={"Origin": BOX})
    assert answer.status_code == 500
    assert b"reached" not in answer.data


def test_a_change_behind_a_public_door_does_not_open(another_app: AppFactory) -> None:
    app = another_app()
    app.add_url_rule("/careless", "public.careless", lambda: "reached", methods=["POST"])
    assert app.test_client().post("/careless", headers={"Origin": BOX}).status_code == 405


HOSTS = {
    "comments.example": 200,
    "COMMENTS.example": 200,
    "comments.example:80": 200,
    "localhost": 200,
    "127.0.0.1": 200,
    "comments.example:8080": 421,
    "comments.example:443": 421,
    "localhost:8080": 421,
    "comments.example.": 421,
    "comments.example.evil.example": 421,
    "evil.example": 421,
    "evil.example:80@comments.example": 421,
    "comments.example/evil.example": 421,
    "10.0.0.7": 421,
    "paper.example": 421,
    "": 421,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items())
def test_a_stranger_host_name_gets_no_answer(client: FlaskClient, host: str, status: int) -> None:
    answer = client.get("/embed/nowhere/counts", environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == (404 if status == 200 else status)


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host"])
def test_no_forwarded_host_name_reaches_a_page(client: FlaskClient, name: str) -> None:
    plain = client.get("/login")
    forged = client.get(
        "/login", headers={name: "host=evil.example" if name == "Forwarded" else "evil.example"}
    )
    assert forged.data == plain.data
    assert b"evil.example" not in forged.data


def test_in_production_this_machines_names_are_strangers_too(another_app: AppFactory) -> None:
    client = another_app(environment="production").test_client()
    assert client.get("/", environ_overrides={"HTTP_HOST": "localhost"}).status_code == 421
    assert client.get("/", environ_overrides={"HTTP_HOST": "comments.example"}).status_code == 200


def test_a_probe_needs_no_host_name(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        assert client.get(path, environ_overrides={"HTTP_HOST": "10.0.0.7:8080"}).status_code == 200


@pytest.mark.parametrize("path", ["/c/{}", "/c/{}/reply", "/api/v1/courier/comments/{}/vote"])
def test_a_number_no_database_holds_is_not_there(client: FlaskClient, work: WorkFactory, path: str) -> None:
    with work() as w:
        make.site(w)
    for number in (10**18 + 1, 2**63, 10**40):
        headers = {"Origin": BOX, "X-Commentbox": "1"}
        method = "PUT" if path.startswith("/api") else "GET"
        assert client.open(path.format(number), method=method, headers=headers).status_code == 404
