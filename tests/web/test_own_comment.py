"""One's own comment through the API and on a page without JavaScript: change, delete, and undo of both."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commentbox.domain.comment import Status
from commentbox.services.sign_in import open_session
from commentbox.store.comments import CommentRow
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web import asking

HOSTS = ("localhost", "comments.example")  # as a test asks, and as a redirect says


class Reader:
    """Ann, signed in, with one published comment."""

    def __init__(self, client: FlaskClient, work: WorkFactory):
        self.client, self.work = client, work
        with work() as w:
            ann = asking.ann(w)
            actor = make.member(w, "Bea Box")
            self.other = make.comment(w, ann.site, actor, "By somebody else.").id
            self.id = make.comment(w, ann.site, None, "Mine, as it was.").id
            make.row(w, self.id).author_id = ann.id
            self.token = open_session(w, ann.id, "reader")
        for host in HOSTS:
            client.set_cookie(COOKIES["reader"], self.token, domain=host)

    def call(self, method: str, path: str, body: Any = None) -> TestResponse:
        return asking.call(self.client, method, path, body)

    def send(self, path: str, **fields: str) -> TestResponse:
        return asking.send_form(self.client, f"/c/{self.id}/{path}", **fields)

    def page(self) -> str:
        return self.client.get(f"/c/{self.id}/own").text

    def row(self) -> CommentRow:
        with self.work() as w:
            return make.row(w, self.id)


@pytest.fixture
def ann(client: FlaskClient, work: WorkFactory) -> Reader:
    return Reader(client, work)


def test_what_one_may_do_comes_with_a_personal_request_and_not_in_the_page(ann: Reader) -> None:
    told = ann.call("POST", "votes-of-mine", {"comments": [ann.id, ann.other]}).get_json()
    assert told["own"] == [
        {"id": ann.id, "edit_until": "2026-05-04T12:05:00Z", "undo_until": None, "may_delete": True}
    ]
    public = ann.client.get(f"/embed/courier/thread?url={make.ARTICLE}").text
    assert f"/c/{ann.id}/own" not in public
    mine = ann.client.get(f"/t/courier?url={make.ARTICLE}").text
    assert (f"/c/{ann.id}/report" in mine, f"/c/{ann.other}/report" in mine) == (False, True)


def test_a_comment_is_changed_and_the_change_taken_back(ann: Reader) -> None:
    mine = ann.call("GET", f"comments/{ann.id}/own").get_json()
    assert (mine["text"], mine["revision"]) == ("Mine, as it was.", 1)
    for _ in range(2):
        answer = ann.call("PATCH", f"comments/{ann.id}", {"text": "Mine, *mended*.", "revision": 1})
        told = answer.get_json()
        assert (answer.status_code, told["revision"], told["message"]) == (200, 2, "Your change is saved.")
        assert "<em>mended</em>" in told["html"]
    assert "edited" in ann.client.get(f"/embed/courier/thread?url={make.ARTICLE}").text
    answer = ann.call("POST", f"comments/{ann.id}/undo", {"revision": 2})
    assert (answer.status_code, ann.row().source, ann.row().edited_at) == (200, "Mine, as it was.", None)


def test_a_text_that_has_another_revision_by_now_is_not_written_over(ann: Reader) -> None:
    ann.call("PATCH", f"comments/{ann.id}", {"text": "First.", "revision": 1})
    answer = ann.call("PATCH", f"comments/{ann.id}", {"text": "Second.", "revision": 1})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "changed_elsewhere")
    assert ann.row().source == "First."


@pytest.mark.parametrize("revision", [None, "1", True, 0, -1, 2**31])
def test_a_revision_that_is_no_number_is_named(ann: Reader, revision: object) -> None:
    for method, path in (("PATCH", f"comments/{ann.id}"), ("POST", f"comments/{ann.id}/undo")):
        body = {"text": "New.", "revision": revision} if method == "PATCH" else {"revision": revision}
        answer = ann.call(method, path, body)
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "revision")


def test_a_comment_is_deleted_and_put_back(ann: Reader) -> None:
    for _ in range(2):
        assert ann.call("DELETE", f"comments/{ann.id}").get_json() == {"count": 1}
    for _ in range(2):
        assert ann.call("POST", f"comments/{ann.id}/put-back").get_json() == {"count": 2}
    assert ann.row().status is Status.PUBLISHED


def test_nobody_elses_can_be_read_changed_or_deleted(ann: Reader) -> None:
    assert ann.call("GET", f"comments/{ann.other}/own").status_code == 404
    assert ann.call("PATCH", f"comments/{ann.other}", {"text": "Mine now.", "revision": 1}).status_code == 403
    assert ann.call("DELETE", f"comments/{ann.other}").status_code == 404
    assert ann.client.get(f"/c/{ann.other}/own").status_code == 404
    assert "By somebody else." not in ann.client.get(f"/c/{ann.other}/own").text


def test_on_a_page_a_comment_is_changed_and_the_change_taken_back(ann: Reader) -> None:
    assert f"/c/{ann.id}/own" in ann.client.get(f"/t/courier?url={make.ARTICLE}").text
    assert f"/c/{ann.id}/own" in ann.client.get(f"/c/{ann.id}").text
    assert "Mine, as it was." in ann.page()
    answer = ann.send("edit", text="Mine, mended.", revision="1")
    assert answer.status_code == 303
    assert "Your change is saved." in ann.client.get(answer.headers["Location"]).text
    assert "Take the last change back" in ann.page()
    assert ann.send("undo-edit", revision="2").headers["Location"].endswith("?done=undone")
    assert ann.row().source == "Mine, as it was."


def test_on_a_page_what_was_typed_survives_a_refusal(ann: Reader, clock: Clock) -> None:
    ann.send("edit", text="From another tab.", revision="1")
    answer = ann.send("edit", text="Typed with care.", revision="1")
    assert answer.status_code == 409
    assert "Typed with care." in answer.text
    assert 'value="2"' in answer.text  # sent once more, it takes the other's place
    clock.advance(minutes=6)
    answer = ann.send("edit", text="Typed too slowly.", revision="2")
    assert (answer.status_code, "Typed too slowly." in answer.text) == (403, True)
    for host in HOSTS:
        ann.client.delete_cookie(COOKIES["reader"], domain=host)
    answer = ann.send("edit", text="Typed without a session.", revision="2")
    assert (answer.status_code, "Typed without a session." in answer.text) == (401, True)
    assert ann.client.get(f"/c/{ann.id}/own").status_code == 303


def test_on_a_page_a_comment_is_deleted_and_put_back(ann: Reader) -> None:
    answer = ann.send("delete")
    assert "Put it back" in ann.client.get(answer.headers["Location"]).text
    assert ann.client.get(f"/c/{ann.id}").status_code == 404
    answer = ann.send("put-back")
    assert "back where it was" in ann.client.get(answer.headers["Location"]).text
    assert ann.row().status is Status.PUBLISHED
