"""What every answer tells the browser to keep others out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commentbox.web.guards import Door, door_of
from tests import make
from tests.conftest import WorkFactory
from tests.web import asking
from tests.web.conftest import AppFactory

PAGE_ENDS = "form-action 'self'; base-uri 'none'; frame-ancestors "


@pytest.fixture
def site(work: WorkFactory) -> int:
    with work() as w:
        make.site(w, origins=("https://paper.example", "https://m.paper.example:8443"))
        return make.comment(w).id


def test_every_answer_has_them(app: Flask, client: FlaskClient, site: int) -> None:
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            answer = client.open(asking.address(rule, site), method=method, buffered=True)
            assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
            assert answer.headers["Referrer-Policy"] == "strict-origin", rule
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], rule
            assert "unsafe" not in answer.headers["Content-Security-Policy"], rule
            assert "frame-ancestors" in answer.headers["Content-Security-Policy"], rule
            assert answer.headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin"), rule


def test_what_is_not_public_is_not_kept(app: Flask, client: FlaskClient, site: int) -> None:
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            if door_of(rule.endpoint) is not Door.PUBLIC:
                answer = client.open(asking.address(rule, site), method=method, buffered=True)
                assert answer.headers["Cache-Control"] == "no-store", rule


@pytest.mark.parametrize("path", ["/login", "/register", "/console/login", "/nowhere", "/", "/confirm/x"])
def test_nobody_frames_our_forms(client: FlaskClient, path: str) -> None:
    policy = client.get(path, base_url="http://comments.example").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';")
    assert policy.endswith(f"{PAGE_ENDS}'none'")


@pytest.mark.parametrize("path", ["/t/courier?url=https://paper.example/bridge", "/c/{}", "/c/{}/reply"])
def test_the_publisher_alone_may_frame_the_conversation(client: FlaskClient, site: int, path: str) -> None:
    answer = client.get(path.format(site), base_url="http://comments.example")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith(f"{PAGE_ENDS}https://paper.example https://m.paper.example:8443")


def test_over_tls_the_browser_is_told_to_stay_there(another_app: AppFactory) -> None:
    app = another_app(base_url="https://comments.example")
    answer = app.test_client().get("/login", base_url="https://comments.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_who_comes_as_127_0_0_1_still_gets_the_styles(client: FlaskClient) -> None:
    policy = client.get("/login", base_url="http://127.0.0.1").headers["Content-Security-Policy"]
    assert "style-src 'self' http://comments.example;" in policy
