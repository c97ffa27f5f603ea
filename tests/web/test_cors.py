"""What is personal may be read by the site's own pages; what is public by everybody, without a cookie."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commentbox.web.guards import Door, door_of
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking

PAPER = make.PAPER
STRANGERS = (
    "https://evil.example",
    "null",
    "https://paper.example.evil.example",
    "http://paper.example",
    "",
    None,
)
ALLOW, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"


@pytest.fixture
def site(work: WorkFactory) -> int:
    with work() as w:
        make.site(w, origins=(PAPER, "https://m.paper.example"))
        return make.comment(w).id


@pytest.mark.parametrize("origin", [PAPER, "https://m.paper.example", BOX])
def test_a_page_of_the_site_may_read_and_only_it(client: FlaskClient, site: int, origin: str) -> None:
    answer = asking.call(client, "GET", f"me?url={make.ARTICLE}", origin=origin)
    assert answer.headers[ALLOW] == origin
    assert answer.headers[CREDENTIALS] == "true"
    assert "Origin" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_stranger_may_not_read_what_is_personal(client: FlaskClient, site: int, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    answer = client.get("/api/v1/courier/me", query_string={"url": make.ARTICLE}, headers=headers)
    assert ALLOW not in answer.headers
    assert CREDENTIALS not in answer.headers
    assert "Origin" in answer.headers["Vary"]


def test_a_page_of_the_site_may_read_why_it_was_refused(client: FlaskClient, site: int) -> None:
    for answer in (
        asking.call(client, "POST", "comments", {"url": make.ARTICLE, "text": "Hello.", "key": "k" * 12}),
        asking.call(client, "POST", "comments", {"nonsense": 1}),
        client.post("/api/v1/courier/comments", data="x", headers={"Origin": PAPER, "X-Commentbox": "1"}),
    ):
        assert answer.status_code in (401, 415, 422)
        assert answer.headers[ALLOW] == PAPER


def test_the_browsers_question_is_answered_for_the_sites_pages(client: FlaskClient, site: int) -> None:
    for path in ("comments", f"comments/{site}/vote", "session", "me"):
        answer = _preflight(client, path, PAPER)
        assert answer.status_code == 204
        assert answer.headers[ALLOW] == PAPER
        assert answer.headers[CREDENTIALS] == "true"
        assert set(answer.headers["Access-Control-Allow-Methods"].split(", ")) == {
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
        }
        assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type, X-Commentbox"
        assert int(answer.headers["Access-Control-Max-Age"]) <= 7200
        assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("origin", STRANGERS[:4])
@pytest.mark.parametrize("path", ["comments", "session", "me"])
def test_the_browsers_question_for_a_stranger_is_refused(
    client: FlaskClient, site: int, path: str, origin: str
) -> None:
    answer = _preflight(client, path, origin)
    assert answer.status_code == 403
    assert ALLOW not in answer.headers


def test_another_sites_pages_are_strangers(client: FlaskClient, site: int, work: WorkFactory) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
    assert _preflight(client, "me", "https://gazette.example").status_code == 403


def test_no_address_lets_everybody_in_with_a_cookie(app: Flask, client: FlaskClient, site: int) -> None:
    asking_origins = [origin for origin in (BOX, PAPER, *STRANGERS) if origin is not None]
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            for origin in asking_origins:
                headers = {"Origin": origin}
                answer = client.open(
                    asking.address(rule, site), method=method, headers=headers, buffered=True
                )
                allowed = answer.headers.get(ALLOW)
                assert allowed in (None, "*", origin), rule
                assert allowed != "null", rule
                assert not (allowed == "*" and CREDENTIALS in answer.headers), rule
                assert allowed != "*" or door_of(rule.endpoint) is Door.PUBLIC, rule


def _preflight(client: FlaskClient, path: str, origin: str):  # type: ignore[no-untyped-def]  # a test answer
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    return client.options(f"/api/v1/courier/{path}", headers=headers)
