"""The pages of the e-mail change and of the letter that confirms an address."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from commentbox.settings import Settings
from commentbox.store.jobs import JobRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post
from tests.web import asking
from tests.web.conftest import AppFactory

NEW = "ann@new.example"


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        return asking.ann(w)


@pytest.fixture
def here(app: Flask) -> FlaskClient:
    client = app.test_client()
    asking.log_in(client)
    return client


def test_from_the_wish_to_the_new_address_and_back(app: Flask, here: FlaskClient, post: Post) -> None:
    answer = asking.send_form(here, "/account/email", email=NEW, current=make.PASSWORD)
    assert "/account/email?done=asked" in answer.headers["Location"]
    token = post.token("email")
    stranger = app.test_client()
    assert NEW in stranger.get(f"/email/{token}").text
    assert "is now" in asking.send_form(stranger, f"/email/{token}").text
    assert asking.log_in(app.test_client(), NEW).status_code == 303
    undo = post.token("email", asking.EMAIL)
    assert "Take it back" in stranger.get(f"/email/{undo}").text
    assert "It is yours again" in asking.send_form(stranger, f"/email/{undo}").text
    assert here.get("/account/email").status_code == 303
    again = asking.send_form(stranger, f"/email/{undo}")
    assert (again.status_code, "This link does not work" in again.text) == (422, True)


def test_opening_the_link_changes_nothing(here: FlaskClient, post: Post) -> None:
    asking.send_form(here, "/account/email", email=NEW, current=make.PASSWORD)
    here.get(f"/email/{post.token('email')}")
    assert asking.EMAIL in here.get("/account/email").text


def test_the_answer_tells_nothing_of_the_new_address(app: Flask, work: WorkFactory, ann: asking.Ann) -> None:
    with work() as w:
        taken = asking.moderator(w, ann.site)
    answers = []
    for email in (taken, "nobody@mail.example"):
        client = app.test_client()
        asking.log_in(client)
        sent = asking.send_form(client, "/account/email", email=email, current=make.PASSWORD)
        answers.append((sent.status_code, sent.data, client.get(sent.headers["Location"]).data))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("email", "current", "field"),
    [
        ("not one", make.PASSWORD, "email"),
        (asking.EMAIL, make.PASSWORD, "email"),
        (NEW, "wrong one", "current"),
    ],
)
def test_a_mistake_is_named_and_the_address_stays(
    here: FlaskClient, email: str, current: str, field: str, post: Post
) -> None:
    answer = asking.send_form(here, "/account/email", email=email, current=current)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'value="{email}"' in answer.text
    assert post.come() == []


def test_the_first_letter_comes_again_a_few_times_a_day(here: FlaskClient, work: WorkFactory) -> None:
    assert "Not confirmed" in here.get("/account/email").text
    answers = [asking.send_form(here, "/account/email/again").status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    with work() as w:
        jobs = w.session.scalars(select(JobRow)).all()
    assert {job.payload["subject"] for job in jobs} == {"Confirm your e-mail address"}
    path = jobs[0].payload["text"].split("http://comments.example")[1].split()[0]
    assert "confirmed" in asking.send_form(here, path).text
    assert "Send the letter again" not in here.get("/account/email").text


def test_the_author_sees_what_waits_for_the_address(another_app: AppFactory) -> None:
    client = another_app(smtp_url="smtp://localhost:2525").test_client()
    asking.log_in(client)
    sent = {"url": make.ARTICLE, "title": "", "text": "Waiting for a letter.", "key": "key-00001"}
    asking.send_form(client, "/t/courier/comments", **sent)
    page = client.get(f"/t/courier?url={make.ARTICLE}").text
    assert "Waiting until you confirm your e-mail address" in page
    assert "/account/email" in page
    posted = client.post(
        "/api/v1/courier/comments",
        json={"url": make.ARTICLE, "text": "Another one that waits.", "key": "key-00002"},
        headers={"Origin": make.PAPER, "X-Commentbox": "1"},
    )
    assert posted.status_code == 202
    assert "as soon as you have confirmed" in posted.get_json()["message"]
