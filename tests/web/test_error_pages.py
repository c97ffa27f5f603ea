"""A page that says no leads on: back to the conversation, and with what was typed still in hand."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from tests import make
from tests.conftest import WorkFactory
from tests.web.asking import ann, log_in, send_form


@pytest.fixture
def comment_id(client: FlaskClient, work: WorkFactory) -> int:
    """Of somebody else; Ann is signed in."""
    with work() as w:
        ann(w)
        number = make.comment(w).id
    log_in(client)
    return number


def test_a_comment_that_met_a_broken_database_can_be_sent_again_as_it_was(
    client: FlaskClient, comment_id: int, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE buckets RENAME TO away"))
    try:
        answer = send_form(
            client, f"/c/{comment_id}/reply", text="It rained & <b>rained</b>.", key="key-of-one-try"
        )
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO buckets"))
    assert answer.status_code in (500, 503)
    assert "It rained &amp; &lt;b&gt;rained&lt;/b&gt;.</textarea>" in answer.text
    assert 'name="key" value="key-of-one-try"' in answer.text
    assert "Try again" in answer.text


def test_a_password_is_never_shown_again(client: FlaskClient, comment_id: int, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE buckets RENAME TO away"))
    try:
        answer = log_in(client, password="a password of mine")
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO buckets"))
    assert answer.status_code in (500, 503)
    assert "a password of mine" not in answer.text


def test_a_refused_vote_leads_back_to_the_comment(client: FlaskClient, comment_id: int) -> None:
    way_back = f'href="/c/{comment_id}"'
    from_elsewhere = client.post(f"/c/{comment_id}/vote", data={"vote": "up"}, headers={"Origin": make.PAPER})
    assert from_elsewhere.status_code == 403
    assert way_back in from_elsewhere.text
    for _ in range(130):
        answer = send_form(client, f"/c/{comment_id}/vote", vote="up")
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert way_back in answer.text


def test_a_bookmark_that_is_no_longer_valid_leads_to_the_first_comments(
    client: FlaskClient, comment_id: int
) -> None:
    answer = client.get("/t/courier", query_string={"url": make.ARTICLE, "cursor": "AAAA"})
    assert answer.status_code == 422
    assert 'href="/t/courier?url=https%3A%2F%2F' in answer.text


def test_what_is_not_there_leads_nowhere(client: FlaskClient, comment_id: int) -> None:
    assert "Back to the conversation" not in client.get("/c/999999").text


def test_a_page_that_says_no_and_has_no_conversation_to_lead_back_to_leads_to_the_account(
    client: FlaskClient,
) -> None:
    for path in ("/nowhere", "/c/999", "/letters/too-old"):
        assert '<a href="/account">Your account</a>' in client.get(path).text
    asked = client.get("/account/letters?lang=ar").headers["Location"]
    assert asked.endswith("/login?to=%2Faccount%2Fletters&lang=ar")
