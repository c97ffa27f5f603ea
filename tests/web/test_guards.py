"""Every address has somebody at its door."""

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from commentbox.web.guards import DOORS, SAFE, Door, door_of
from commentbox.web.permits import PERMITS, Permit
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


def test_every_method_of_every_address_has_its_permit_and_no_other_has(app: Flask) -> None:
    asked = {
        f"{method} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        for method in set(rule.methods or ()) - {"HEAD", "OPTIONS"}
    }
    assert {"missing": sorted(asked - set(PERMITS)), "dead": sorted(set(PERMITS) - asked)} == {
        "missing": [],
        "dead": [],
    }


_AT_THE_DESK = {Permit.OWN_FACTOR, *(permit for permit in Permit if permit.right is not None)}
_LOOKS = {Permit.LEAD, Permit.READ, Permit.OWN, Permit.MYSELF, Permit.OWN_FACTOR, Permit.ADMINISTER} | {
    permit for permit in Permit if permit.only_reads
}


def test_what_changes_something_asks_for_more_than_a_look() -> None:
    wrong = [name for name, permit in PERMITS.items() if name.split()[0] not in SAFE and permit.only_reads]
    assert wrong == []
    looks = {permit for name, permit in PERMITS.items() if name.split()[0] in SAFE}
    assert looks <= {*_LOOKS, Permit.SIGN}
    # The one way back a provider offers is a link; what it is worth hangs on a cookie of that browser.
    signs = {name for name, permit in PERMITS.items() if name.startswith("GET ") and permit is Permit.SIGN}
    assert signs == {"GET sign_on.callback"}


def test_a_permit_belongs_behind_its_door() -> None:
    for name, permit in PERMITS.items():
        is_console = door_of(name.split()[1]) is Door.CONSOLE
        assert is_console or permit not in _AT_THE_DESK, name
        assert not is_console or permit is not Permit.TAKE_PART, name


def test_a_view_without_a_permit_does_not_open(another_app: AppFactory) -> None:
    app = another_app()
    app.add_url_rule("/forgotten", "accounts.forgotten", lambda: "reached", methods=["POST", "GET"])
    for method in ("GET", "HEAD", "POST"):
        answer = app.test_client().open("/forgotten", method=method, data={}, headers={"Origin": BOX})
        assert answer.status_code == 500
        assert b"reached" not in answer.data


def test_a_change_with_the_permit_to_look_does_not_open(
    another_app: AppFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = another_app()
    app.add_url_rule("/careless", "accounts.careless", lambda: "reached", methods=["POST"])
    monkeypatch.setitem(PERMITS, "POST accounts.careless", Permit.READ)
    assert app.test_client().post("/careless", headers={"Origin": BOX}).status_code == 405


def test_a_view_without_a_door_does_not_open(another_app: AppFactory) -> None:
    app = another_app()
    forgotten = Blueprint("forgotten", __name__)
    forgotten.post("/forgotten")(lambda: "reached")
    app.register_blueprint(forgotten)
    answer = app.test_client().post("/forgotten", data={"a": "b"}, headers={"Origin": BOX})
    assert answer.status_code == 500
    assert b"reached" not in answer.data


def test_a_change_behind_a_public_door_does_not_open(
    another_app: AppFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = another_app()
    app.add_url_rule("/careless", "public.careless", lambda: "reached", methods=["POST"])
    monkeypatch.setitem(PERMITS, "POST public.careless", Permit.SIGN)
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
