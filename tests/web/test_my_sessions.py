"""The list of sessions, and changing the password: for their owner alone."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.store.jobs import JobRow
from commentbox.store.sessions import SessionRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web import asking

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        return asking.ann(w)


@pytest.fixture
def here(app: Flask) -> FlaskClient:
    return signed_in(app, FIREFOX)


def test_the_list_names_devices_and_marks_this_one(app: Flask, here: FlaskClient) -> None:
    signed_in(app, PHONE)
    text = here.get("/account/sessions").text
    assert re.findall(r"<h2>([^<]+)", text) == ["Firefox on Windows ", "Chrome on Android"]
    assert text.index("This one") < text.index("Chrome on Android")
    assert "Gecko" not in text


def test_one_can_be_ended_and_all_others(app: Flask, here: FlaskClient) -> None:
    phone, tablet, other = (signed_in(app, PHONE) for _ in range(3))
    ids = re.findall(r"/account/sessions/(\w+)/end\"", here.get("/account/sessions").text)
    assert len(ids) == 4
    answer = asking.send_form(here, f"/account/sessions/{ids[1]}/end")
    assert answer.headers["Location"].endswith("/account/sessions?done=one")
    assert [_is_in(one) for one in (phone, tablet, other)].count(False) == 1
    asking.send_form(here, "/account/sessions/end-others")
    assert [_is_in(one) for one in (here, phone, tablet, other)] == [True, False, False, False]
    assert asking.send_form(here, f"/account/sessions/{ids[1]}/end").status_code == 404


def test_nobody_ends_somebody_elses(
    app: Flask, here: FlaskClient, work: WorkFactory, ann: asking.Ann
) -> None:
    (own,) = re.findall(r"/account/sessions/(\w+)/end\"", here.get("/account/sessions").text)
    with work() as w:
        email = asking.moderator(w, ann.site)
    stranger = app.test_client()
    asking.log_in(stranger, email)
    assert asking.send_form(stranger, f"/account/sessions/{own}/end").status_code == 404
    assert _is_in(here)


def test_a_copy_of_the_database_tells_nothing_of_the_browser_but_the_words(
    here: FlaskClient, work: WorkFactory
) -> None:
    with work() as w:
        assert [row.device for row in w.session.scalars(select(SessionRow))] == ["Firefox on Windows"]


def test_a_new_password_ends_the_other_sessions_and_is_told(
    app: Flask, here: FlaskClient, work: WorkFactory
) -> None:
    phone = signed_in(app, PHONE)
    answer = asking.send_form(here, "/account/password", current=make.PASSWORD, password="another good one")
    assert answer.headers["Location"].endswith("/account/password?done=changed")
    assert (_is_in(here), _is_in(phone)) == (True, False)
    with work() as w:
        (job,) = w.session.scalars(select(JobRow))
        assert job.payload["subject"] == "Your password was changed"
    assert asking.log_in(app.test_client()).status_code == 422
    assert asking.log_in(app.test_client(), password="another good one").status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [("wrong one here", "another good one", "current"), (make.PASSWORD, "short", "password")],
)
def test_a_mistake_changes_nothing(
    app: Flask, here: FlaskClient, current: str, password: str, field: str
) -> None:
    answer = asking.send_form(here, "/account/password", current=current, password=password)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert current not in answer.text
    assert asking.log_in(app.test_client()).status_code == 303


def test_guessing_the_password_from_a_stolen_session_has_a_budget(here: FlaskClient) -> None:
    answers = [
        asking.send_form(here, "/account/password", current=f"guess {n}", password="x" * 9) for n in range(11)
    ]
    assert [answer.status_code for answer in answers][-2:] == [422, 429]


def test_without_a_password_a_fresh_sign_in_counts(
    here: FlaskClient, work: WorkFactory, clock: Clock, ann: asking.Ann
) -> None:
    with work() as w:
        asking.person(w, ann.id).password_hash = None
    assert asking.send_form(here, "/account/password", password="another good one").status_code == 303
    with work() as w:
        asking.person(w, ann.id).password_hash = None
    clock.advance(minutes=11)
    assert "log in again" in here.get("/account/password").text
    assert asking.send_form(here, "/account/password", password="another good one").status_code == 403


def test_who_is_signed_out_comes_back_after_the_log_in(client: FlaskClient) -> None:
    sent_on = client.get("/account/sessions").headers["Location"]
    assert sent_on.endswith("/login?to=%2Faccount%2Fsessions")
    assert 'name="to" value="/account/sessions"' in client.get(sent_on).text
    answer = asking.log_in(client, to="/account/sessions")
    assert answer.headers["Location"].endswith("/account/sessions")


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "/account/../t", "/console"]
)
def test_the_log_in_leads_to_no_free_address(client: FlaskClient, to: str) -> None:
    assert asking.log_in(client, to=to).headers["Location"].endswith("comments.example/")


def signed_in(app: Flask, user_agent: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = user_agent
    assert asking.log_in(client).status_code == 303
    return client


def _is_in(client: FlaskClient) -> bool:
    return client.get("/account/sessions").status_code == 200
