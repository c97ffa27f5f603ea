"""A code by e-mail: it signs its owner in, here, once, soon; and tells nobody who has an account."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from werkzeug.test import TestResponse

from commentbox.services.email_codes import JOB, LASTS, MAX_TRIES, ask_for_code, person_with_code
from commentbox.services.passwords import is_password
from commentbox.services.sign_in import open_session
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.email_codes import EmailCodeRow
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow
from commentbox.store.sessions import SessionRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web import asking
from tests.web.post import Post

UNIQUE = {"X-Request-Id", "Set-Cookie"}  # new ones for every answer
WRONG = "This is not the code in the newest message."
DEAD = "This code has run out of time, or was tried too often."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"smtp_url": "smtp://localhost:2525"})


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        return asking.ann(w)


def ask(client: FlaskClient, email: str = asking.EMAIL, **fields: str) -> TestResponse:
    return asking.send_form(client, "/login/email", email=email, **fields)


def enter(client: FlaskClient, code: str, **fields: str) -> TestResponse:
    return asking.send_form(client, "/login/code", code=code, **fields)


def is_in(client: FlaskClient) -> bool:
    return "You are signed in as" in client.get("/login").text


def test_from_the_log_in_page_into_the_conversation(client: FlaskClient, post: Post) -> None:
    login = client.get("/login")
    assert 'formaction="http://comments.example/login/email" formnovalidate>E-mail me a code<' in login.text
    back = {"site": "courier", "url": make.ARTICLE}
    answer = ask(client, **back)
    assert answer.headers["Location"].startswith("http://comments.example/login/code?site=courier")
    page = client.get(answer.headers["Location"].removeprefix("http://comments.example"))
    assert f"If there is an account for <strong><bdi>{asking.EMAIL}</bdi></strong>" in page.text
    done = enter(client, post.code(), **back)
    assert (
        done.headers["Location"]
        == "http://comments.example/t/courier?url=https%3A%2F%2Fpaper.example%2Fbridge"
    )
    assert is_in(client)
    assert "commentbox_code=;" in asking.cookie(done, "commentbox_code")


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}{1}", "{0}\u00a0{1}"])
def test_a_code_may_be_typed_as_it_is_written(client: FlaskClient, post: Post, typed: str) -> None:
    ask(client)
    code = post.code()
    assert enter(client, typed.format(code[:4], code[4:])).status_code == 303


def test_the_cookie_goes_where_the_code_is_typed_and_nowhere_else(client: FlaskClient) -> None:
    cookie = asking.cookie(ask(client), "commentbox_code")
    for part in ("Path=/login/code", "HttpOnly", "SameSite=Lax", "Max-Age=600"):
        assert part in cookie


def test_opening_the_link_spends_nothing(app: Flask, client: FlaskClient, post: Post) -> None:
    ask(client, site="courier", url=make.ARTICLE)
    link = post.path()
    scanner = app.test_client()
    for _ in range(MAX_TRIES + 1):
        assert "Type this there" in scanner.get(link).text
        assert "Set-Cookie" not in scanner.get(link).headers
    page = client.get(link)
    assert f'value="{post.code()}"' in page.text
    assert not is_in(client)
    assert enter(client, post.code()).status_code == 303


def test_a_link_puts_no_words_on_the_page(client: FlaskClient) -> None:
    for code in ("Call 0800 12345", "<b>12345678</b>", "1234567", "١٢٣٤٥٦٧٨"):
        assert code not in client.get("/login/code", query_string={"code": code}).text


def test_a_code_is_worth_nothing_in_another_browser(app: Flask, client: FlaskClient, post: Post) -> None:
    ask(client)
    thief = app.test_client()
    assert DEAD in enter(thief, post.code()).text
    ask(thief, "eve@mail.example")
    assert WRONG in enter(thief, post.code()).text
    assert not is_in(thief)
    assert enter(client, post.code()).status_code == 303


def test_a_code_works_once(app: Flask, client: FlaskClient, post: Post) -> None:
    cookie = asking.cookie(ask(client), "commentbox_code").partition("=")[2].partition(";")[0]
    enter(client, post.code())
    again = app.test_client()
    again.set_cookie("commentbox_code", cookie, path="/login/code")
    assert DEAD in enter(again, post.code()).text


def test_five_wrong_tries_and_the_right_one_is_too_late(client: FlaskClient, post: Post) -> None:
    ask(client)
    code = post.code()
    wrong = "00000000" if code != "00000000" else "00000001"
    answers = [enter(client, wrong) for _ in range(MAX_TRIES)]
    assert [WRONG in answer.text for answer in answers] == [True] * 4 + [False]
    assert all(answer.status_code == 422 for answer in answers)
    assert DEAD in enter(client, code).text
    assert not is_in(client)


def test_a_code_runs_out(client: FlaskClient, post: Post, clock: Clock) -> None:
    ask(client)
    code = post.code()
    clock.now += LASTS
    assert DEAD in enter(client, code).text


def test_only_the_newest_code_works(client: FlaskClient, post: Post) -> None:
    ask(client)
    first = post.code()
    ask(client)
    second = post.code()
    assert first == second or WRONG in enter(client, first).text
    assert enter(client, second).status_code == 303


def test_known_and_unknown_addresses_look_the_same_at_every_step(
    app: Flask, post: Post, clock: Clock
) -> None:
    known, unknown = app.test_client(), app.test_client()
    pairs = ((known, asking.EMAIL), (unknown, "nobody@mail.example"))
    steps = [[_comparable(ask(client, email), email) for client, email in pairs]]
    post.come()
    for _ in range(MAX_TRIES + 1):
        steps.append([_comparable(client.get("/login/code"), email) for client, email in pairs])
        steps.append([_comparable(enter(client, "00000000"), email) for client, email in pairs])
    for client, email in pairs:
        ask(client, email)
    clock.now += LASTS
    post.come()
    steps.append([_comparable(client.get("/login/code"), email) for client, email in pairs])
    assert all(one == other for one, other in steps)
    assert [letter["to"] for letter in post.come()] == [asking.EMAIL]


def test_known_and_unknown_addresses_cost_the_same_work(app: Flask, post: Post) -> None:
    clients = {email: app.test_client() for email in (asking.EMAIL, "nobody@mail.example")}
    asked = [_statements(app, lambda c=client, e=email: ask(c, e)) for email, client in clients.items()]
    post.come()
    tried = [_statements(app, lambda c=client: enter(c, "00000000")) for client in clients.values()]
    assert asked[0] == asked[1]
    assert tried[0] == tried[1]
    assert any("INSERT INTO email_codes" in statement for statement in asked[0])


def test_the_code_is_nowhere_in_the_database(client: FlaskClient, post: Post, work: WorkFactory) -> None:
    ask(client)
    code = post.code()
    with work() as w:
        row = w.session.scalars(select(EmailCodeRow)).one()
        jobs = w.session.scalars(select(JobRow)).all()
        assert row.code_hash not in (None, code)
        assert [job.kind for job in jobs] == [JOB]
        assert all(code not in str(job.payload) and code[:4] not in str(job.payload) for job in jobs)


def test_of_many_that_send_one_code_at_once_one_gets_in(
    work: WorkFactory, post: Post, engine: Engine, settings: Settings, clock: Clock, ann: asking.Ann
) -> None:
    with work() as w:
        token = ask_for_code(w, asking.EMAIL, {})
    code = post.code()

    def one(_: int) -> int | None:
        with begin(engine, settings, clock()) as w:
            return person_with_code(w, token, code)

    with ThreadPoolExecutor(5) as pool:
        assert sorted(map(str, pool.map(one, range(5)))) == [str(ann.id)] + ["None"] * 4


def test_many_guesses_at_once_are_five(
    work: WorkFactory, post: Post, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with work() as w:
        token = ask_for_code(w, asking.EMAIL, {})
    post.come()

    def guess(number: int) -> None:
        with begin(engine, settings, clock()) as w:
            person_with_code(w, token, f"wrong {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(24)))
    with work() as w:
        assert w.session.scalars(select(EmailCodeRow.tries)).one() == MAX_TRIES


def test_an_address_that_was_never_confirmed_is_its_owners_from_now_on(
    client: FlaskClient, post: Post, work: WorkFactory, ann: asking.Ann
) -> None:
    with work() as w:
        w.session.get_one(PersonRow, ann.id).verified_at = None
        open_session(w, ann.id, "reader")  # by whoever registered with her address
    ask(client)
    enter(client, post.code())
    assert post.subjects()[-1] == "Your address is confirmed"
    with work() as w:
        person = w.session.get_one(PersonRow, ann.id)
        assert person.verified_at == w.now
        assert not is_password(make.PASSWORD, person.password_hash)
        assert len(w.session.scalars(select(SessionRow)).all()) == 1


def test_a_confirmed_address_keeps_its_password(
    client: FlaskClient, post: Post, work: WorkFactory, ann: asking.Ann, clock: Clock
) -> None:
    with work() as w:
        w.session.get_one(PersonRow, ann.id).verified_at = clock.now
    ask(client)
    enter(client, post.code())
    assert asking.log_in(client).status_code == 303


@pytest.mark.parametrize("email", ["", "ann", "ann@mail.example\r\nBcc: eve@evil.example"])
def test_what_is_no_address_is_told_by_the_field(client: FlaskClient, post: Post, email: str) -> None:
    answer = ask(client, email)
    assert answer.status_code == 422
    assert 'aria-describedby="email-error" aria-invalid="true"' in answer.text
    assert post.come() == []


def test_an_address_gets_five_letters_in_half_an_hour_and_others_are_not_kept_waiting(
    client: FlaskClient, clock: Clock
) -> None:
    assert [ask(client).status_code for _ in range(6)] == [303] * 5 + [429]
    assert ask(client, "other@mail.example").status_code == 303
    clock.advance(minutes=30)
    assert ask(client).status_code == 303


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "Forwarded", "X-Host"])
def test_no_header_changes_where_the_link_leads(client: FlaskClient, post: Post, name: str) -> None:
    headers = {"Origin": "http://comments.example", name: "host=evil.example"}
    client.post("/login/email", data={"email": asking.EMAIL}, headers=headers)
    assert post.path().startswith("/login/code?code=")


def _comparable(answer: TestResponse, email: str) -> tuple[int, list[tuple[str, str]], str]:
    headers = [(name, value) for name, value in answer.headers if name not in UNIQUE | {"Content-Length"}]
    return answer.status_code, headers, answer.text.replace(email, "ADDRESS")


def _statements(app: Flask, act) -> list[str]:  # type: ignore[no-untyped-def]  # any request
    """Everything the database is asked to do."""
    engine: Engine = app.extensions["commentbox"].engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return asked
