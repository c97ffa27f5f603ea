"""What is new for somebody: on a page of their own, in the box, and a link that ends the letters."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commentbox.domain.notices import Letters, NoticeKind
from commentbox.domain.people import Actor, Role
from commentbox.services.my_letters import choose_letters, read_letters
from commentbox.services.post_comment import NewComment, post_comment
from commentbox.services.stop_letters import stop_link
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking

HEADERS = {"Origin": make.PAPER, "X-Commentbox": "1"}


@pytest.fixture
def ann(work: WorkFactory) -> asking.Ann:
    """Somebody has answered her."""
    with work() as w:
        ann = asking.ann(w)
        root = make.comment(w, ann.site, make.member(w, "Bob Birch"))
        root.author_id = ann.id
    with work() as w:
        post_comment(w, make.member(w, "Cy Lind"), "courier", draft(root.id))
    return ann


def draft(parent: int) -> NewComment:
    return make.draft("Agreed & <b>entirely</b>.", parent=parent)


@pytest.fixture
def here(app: Flask, ann: asking.Ann) -> FlaskClient:
    client = app.test_client()
    asking.log_in(client)
    return client


def test_the_page_leads_into_the_article_and_marks_what_is_new(here: FlaskClient) -> None:
    page = here.get("/account/conversations").text
    assert '<span class="tag good">New</span> <a href="https://paper.example/bridge#comment-2">' in page
    assert "<bdi>Cy Lind answered you</bdi>" in page
    assert "Agreed &amp; &lt;b&gt;entirely&lt;/b&gt;." in page
    assert ">New<" in here.get("/account/conversations").text  # looking changes nothing
    until = re.findall(r'name="until" value="([^"]+)"', page)[0]
    done = asking.send_form(here, "/account/conversations/read", until=until)
    assert done.headers["Location"].endswith("/account/conversations?done=read")
    assert ">New<" not in here.get("/account/conversations").text
    assert asking.send_form(here, "/account/conversations/read", until="never").status_code == 422


def test_the_box_tells_how_much_is_new_and_takes_it_as_read(here: FlaskClient, app: Flask) -> None:
    me = f"/api/v1/courier/me?url={make.ARTICLE}"
    assert here.get(me).get_json()["unread"] == 1
    news = here.get("/api/v1/courier/notices", headers=HEADERS)
    assert news.headers["Cache-Control"] == "no-store"
    told = news.get_json()
    assert 'data-comment="2"' in told["html"]
    assert here.get(me).get_json()["unread"] == 1
    standalone = f"/t/courier?url={make.ARTICLE}"
    assert '<span class="tag good">1 new notice</span>' in here.get(standalone).text
    until = {"until": told["until"]}
    younger = {"since": "2030-01-01T00:00:00+00:00", **until}
    for sent, left in ((younger, 1), ({"since": told["since"], **until}, 0), (until, 0)):
        done = here.post("/api/v1/courier/notices/read", json=sent, headers=HEADERS)
        assert done.get_json() == {"unread": left}
    assert here.get(me).get_json()["unread"] == 0
    assert "new notice" not in here.get(standalone).text
    for wrong in ("never", "0001-01-01T00:00:00+14:00"):
        refused = here.post("/api/v1/courier/notices/read", json={"since": wrong, **until}, headers=HEADERS)
        assert refused.get_json()["error"]["field"] == "since"
    stranger = app.test_client()
    assert stranger.get(me).get_json()["unread"] == 0
    assert stranger.get("/api/v1/courier/notices").status_code == 401
    assert stranger.post("/api/v1/courier/notices/read", json=until, headers=HEADERS).status_code == 401


def test_letters_are_chosen_kind_by_kind(here: FlaskClient, ann: asking.Ann, work: WorkFactory) -> None:
    assert 'name="reply" value="never" checked' in here.get("/account/letters").text
    assert asking.send_form(here, "/account/letters", reply="at_once", report="daily").status_code == 303
    page = here.get("/account/letters").text
    assert 'name="reply" value="at_once" checked' in page
    assert 'name="report" value="daily" checked' in page
    assert 'name="decision" value="at_once" checked' in page
    refused = asking.send_form(here, "/account/letters", reply="hourly")
    assert refused.status_code == 422
    assert 'href="#reply"' in refused.text


def test_a_look_at_the_link_in_a_letter_changes_nothing_and_a_press_without_a_session_does(
    client: FlaskClient, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        choose_letters(w, Actor(id=ann.id, name="", role=Role.READER), {"reply": "daily"})
        path = stop_link(w, ann.id, (NoticeKind.REPLY,)).removeprefix(BOX)
    assert "Somebody answers a comment of yours" in client.get(path).text
    assert chosen(work, ann) is Letters.DAILY
    for headers in ({}, {"Origin": "https://mail.example"}):
        done = client.post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers)
        assert done.status_code == 200
        assert "No more of these letters:" in done.text
    assert chosen(work, ann) is Letters.NEVER
    for wrong in (f"{path}x", "/letters/x"):
        assert client.get(wrong).status_code == 422
        assert client.post(wrong).status_code == 422
    assert client.get("/letters/").status_code == 404


def chosen(work: WorkFactory, ann: asking.Ann) -> Letters:
    with work() as w:
        actor = Actor(id=ann.id, name="", role=Role.READER)
        return read_letters(w, actor)[NoticeKind.REPLY]
