"""Feeds: well-formed whatever was said, the same for everybody, and empty of what is gone."""

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from commentbox.domain.comment import Status
from commentbox.domain.people import Actor, Role
from commentbox.services.post_comment import post_comment
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow
from commentbox.store.status import change_status
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "/embed/courier/feed"
THREAD = f"{SITE}?url={make.ARTICLE}"
HOSTILE = "]]> <b>bold</b> &amp; **strong** </content></entry>"


@pytest.fixture
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        ann = asking.ann(w)
        actor = Actor(id=ann.id, name="Ann Alder", role=Role.READER)
        make.comment(w, ann.site, actor, HOSTILE, minutes_ago=5)
        make.comment(w, ann.site, actor, "About pears.", url="https://paper.example/pears", minutes_ago=3)
        make.comment(w, ann.site, actor, "Not yet seen.", status=Status.HELD)
        make.comment(w, make.site(w, "gazette"), actor, "Said elsewhere.")
        return ann


def read(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/atom+xml"
    found: Element = fromstring(answer.data)
    return found


def texts(feed: Element, name: str) -> list[str]:
    return [found.text or "" for found in feed.iterfind(f"{ATOM}entry/{ATOM}{name}")]


def test_a_site_and_an_article_can_be_followed(client: FlaskClient, ann: asking.Ann) -> None:
    site, thread = read(client, SITE), read(client, THREAD)
    assert texts(site, "content") == ["<p>About pears.</p>\n", texts(thread, "content")[0]]
    assert "<strong>strong</strong>" in texts(thread, "content")[0]
    assert "&lt;b&gt;bold" in texts(thread, "content")[0]
    assert texts(thread, "id") == ["urn:commentbox:courier:comment:1"]
    assert texts(thread, "title") == ["Ann Alder: The bridge"]
    (link,) = thread.iterfind(f"{ATOM}entry/{ATOM}link")
    assert link.get("href") == f"{make.ARTICLE}#comment-1"
    assert thread.findtext(f"{ATOM}updated") == texts(thread, "updated")[0]
    assert texts(read(client, f"{SITE}?url=https://paper.example/new"), "id") == []


def test_an_answer_is_everybodys_and_may_be_kept(client: FlaskClient, ann: asking.Ann) -> None:
    asking.log_in(client)
    for path in (SITE, THREAD):
        first = client.get(path)
        assert first.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=2")
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in first.headers.get("Vary", "")
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
    assert client.get(f"{SITE}?x=1").status_code == 422
    assert client.get(f"{SITE}?url=https://elsewhere.example/a").status_code == 422
    assert client.get("/embed/nowhere/feed").status_code == 404


def test_what_is_gone_is_gone_from_the_feeds(client: FlaskClient, ann: asking.Ann, work: WorkFactory) -> None:
    etag = client.get(THREAD).headers["ETag"]
    with work() as w:
        change_status(w.session, w.session.get_one(CommentRow, 1), Status.REMOVED)
        w.session.get_one(PersonRow, ann.id).erased_at = w.now
    assert texts(read(client, THREAD), "id") == []
    assert texts(read(client, SITE), "title") == ["Deleted account: The bridge"]
    assert client.get(THREAD, headers={"If-None-Match": etag}).status_code == 200


def test_what_xml_cannot_hold_does_not_break_it(
    client: FlaskClient, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        w.session.get_one(CommentRow, 1).html = "<p>a\x0bb\x1fc\ufffe</p>"
        w.session.get_one(ArticleRow, 1).title = 'A "bridge" <for> & all\x08'
    feed = read(client, THREAD)
    assert texts(feed, "content") == ["<p>abc</p>"]
    assert texts(feed, "title") == ['Ann Alder: A "bridge" <for> & all']


def test_answers_to_somebody_are_behind_an_address_that_can_be_taken_back(
    client: FlaskClient, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        post_comment(w, make.member(w, "Bob Birch"), "courier", make.draft("Agreed entirely.", parent=1))
    asking.log_in(client)
    stranger = client.application.test_client()
    made = asking.send_form(client, "/account/conversations/feed")
    first = address(made.text)
    answer = stranger.get(first)
    assert answer.headers["Cache-Control"] == "private, max-age=0"
    assert texts(read(stranger, first), "title") == ["Bob Birch: The bridge"]
    assert first.removeprefix("/feeds/") not in client.get("/account/conversations").text
    second = address(asking.send_form(client, "/account/conversations/feed").text)
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    for _ in range(2):
        ended = asking.send_form(client, "/account/conversations/feed/end")
        assert ended.status_code == 303
    assert stranger.get(second).status_code == 404


def address(page: str) -> str:
    return page.split(f'value="{BOX}')[1].split('"')[0]
