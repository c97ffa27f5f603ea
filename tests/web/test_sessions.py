"""Who is signed in, from the first form to the last: nothing is adopted, nothing outlives its end."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.domain.people import Role
from commentbox.services.accounts import set_role
from commentbox.services.sign_in import open_session
from commentbox.services.work import Work
from commentbox.store.people import person_by_email
from commentbox.store.sessions import SessionRow
from commentbox.web.auth import current_actor
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web import asking

ME = f"me?url={make.ARTICLE}"


@pytest.fixture
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        return asking.ann(w)


def test_log_in_log_out(client: FlaskClient, ann: asking.Ann) -> None:
    assert not _is_signed_in(client)
    answer = asking.log_in(client)
    assert answer.status_code == 303
    assert _is_signed_in(client)
    assert asking.send_form(client, "/logout").status_code == 303
    assert not _is_signed_in(client)


@pytest.mark.parametrize("name", ["commentbox_reader", "commentbox_embed", "session", "remember_token"])
def test_a_preset_id_is_not_adopted(client: FlaskClient, ann: asking.Ann, name: str) -> None:
    client.set_cookie(name, "chosen-by-somebody-else", domain="localhost")
    asking.log_in(client)
    token = client.get_cookie("commentbox_reader")
    assert token is not None
    assert token.value != "chosen-by-somebody-else"
    assert _is_signed_in(client)


def test_a_log_in_over_a_session_ends_that_session(app: Flask, client: FlaskClient, ann: asking.Ann) -> None:
    asking.log_in(client)
    old = client.get_cookie("commentbox_reader")
    assert old is not None
    asking.log_in(client)
    thief = app.test_client()
    thief.set_cookie("commentbox_reader", old.value)
    assert not _is_signed_in(thief)
    assert _is_signed_in(client)


def test_a_stolen_token_is_dead_after_log_out(app: Flask, client: FlaskClient, ann: asking.Ann) -> None:
    asking.log_in(client)
    thief = _thief(app, client, "commentbox_reader")
    assert _is_signed_in(thief)
    asking.send_form(client, "/logout")
    assert _post_status(thief) == 401


def test_a_ban_signs_out_everywhere_at_once(
    client: FlaskClient, ann: asking.Ann, work: WorkFactory, clock: Clock
) -> None:
    asking.log_in(client)
    with work() as w:
        make.sanctioned(w, ann.id, reason="Threats against a neighbour.")
    assert _post_status(client) == 401
    asking.log_in(client)
    told = asking.call(client, "GET", ME).json
    assert told is not None
    assert told["signed_in"]
    assert not told["may_post"]
    assert "Threats against a neighbour." in told["denial"]["message"]
    assert _post_status(client) == 403


def test_a_session_ends_after_a_month_of_silence(client: FlaskClient, ann: asking.Ann, clock: Clock) -> None:
    asking.log_in(client)
    for _ in range(2):
        clock.advance(days=29)
        assert _is_signed_in(client)
    clock.advance(days=30)
    assert not _is_signed_in(client)


def test_however_busy_a_session_ends_after_three_months(
    client: FlaskClient, ann: asking.Ann, clock: Clock
) -> None:
    asking.log_in(client)
    for _ in range(4):
        clock.advance(days=20)
        assert _is_signed_in(client)
    clock.advance(days=10)
    assert not _is_signed_in(client)


def test_reading_does_not_write_for_a_minute(
    client: FlaskClient, ann: asking.Ann, clock: Clock, work: WorkFactory
) -> None:
    asking.log_in(client)
    signed_in_at = clock.now
    clock.advance(seconds=59)
    _is_signed_in(client)
    assert _seen(work) == signed_in_at
    clock.advance(seconds=1)
    _is_signed_in(client)
    assert _seen(work) == clock.now


def test_the_window_hands_a_code_to_the_page_that_opened_it(
    app: Flask, client: FlaskClient, ann: asking.Ann
) -> None:
    inside = app.test_client()  # the publisher's page: our own cookies do not reach it
    code = _code(client)
    assert not _is_signed_in(inside)
    assert asking.call(inside, "POST", "session", {"code": code}).status_code == 201
    assert _is_signed_in(inside)
    assert asking.call(app.test_client(), "POST", "session", {"code": code}).status_code == 422
    assert asking.call(inside, "DELETE", "session").status_code == 204
    assert not _is_signed_in(inside)
    assert _is_signed_in(client)


def test_a_used_code_stays_used_and_a_bad_one_signs_nobody_out(
    app: Flask, client: FlaskClient, ann: asking.Ann
) -> None:
    inside = app.test_client()
    asking.call(inside, "POST", "session", {"code": _code(client)})
    assert asking.call(inside, "POST", "session", {"code": "made up"}).status_code == 422
    assert _is_signed_in(inside)


def test_a_session_inside_one_paper_is_none_at_another(
    app: Flask, client: FlaskClient, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
    inside = app.test_client()
    asking.call(inside, "POST", "session", {"code": _code(client)})
    token = inside.get_cookie("commentbox_embed", path="/api/v1/courier")
    assert token is not None
    other = app.test_client()
    other.set_cookie("commentbox_embed", token.value, path="/")
    for path, is_in in (("/api/v1/courier/me", True), ("/api/v1/gazette/me", False)):
        url = make.ARTICLE if is_in else "https://gazette.example/a"
        told = other.get(path, query_string={"url": url}).json
        assert told is not None
        assert told["signed_in"] is is_in


def test_a_view_that_asks_for_another_site_than_its_address_gets_nobody(
    app: Flask, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        token = open_session(w, ann.id, "embed", ann.site.id)
    with app.test_request_context("/api/v1/courier/me", headers={"Cookie": f"commentbox_embed={token}"}):
        assert current_actor(ann.site.id) is not None
        assert current_actor(ann.site.id + 1) is None
        assert current_actor() is None


def test_somebody_signed_in_goes_on_without_the_password(client: FlaskClient, ann: asking.Ann) -> None:
    asking.log_in(client)
    page = client.get("/login", query_string={"site": "courier", "origin": make.PAPER})
    assert "Continue as <bdi>Ann Alder</bdi>" in page.text
    answer = asking.send_form(client, "/login/continue", site="courier", origin=make.PAPER)
    assert 'data-code="' in answer.text


def test_nobody_goes_on_without_a_session(client: FlaskClient, ann: asking.Ann) -> None:
    answer = asking.send_form(client, "/login/continue", site="courier", origin=make.PAPER)
    assert "data-code" not in answer.text
    assert "log in again" in answer.text


def test_a_readers_token_does_not_open_the_console(
    app: Flask, client: FlaskClient, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        email = asking.moderator(w, ann.site)
    asking.log_in(client, email)
    reader = client.get_cookie("commentbox_reader")
    assert reader is not None
    for name in ("commentbox_reader", "commentbox_staff"):
        thief = app.test_client()
        thief.set_cookie(name, reader.value)
        assert thief.get("/console/", headers={"Accept": "application/json"}).status_code == 401


def test_a_lost_role_ends_the_consoles_session(
    client: FlaskClient, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        email = asking.moderator(w, ann.site)
    asking.send_form(client, "/console/login", email=email, password=make.PASSWORD)
    headers = {"Accept": "application/json"}
    assert client.get("/console/courier/queue", headers=headers).status_code == 200
    with work() as w:
        set_role(w, _id_of(w, email), ann.site.id, Role.READER)
    assert client.get("/console/courier/queue", headers=headers).status_code == 401


def _is_signed_in(client: FlaskClient) -> bool:
    told = asking.call(client, "GET", ME).json
    assert told is not None
    return bool(told["signed_in"])


def _post_status(client: FlaskClient) -> int:
    return asking.call(
        client, "POST", "comments", {"url": make.ARTICLE, "text": "Hello.", "key": "k" * 12}
    ).status_code


def _thief(app: Flask, client: FlaskClient, name: str) -> FlaskClient:
    token = client.get_cookie(name)
    assert token is not None
    thief = app.test_client()
    thief.set_cookie(name, token.value)
    return thief


def _code(client: FlaskClient) -> str:
    page = asking.log_in(client, site="courier", origin=make.PAPER)
    assert page.status_code == 200
    assert f'data-origin="{make.PAPER}"' in page.text
    return page.text.partition('data-code="')[2].partition('"')[0]


def _seen(work: WorkFactory) -> object:
    with work() as w:
        return w.session.scalars(select(SessionRow.seen_at)).one()


def _id_of(work: Work, email: str) -> int:
    person = person_by_email(work.session, email)
    assert person is not None
    return person.id
