"""The publisher's token at the API: exchanged for the embed's session, or refused in words."""

import pytest
from flask.testing import FlaskClient

from commentbox.domain.people import Role
from commentbox.services.sso_keys import add_key
from commentbox.store.people import StaffRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.tokens import SECRET, claims, hs256
from tests.web import asking

ME = f"me?url={make.ARTICLE}"


@pytest.fixture(autouse=True)
def site(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        add_key(w, "courier", "HS256", kid="main", given=SECRET)


def send(client: FlaskClient, token: object) -> int:
    return asking.call(client, "POST", "session", {"token": token}).status_code


def test_a_token_is_worth_a_session_in_the_page(client: FlaskClient, clock: Clock) -> None:
    answer = asking.call(client, "POST", "session", {"token": hs256(claims(clock))})
    assert (answer.status_code, answer.get_json()) == (201, {"signed_in": True})
    assert "Path=/api/v1/courier" in asking.cookie(answer, "commentbox_embed")
    me = asking.call(client, "GET", ME).get_json()
    assert (me["name"], me["may_post"]) == ("Cleo Marsh", True)


def test_a_bad_token_leaves_a_guest_and_says_why(client: FlaskClient, clock: Clock) -> None:
    answer = asking.call(client, "POST", "session", {"token": hs256(claims(clock, sub=None))})
    assert answer.status_code == 422
    error = answer.get_json()["error"]
    assert (error["code"], error["field"]) == ("bad_token", "token")
    assert "“sub” must be" in error["message"]
    assert asking.call(client, "GET", ME).get_json()["signed_in"] is False


@pytest.mark.parametrize("token", [7, [], {}, True, "", "x" * 60_000, "\x00", "é.é.é", "\ud800"])
def test_what_is_no_token_is_refused_and_breaks_nothing(client: FlaskClient, token: object) -> None:
    assert send(client, token) == 422


def test_the_next_readers_token_takes_the_place_of_the_last(client: FlaskClient, clock: Clock) -> None:
    send(client, hs256(claims(clock)))
    send(client, hs256(claims(clock, sub="43", name="Dan Fenn")))
    assert asking.call(client, "GET", ME).get_json()["name"] == "Dan Fenn"
    assert send(client, "") == 422
    assert asking.call(client, "GET", ME).get_json()["signed_in"] is False


def test_no_page_of_another_origin_exchanges_one(client: FlaskClient, clock: Clock) -> None:
    token = hs256(claims(clock))
    answer = asking.call(client, "POST", "session", {"token": token}, origin="https://evil.example")
    assert answer.status_code == 403
    assert send(client, token) == 201


def test_badges_stand_beside_what_the_reader_says(client: FlaskClient, clock: Clock) -> None:
    send(client, hs256(claims(clock, roles=["subscriber"], badges=["<b>Since 1998</b>"], avatar="CM")))
    new = {
        "url": make.ARTICLE,
        "title": "",
        "parent": None,
        "text": "A bridge is for people.",
        "key": "k" * 8,
    }
    html = asking.call(client, "POST", "comments", new).get_json()["html"]
    assert '<span class="cb-badge cb-given"><bdi>Subscriber</bdi></span>' in html
    assert "<bdi>&lt;b&gt;Since 1998&lt;/b&gt;</bdi>" in html
    assert ">CM</span>" in html
    found = client.get(f"/api/v1/courier/comments?url={make.ARTICLE}").get_json()["comments"][0]["author"]
    assert found == {
        "name": "Cleo Marsh",
        "staff": False,
        "member": False,
        "wrote_article": False,
        "expert": None,
        "badges": ["Subscriber", "<b>Since 1998</b>"],
        "avatar": "CM",
    }


class TestTheConsolesLook:
    @pytest.fixture
    def desk(self, client: FlaskClient, work: WorkFactory) -> FlaskClient:
        with work() as w:
            person = asking.new_person(w, "Ada Desk", "ada@mail.example")
            w.session.add(StaffRow(person_id=person.id, site_id=1, role=Role.ADMIN, created_at=w.now))
            mo = asking.new_person(w, "Mo Ash", "mo@mail.example")
            w.session.add(StaffRow(person_id=mo.id, site_id=1, role=Role.MODERATOR, created_at=w.now))
        asking.send_form(client, "/console/login", email="ada@mail.example", password=make.PASSWORD)
        return client

    def test_a_good_token_is_explained_and_stays_good(self, desk: FlaskClient, clock: Clock) -> None:
        token = hs256(claims(clock, roles=["editor"], email="cleo@mail.example"))
        for _ in range(2):
            page = asking.send_form(desk, "/console/courier/sso", token=f" {token}\n").text
            assert "This token is good" in page
            assert "a reader who has not been here before" in page
            assert "only your own staff is called so: editor" in page
            assert "no checked e-mail address" in page
        assert send(desk, token) == 201
        page = asking.send_form(desk, "/console/courier/sso", token=token).text
        assert "One thing is wrong" in page
        assert "It was used already" in page

    def test_everything_wrong_is_listed(self, desk: FlaskClient, clock: Clock) -> None:
        token = hs256(claims(clock, sub="<script>", aud="x", exp=1), secret="a" * 40)
        page = asking.send_form(desk, "/console/courier/sso", token=token).text
        assert "4 things are wrong" in page
        for words in ("signature is not right", "“aud” is “x”", "run out", "“exp” must be after"):
            assert words in page
        assert "<script>" not in page

    def test_the_live_keys_are_listed_and_no_secret_is(self, desk: FlaskClient) -> None:
        page = desk.get("/console/courier/sso").text
        assert "<code>main</code> · HS256" in page
        assert "<b>live</b>" in page
        assert SECRET not in page

    def test_a_moderator_has_no_business_there(self, desk: FlaskClient) -> None:
        asking.send_form(desk, "/console/login", email="mo@mail.example", password=make.PASSWORD)
        assert desk.get("/console/courier/sso").status_code == 403
        assert "Sign-on" not in desk.get("/console/courier/queue").text
