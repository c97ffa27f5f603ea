"""Writing through the API: what is accepted, and what is told to whom for every kind of bad input."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from commentbox.domain.comment import Status
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor
from commentbox.services.people_pages import mute
from commentbox.services.sign_in import open_session
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import BOX, WorkFactory

HEADERS = {"Origin": make.PAPER, "X-Commentbox": "1"}


@pytest.fixture
def ann(work: WorkFactory) -> Actor:
    with work() as w:
        make.site(w)
        return make.member(w, "Ann")


@pytest.fixture
def signed_in(client: FlaskClient, work: WorkFactory, ann: Actor) -> FlaskClient:
    with work() as w:
        token = open_session(w, ann.id, "reader")
    client.set_cookie(COOKIES["reader"], token, domain="comments.example")
    return client


def send(
    client: FlaskClient, body: Any, path: str = "comments", method: str = "POST", **more: Any
) -> TestResponse:
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.open(
        f"/api/v1/courier/{path}", base_url=BOX, method=method, data=data, content_type="application/json",
        headers=HEADERS | more.pop("headers", {}), **more,
    )  # fmt: skip


def draft(**more: Any) -> dict[str, Any]:
    return {
        "url": make.ARTICLE,
        "title": "The bridge",
        "parent": None,
        "text": "Hello.",
        "key": "key-00000001",
    } | more


def test_a_comment_comes_back_as_it_will_be_shown(signed_in: FlaskClient) -> None:
    answer = send(signed_in, draft(text="**Well** said."))
    assert answer.status_code == 201
    told = answer.get_json()
    assert (told["status"], told["count"], told["parent"]) == ("published", 1, None)
    assert "<strong>Well</strong>" in told["html"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_retry_has_one_effect_and_the_same_answer(signed_in: FlaskClient) -> None:
    first, second = send(signed_in, draft()), send(signed_in, draft())
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()


def test_a_held_comment_is_accepted_and_its_author_told(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w, policy=Policy(banned_words=("muppet",)))
        client.set_cookie(
            COOKIES["reader"], open_session(w, make.member(w).id, "reader"), domain="comments.example"
        )
    answer = send(client, draft(text="What a muppet."))
    assert answer.status_code == 202
    assert answer.get_json()["status"] == "held"
    assert "moderator" in answer.get_json()["message"]


def test_me_tells_the_three_states(client: FlaskClient, signed_in: FlaskClient, work: WorkFactory) -> None:
    path = f"/api/v1/courier/me?url={make.ARTICLE}"
    stranger = client.application.test_client().get(path, base_url=BOX).get_json()
    assert (stranger["signed_in"], stranger["may_post"], stranger["denial"]["code"]) == (
        False,
        False,
        "signed_out",
    )
    known = signed_in.get(path, base_url=BOX).get_json()
    assert (known["signed_in"], known["name"], known["may_post"], known["denial"]) == (
        True,
        "Ann",
        True,
        None,
    )
    send(signed_in, draft())
    with work() as w:
        w.session.scalars(select(ArticleRow)).one().closed_at = w.now
    closed = signed_in.get(path, base_url=BOX).get_json()
    assert (closed["may_post"], closed["denial"]["code"]) == (False, "closed")


def test_slow_mode_is_told_before_and_after_in_seconds(signed_in: FlaskClient, work: WorkFactory) -> None:
    path = f"/api/v1/courier/me?url={make.ARTICLE}"
    assert signed_in.get(path, base_url=BOX).get_json()["slow_mode"] is None
    send(signed_in, draft())
    with work() as w:
        w.session.scalars(select(ArticleRow)).one().slow_mode_seconds = 120
    told = signed_in.get(path, base_url=BOX).get_json()["slow_mode"]
    assert (told["seconds"], told["wait"]) == (120, 120)
    assert told["why"].startswith("Slow mode: at least 2 minutes between")
    refused = send(signed_in, draft(text="And more.", key="another-key"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "120")
    error = refused.get_json()["error"]
    assert (error["code"], error["field"], error["retry_after"]) == ("slow_mode", "text", 120)
    form = {"url": make.ARTICLE, "text": "And more.", "key": "a-key-of-a-form"}
    page = signed_in.post("/t/courier/comments", data=form, base_url=BOX, headers={"Origin": BOX})
    assert (page.status_code, page.headers["Retry-After"]) == (429, "120")
    text = page.get_data(as_text=True)
    assert "You can send yours in 120 seconds; your text is kept." in text
    assert "You can send yours from <time" in text
    assert "And more.</textarea>" in text


def test_who_may_want_to_think_again_is_asked_once_and_nothing_is_stored(
    signed_in: FlaskClient, work: WorkFactory
) -> None:
    with work() as w:
        parent = make.comment(w).id
    sent = draft(parent=parent, text="+1", ask=True)
    question = send(signed_in, sent)
    assert (question.status_code, question.get_json()["error"]["code"]) == (409, "think_again")
    with work() as w:
        assert w.session.scalars(select(func.count(CommentRow.id))).one() == 1
    assert send(signed_in, sent | {"ask": False}).status_code == 201
    assert send(signed_in, sent).status_code == 201  # a retry gets the first answer
    form = {"text": "-1", "key": "a-key-of-a-form", "ask": "1"}
    path, headers = f"/c/{parent}/reply", {"Origin": BOX}
    page = signed_in.post(path, data=form, base_url=BOX, headers=headers)
    text = page.get_data(as_text=True)
    assert page.status_code == 409
    assert "Change it, or send it as it is." in text
    assert "Send anyway</span>" in text
    assert 'name="ask"' not in text
    form = {"text": "-1", "key": "a-key-of-a-form"}
    assert signed_in.post(path, data=form, base_url=BOX, headers=headers).status_code == 303


def test_people_of_the_conversation_can_be_named(signed_in: FlaskClient, work: WorkFactory) -> None:
    def offered(**query: str) -> list[str]:
        answer = signed_in.get(
            "/api/v1/courier/people", base_url=BOX, query_string={"url": make.ARTICLE, **query}
        )
        assert answer.headers["Cache-Control"] == "no-store"
        return [person["name"] for person in answer.get_json()["people"]]

    assert offered() == []
    send(signed_in, draft())
    with work() as w:
        for name in ("Bo Chief", "Cy Lind", "Élodie Roux", "Dora Bo-Anders"):
            make.comment(w, author=make.member(w, name))
        make.comment(w, author=make.member(w, "Bo Held"), status=Status.HELD)
        make.comment(w, author=make.member(w, "Bo Elsewhere"), url=f"{make.PAPER}/tram")
    assert offered() == ["Dora Bo-Anders", "Élodie Roux", "Cy Lind", "Bo Chief"]
    assert offered(q="bO") == ["Dora Bo-Anders", "Bo Chief"]
    assert offered(q="éL") == ["Élodie Roux"]
    assert offered(q="bo c") == ["Bo Chief"]
    stranger = signed_in.application.test_client()
    assert stranger.get("/api/v1/courier/people?url=" + make.ARTICLE, base_url=BOX).status_code == 401


def test_me_tells_whom_i_muted_and_the_fragment_who_wrote(
    signed_in: FlaskClient, ann: Actor, work: WorkFactory
) -> None:
    path = f"/api/v1/courier/me?url={make.ARTICLE}"
    assert signed_in.get(path, base_url=BOX).get_json()["muted"] == []
    with work() as w:
        louder, loud = make.member(w), make.member(w)
        make.comment(w, author=loud)
        for actor in (loud, louder):
            mute(w, ann, actor.id)
    mine = signed_in.get(path, base_url=BOX)
    assert (mine.get_json()["muted"], mine.headers["Cache-Control"]) == ([louder.id, loud.id], "no-store")
    stranger = signed_in.application.test_client()
    assert stranger.get(path, base_url=BOX).get_json()["muted"] == []
    drawn = signed_in.get(f"/embed/courier/thread?url={make.ARTICLE}", base_url=BOX).text
    assert f'data-by="{loud.id}"' in drawn
    assert "muted" not in drawn
    assert drawn == stranger.get(f"/embed/courier/thread?url={make.ARTICLE}", base_url=BOX).text


def test_votes_and_reports_go_through(signed_in: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        number = make.comment(w).id
    up = send(signed_in, "", f"comments/{number}/vote", "PUT")
    assert up.get_json() == {"votes": None, "vote": "up"}
    assert send(signed_in, {"comments": [number]}, "votes-of-mine").get_json() == {
        "up": [number],
        "down": [],
        "disagreed": [],
        "reported": [],
        "own": [],
    }
    back = send(signed_in, "", f"comments/{number}/vote", "DELETE")
    assert back.get_json() == {"votes": None, "vote": None}
    assert send(signed_in, {"reason": "spam", "note": ""}, f"comments/{number}/flags").status_code == 204


BAD_BODIES = {
    "not JSON": "{",
    "nothing": "",
    "a list": "[]",
    "a number": "1",
    "NaN": '{"text": NaN}',
    "a name twice": '{"text": "a", "text": "b"}',
    "not UTF-8": b'{"text": "\xff"}',
    "nested 10,000 deep": "[" * 10_000 + "]" * 10_000,
    "an object nested deep": '{"text":' * 5_000 + "1" + "}" * 5_000,
    "an unknown field": json.dumps(draft(status="published")),
    "text missing": json.dumps({"url": make.ARTICLE, "key": "key-00000001"}),
    "text a number": json.dumps(draft(text=5)),
    "text a list": json.dumps(draft(text=["a"])),
    "text empty": json.dumps(draft(text="")),
    "text invisible": json.dumps(draft(text="\u200b\u2060")),
    "text too long": json.dumps(draft(text="a" * 5001)),
    "NUL": json.dumps(draft(text="a\0b")),
    "a control character": json.dumps(draft(text="a\x07b")),
    "a lone surrogate": json.dumps(draft(text="\ud800")),
    "parent a word": json.dumps(draft(parent="one")),
    "parent true": json.dumps(draft(parent=True)),
    "parent below 1": json.dumps(draft(parent=0)),
    "parent beyond numbers": json.dumps(draft(parent=10**30)),
    "title a number": json.dumps(draft(title=5)),
    "key missing": json.dumps(draft(key=None)),
    "key too long": json.dumps(draft(key="k" * 101)),
    "an article elsewhere": json.dumps(draft(url="https://elsewhere.example/")),
    "a script for an article": json.dumps(draft(url="javascript:alert(1)")),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_bad_input_is_told_clearly_and_stores_nothing(
    signed_in: FlaskClient, work: WorkFactory, name: str
) -> None:
    answer = send(signed_in, BAD_BODIES[name])
    assert answer.status_code == 422
    problem = answer.get_json()["error"]
    assert problem["code"]
    assert problem["message"][-1] in ".?"
    with work() as w:
        counts = [
            w.session.scalars(select(func.count()).select_from(t)).one() for t in (CommentRow, ArticleRow)
        ]
    assert counts == [0, 0]


def test_a_parent_that_is_not_there_is_404(signed_in: FlaskClient) -> None:
    assert send(signed_in, draft(parent=4711)).status_code == 404


def test_a_body_of_a_megabyte_is_refused(signed_in: FlaskClient) -> None:
    answer = send(signed_in, draft(text="a" * 1_000_000))
    assert answer.status_code == 413
    assert "64 kB" in answer.get_json()["error"]["message"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_another_content_type_is_refused(signed_in: FlaskClient, kind: str) -> None:
    answer = signed_in.post(
        "/api/v1/courier/comments", base_url=BOX, data=json.dumps(draft()), content_type=kind, headers=HEADERS
    )
    assert answer.status_code == 415


def test_who_is_not_signed_in_gets_401_and_keeps_the_text(client: FlaskClient, ann: Actor) -> None:
    answer = send(client, draft())
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "signed_out"


def test_the_thread_as_json_is_what_the_page_shows(signed_in: FlaskClient) -> None:
    send(signed_in, draft())
    found = signed_in.get(f"/api/v1/courier/comments?url={make.ARTICLE}", base_url=BOX).get_json()
    assert found["article"]["count"] == 1
    assert found["comments"][0]["author"] == {
        "name": "Ann",
        **{"staff": False, "member": False, "wrote_article": False},
        "expert": None,
        "badges": [],
        "avatar": "",
    }
