"""The profile, own comments, muted people, and the page everybody may see."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commentbox.domain.comment import Status
from commentbox.domain.people import Actor, Role
from tests import make
from tests.conftest import WorkFactory
from tests.web import asking


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        return asking.ann(w)


@pytest.fixture
def here(app: Flask) -> FlaskClient:
    client = app.test_client()
    asking.log_in(client)
    return client


def test_name_and_line_are_changed_and_shown(here: FlaskClient, work: WorkFactory, ann: asking.Ann) -> None:
    assert asking.send_form(here, "/account/name", name="Ann Ash").status_code == 303
    assert asking.send_form(here, "/account/bio", bio="Rows & <rarely> wins.").status_code == 303
    text = here.get("/account").text
    assert "<bdi>Ann Alder</bdi>." in text
    assert "Rows &amp; &lt;rarely&gt; wins." in text
    assert here.get(f"/u/courier/{ann.id}").status_code == 404
    with work() as w:
        actor = Actor(id=ann.id, name="Ann Ash", role=Role.READER)
        make.comment(w, ann.site, actor, "A *fine* bridge.")
        make.comment(w, ann.site, actor, "Not yet seen.", status=Status.HELD)
        make.comment(w, make.site(w, "other"), actor, "Said elsewhere.")
    page = here.application.test_client().get(f"/u/courier/{ann.id}").text
    assert "Ann Ash" in page
    assert "A fine bridge." in page
    for unseen in ("Not yet seen", "Said elsewhere", asking.EMAIL, "Ann Alder"):
        assert unseen not in page


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [("name", "name", "Moderator"), ("name", "name", ""), ("bio", "bio", "x" * 201)],
)
def test_a_mistake_is_named_and_what_was_typed_stays(
    here: FlaskClient, path: str, field: str, value: str
) -> None:
    answer = asking.send_form(here, f"/account/{path}", **{field: value})
    assert answer.status_code in (409, 422)
    assert f'id="{field}-error"' in answer.text
    assert value in answer.text


def test_own_comments_are_withdrawn_and_put_back_by_their_author_only(
    app: Flask, here: FlaskClient, work: WorkFactory, ann: asking.Ann
) -> None:
    with work() as w:
        row = make.comment(w, ann.site, Actor(id=ann.id, name="Ann", role=Role.READER), "Mine alone.")
        comment, email = row.id, asking.moderator(w, ann.site)
    stranger = app.test_client()
    asking.log_in(stranger, email)
    for act in ("withdraw", "put-back"):
        assert asking.send_form(stranger, f"/account/comments/{comment}/{act}").status_code == 404
    assert "Mine alone." not in stranger.get("/account/comments").text
    assert "Mine alone." in here.get("/account/comments").text
    answer = asking.send_form(here, f"/account/comments/{comment}/withdraw")
    assert answer.headers["Location"].endswith(f"?done=withdrawn#comment-{comment}")
    assert here.get(f"/c/{comment}").status_code == 404
    assert "Put it back" in here.get("/account/comments?done=withdrawn").text
    asking.send_form(here, f"/account/comments/{comment}/put-back")
    assert "Mine alone." in here.get(f"/c/{comment}").text


def test_muting_folds_their_comments_away_for_this_reader(
    app: Flask, here: FlaskClient, work: WorkFactory, ann: asking.Ann
) -> None:
    with work() as w:
        bob = make.member(w, "Bob Birch")
        comment = make.comment(w, ann.site, bob, "Loud words.").id
        other = make.comment(w, ann.site, None, "Quiet words.").id
    assert f"/u/courier/{bob.id}" in here.get(f"/c/{comment}").text
    assert f'action="http://comments.example/account/muted/{bob.id}"' in here.get(f"/u/courier/{bob.id}").text
    for _ in range(2):
        assert asking.send_form(here, f"/account/muted/{bob.id}").status_code == 303
    thread = f"/t/courier?url={make.ARTICLE}"
    assert here.get(thread).text.count("You have muted <bdi>Bob Birch</bdi>") == 1
    assert "You have muted" not in here.get(f"/c/{other}").text
    assert "You have muted" not in app.test_client().get(thread).text
    assert "Bob Birch" in here.get("/account/muted").text
    asking.send_form(here, f"/account/muted/{bob.id}/end")
    assert "You have muted" not in here.get(thread).text
    assert asking.send_form(here, f"/account/muted/{ann.id}").status_code == 422
    assert asking.send_form(here, "/account/muted/999").status_code == 404


def test_nobody_collects_all_members(client: FlaskClient) -> None:
    answers = [client.get(f"/u/courier/{number}").status_code for number in range(1, 62)]
    assert (answers[0], answers[-1]) == (404, 429)


def test_every_account_page_asks_for_a_log_in(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("account."):
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            headers = {"Origin": "http://comments.example"}
            answer = client.open(asking.address(rule, 1), method=method, headers=headers)
            assert answer.status_code == 303, rule
            assert "/login?to=%2Faccount" in answer.headers["Location"]
