"""Taking one's data along, and deleting the account, by plain forms."""

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post
from tests.web import asking


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


def test_the_archive_is_for_its_owner_alone(
    app: Flask, here: FlaskClient, post: Post, work: WorkFactory, ann: asking.Ann
) -> None:
    answer = asking.send_form(here, "/account/data", current=make.PASSWORD)
    assert answer.headers["Location"].endswith("/account/data?done=asked")
    assert "An archive is being made" in here.get("/account/data").text
    path = f"/account/data/{post.token('account/data')}"
    archive = here.get(path)
    assert archive.headers["Content-Type"] == "application/zip"
    assert archive.headers["Cache-Control"] == "no-store"
    assert "my-data.json" in zipfile.ZipFile(io.BytesIO(archive.data)).namelist()
    assert asking.send_form(here, "/account/data", current=make.PASSWORD).status_code == 429
    with work() as w:
        email = asking.moderator(w, ann.site)
    stranger = app.test_client()
    assert stranger.get(path).status_code == 303
    asking.log_in(stranger, email)
    assert stranger.get(path).status_code == 404


def test_neither_without_the_password(here: FlaskClient, post: Post) -> None:
    for path in ("data", "delete"):
        answer = asking.send_form(here, f"/account/{path}", current="wrong one", choice="remove")
        assert answer.status_code == 422
        assert 'id="current-error"' in answer.text
    assert post.come() == []


def test_deleting_signs_out_and_logging_in_keeps_the_account(
    app: Flask, here: FlaskClient, clock: Clock, post: Post
) -> None:
    no_choice = asking.send_form(here, "/account/delete", current=make.PASSWORD)
    assert (no_choice.status_code, 'id="choice-error"' in no_choice.text) == (422, True)
    answer = asking.send_form(here, "/account/delete", current=make.PASSWORD, choice="remove")
    assert "Your account will be deleted" in answer.text
    assert "Max-Age=0" in asking.cookie(answer, "commentbox_reader")
    assert here.get("/account").status_code == 303
    clock.advance(hours=23)
    assert asking.log_in(app.test_client()).status_code == 303
    clock.advance(hours=2)
    post.come()
    assert asking.log_in(app.test_client()).status_code == 303


def test_after_a_day_the_log_in_answers_as_to_a_stranger(
    app: Flask, here: FlaskClient, clock: Clock, post: Post
) -> None:
    asking.send_form(here, "/account/delete", current=make.PASSWORD, choice="keep")
    clock.advance(hours=24)
    before = asking.log_in(app.test_client())
    post.come()
    after = asking.log_in(app.test_client())
    unknown = asking.log_in(app.test_client(), password="not the one at all")
    assert [answer.status_code for answer in (before, after, unknown)] == [422, 422, 422]
    assert after.data == unknown.data
