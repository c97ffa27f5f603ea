"""One's own passkeys, by plain requests: nobody's business but their owner's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from commentbox.services.do_jobs import tidy
from commentbox.settings import Settings
from commentbox.store.passkeys import ChallengeRow, PasskeyRow
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.soft_key import SoftKey
from tests.web import asking
from tests.web.post import Post


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        asking.moderator(w, make.site(w, "herald"))
        return asking.ann(w)


def call(client: FlaskClient, path: str) -> dict[str, object]:
    return dict(client.post(path, headers={"Origin": BOX}).json or {})


def add(client: FlaskClient, key: SoftKey, name: str = "Telephone") -> TestResponse:
    options = call(client, "/account/passkeys/options")
    return asking.send_form(client, "/account/passkeys", credential=key.make(options), name=name)


def the_passkey(work: WorkFactory) -> PasskeyRow:
    with work() as w:
        return w.session.scalars(select(PasskeyRow)).one()


def test_who_is_not_signed_in_sees_and_does_nothing(client: FlaskClient) -> None:
    login = f"{BOX}/login?to=%2Faccount%2Fpasskeys"
    assert client.get("/account/passkeys").headers["Location"] == login
    for path in ("", "/options", "/1/name", "/1/remove"):
        answer = asking.send_form(client, f"/account/passkeys{path}", name="x")
        assert (answer.status_code, answer.headers["Location"]) == (303, login)


def test_added_renamed_removed_and_told_by_letter(client: FlaskClient, work: WorkFactory, post: Post) -> None:
    asking.log_in(client)
    assert add(client, SoftKey()).headers["Location"].endswith("done=added")
    number = the_passkey(work).id
    page = asking.send_form(client, f"/account/passkeys/{number}/name", name="  ")
    assert (page.status_code, "Fill this in." in page.text) == (422, True)
    asking.send_form(client, f"/account/passkeys/{number}/name", name="<b>Mine</b>")
    assert "<bdi>&lt;b&gt;Mine&lt;/b&gt;</bdi>" in client.get("/account/passkeys").text
    assert asking.send_form(client, f"/account/passkeys/{number}/remove").status_code == 303
    assert asking.send_form(client, f"/account/passkeys/{number}/remove").status_code == 404
    assert post.subjects() == ["A passkey was added", "A passkey was removed"]


def test_another_persons_passkey_is_not_there(app: Flask, client: FlaskClient, work: WorkFactory) -> None:
    asking.log_in(client)
    add(client, SoftKey())
    number, other = the_passkey(work).id, app.test_client()
    asking.log_in(other, "mo@mail.example")
    assert "Telephone" not in other.get("/account/passkeys").text
    assert asking.send_form(other, f"/account/passkeys/{number}/name", name="Mine").status_code == 404
    assert asking.send_form(other, f"/account/passkeys/{number}/remove").status_code == 404
    assert the_passkey(work).name == "Telephone"


def test_a_passkey_signs_in_and_goes_where_one_wanted(client: FlaskClient) -> None:
    key = SoftKey()
    asking.log_in(client)
    add(client, key)
    asking.send_form(client, "/logout")
    sent = key.sign(call(client, "/login/passkey/options"))
    back = {"site": "courier", "url": make.ARTICLE}
    answer = asking.send_form(client, "/login/passkey", credential=sent, **back)
    assert answer.headers["Location"] == f"{BOX}/t/courier?url=https%3A%2F%2Fpaper.example%2Fbridge"
    assert "You are signed in as" in client.get("/login").text


def test_a_passkey_of_nobody_is_told_like_a_wrong_one(client: FlaskClient) -> None:
    sent = SoftKey().sign(call(client, "/login/passkey/options"))
    answer = asking.send_form(client, "/login/passkey", credential=sent)
    assert (answer.status_code, "This passkey did not work here." in answer.text) == (422, True)


def test_the_question_is_tied_to_the_browser_by_a_cookie_for_that_path(client: FlaskClient) -> None:
    cookie = asking.cookie(
        client.post("/login/passkey/options", headers={"Origin": BOX}), "commentbox_passkey"
    )
    for part in ("Path=/login/passkey", "HttpOnly", "SameSite=Strict", "Max-Age=300"):
        assert part in cookie


def test_open_questions_are_forgotten(client: FlaskClient, work: WorkFactory, clock: Clock) -> None:
    call(client, "/login/passkey/options")
    clock.advance(hours=1)
    with work() as w:
        tidy(w)
        assert w.session.scalars(select(ChallengeRow)).all() == []
