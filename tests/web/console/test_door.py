"""Nobody but a site's own staff, signed in at the console itself, sees or does anything there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from commentbox.domain.comment import Status
from commentbox.domain.people import Role
from commentbox.services.accounts import set_role
from commentbox.store.articles import ArticleRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.people import person_by_email
from commentbox.web.console.door import OPEN
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking
from tests.web.console.desk import Desk, make_desk, sign_in

STAFF = "commentbox_staff"


@pytest.fixture
def desk(work: WorkFactory, client: FlaskClient) -> Desk:
    return make_desk(work, client)


def _addresses(app: Flask, desk: Desk) -> list[tuple[str, str]]:
    """Method and path of everything behind the door."""
    return [
        (method, asking.address(rule, desk.held))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("console.") and rule.endpoint not in OPEN
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _knock(client: FlaskClient, method: str, path: str) -> tuple[int, str | None]:
    form = {"action": "approve", "revision": "1", "seen": "0", "open": "0", "is": "1", "person": "1"}
    data = form if method == "POST" else None
    answer = client.open(path, method=method, data=data, headers={"Origin": BOX})
    return answer.status_code, answer.headers.get("Location")


def _nothing_happened(desk: Desk) -> bool:
    with desk.work() as w:
        is_open = w.session.get_one(ArticleRow, desk.article).closed_at is None
        count = w.session.scalars(select(func.count()).select_from(DecisionRow)).one()
    return is_open and count == 0 and desk.status(desk.held) is Status.HELD


def _refused(method: str) -> tuple[int, str | None]:
    return (303, "/console/login") if method == "GET" else (401, None)


def _value(cookie: str) -> str:
    value = cookie.partition("=")[2].partition(";")[0]
    assert len(value) > 20
    return value


def test_there_is_a_guard_before_every_address(app: Flask, desk: Desk) -> None:
    stranger = app.test_client()
    addresses = _addresses(app, desk)
    assert len(addresses) >= 7
    for method, path in addresses:
        assert _knock(stranger, method, path) == _refused(method), path
    assert _nothing_happened(desk)


def test_who_is_not_signed_in_is_shown_the_log_in(app: Flask, desk: Desk) -> None:
    answer = app.test_client().get("/console/courier/queue")
    assert answer.headers["Location"] == "/console/login"


def test_a_script_is_told_in_json(app: Flask, desk: Desk) -> None:
    answer = app.test_client().get("/console/courier/queue", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (401, "signed_out")


def test_a_moderators_reader_session_opens_nothing_here(app: Flask, desk: Desk) -> None:
    reader = app.test_client()
    value = _value(asking.cookie(asking.log_in(reader, "mo@mail.example"), "commentbox_reader"))
    for name in ("commentbox_reader", "commentbox_embed", STAFF):
        reader.set_cookie(name, value, path="/")
        for method, path in _addresses(app, desk):
            assert _knock(reader, method, path) == _refused(method), (name, path)
    assert _nothing_happened(desk)


def test_another_sites_moderator_finds_nothing_here(
    app: Flask, work: WorkFactory, client: FlaskClient
) -> None:
    desk = make_desk(work, app.test_client())
    with work() as w:
        herald = make.site(w, "herald")
        person = person_by_email(w.session, "mo@mail.example")
        assert person is not None
        set_role(w, person.id, herald.id, Role.ADMIN)
        set_role(w, person.id, w.session.get_one(ArticleRow, desk.article).site_id, Role.READER)
    sign_in(client, "mo@mail.example")
    for method, path in _addresses(app, desk):
        if path.startswith("/console/courier/"):
            assert _knock(client, method, path)[0] == 404, path
            elsewhere = path.replace("courier", "herald")
            if "/staff/" in path or path.endswith("/trial/stop"):
                continue  # herald's own administrator may
            wanted = {404} if "/1" in path else {200, 422}  # 422: a form without anything in it
            assert _knock(client, method, elsewhere)[0] in wanted, elsewhere
    assert _nothing_happened(desk)


def test_whether_a_site_exists_is_not_told_to_others(desk: Desk) -> None:
    with desk.work() as w:
        make.site(w, "herald")
    answers = [
        desk.client.get(f"/console/{key}/queue").get_data(as_text=True) for key in ("herald", "nowhere")
    ]
    assert answers[0].replace("herald", "nowhere") == answers[1]


def test_a_role_that_was_taken_away_is_gone_at_once(desk: Desk) -> None:
    with desk.work() as w:
        person = person_by_email(w.session, "mo@mail.example")
        assert person is not None
        set_role(w, person.id, w.session.get_one(ArticleRow, desk.article).site_id, Role.READER)
    assert desk.decide(desk.held, action="approve").status_code == 401
    assert _nothing_happened(desk)


@pytest.mark.parametrize("email", ["ann@mail.example", "nobody@mail.example", "mo@mail.example"])
def test_every_refused_log_in_reads_the_same(work: WorkFactory, client: FlaskClient, email: str) -> None:
    with work() as w:
        asking.moderator(w, asking.ann(w).site)
    password = "a wrong one, surely" if email == "mo@mail.example" else make.PASSWORD
    answer = sign_in(client, email, password)
    assert answer.status_code == 422
    assert "E-mail or password is not right." in answer.get_data(as_text=True)
    assert asking.cookie(answer, STAFF) == ""


def test_the_cookie_goes_to_the_console_only_and_never_with_a_foreign_page(
    work: WorkFactory, client: FlaskClient
) -> None:
    with work() as w:
        asking.moderator(w, make.site(w))
    answer = sign_in(client, "mo@mail.example")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/")
    cookie = asking.cookie(answer, STAFF)
    for part in ("Path=/console", "SameSite=Strict", "HttpOnly"):
        assert part in cookie


def test_logging_out_ends_the_session_not_only_the_cookie(app: Flask, desk: Desk) -> None:
    kept = _value(asking.cookie(sign_in(desk.client, "mo@mail.example"), STAFF))
    other = app.test_client()
    other.set_cookie(STAFF, kept, path="/console")
    assert other.get("/console/courier/queue").status_code == 200
    assert desk.send("logout").headers["Location"] == "/console/login"
    assert other.get("/console/courier/queue").status_code == 303


def test_a_form_of_the_publishers_page_does_nothing(desk: Desk) -> None:
    fields = {"action": "approve", "revision": "1", "seen": "0"}
    path = f"/console/courier/comments/{desk.held}/decisions"
    answer = desk.client.post(path, data=fields, headers={"Origin": make.PAPER})
    assert answer.status_code == 403
    assert _nothing_happened(desk)
