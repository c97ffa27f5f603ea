"""From “Forgot your password?” to the new one, by plain links and forms."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from commentbox.services.reset_password import LASTS
from commentbox.settings import Settings
from commentbox.worker import Worker
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.web import asking
from tests.web.conftest import AppFactory

NEW = "a brand new password"
SENT = (
    "If there is an account for this address, a message with a link is on its way."
    " The link works for 30 minutes."
)
CHANGED = "Your new password is set. Log in with it."
UNIQUE = {"X-Request-Id"}  # a new one for every answer
BACK = "?site=courier&amp;url=https%3A%2F%2Fpaper.example%2Fbridge"


class Post:
    """Carries what is due to the letter box."""

    def __init__(self, engine: Engine, settings: Settings, clock: Clock) -> None:
        self.letters: list[dict[str, str]] = []
        handlers = {"mail": lambda _, letter: self.letters.append(dict(letter))}
        self._worker = Worker(engine, settings, clock, handlers)

    def link(self) -> str:
        """The path in the newest letter with a link to set a password."""
        self._worker.run_due()
        links = re.findall(rf"^{BOX}(/reset/\S+)$", "\n".join(one["text"] for one in self.letters), re.M)
        return str(links[-1])

    def come(self) -> list[dict[str, str]]:
        self._worker.run_due()
        return self.letters


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


def test_from_the_log_in_page_to_a_new_password(client: FlaskClient, app: Flask, post: Post) -> None:
    elsewhere = app.test_client()
    asking.log_in(elsewhere)
    login = client.get("/login", query_string={"site": "courier", "url": make.ARTICLE})
    assert f'<a href="{BOX}/forgot{BACK}">Forgot your password?</a>' in login.text
    form = client.get("/forgot", query_string={"site": "courier", "url": make.ARTICLE})
    assert '<label for="email">E-mail</label>' in form.text
    sent = asking.send_form(client, "/forgot", email=asking.EMAIL, **hidden(form))
    assert SENT in sent.text
    link = post.link()
    page = client.get(link)
    assert 'name="password" type="password" autocomplete="new-password"' in page.text
    done = asking.send_form(client, path(link), password=NEW, **hidden(page))
    assert (done.status_code, CHANGED in done.text) == (200, True)
    assert hidden(done) == {"site": "courier", "url": make.ARTICLE}
    assert "the console" not in done.text
    assert is_stranger(elsewhere)
    assert asking.log_in(client).status_code == 422
    back = asking.log_in(client, password=NEW, **hidden(done))
    assert back.headers["Location"] == f"{BOX}/t/courier?url=https%3A%2F%2Fpaper.example%2Fbridge"
    subjects = [letter["subject"] for letter in post.come()]
    assert subjects == ["Set a new password", "Your password was changed"]


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask) -> None:
    known, unknown = (
        comparable(asking.send_form(app.test_client(), "/forgot", email=email))
        for email in (asking.EMAIL, "nobody@mail.example")
    )
    assert known == unknown
    assert SENT in known[2]


def test_known_and_unknown_addresses_cost_the_same_work(app: Flask, client: FlaskClient) -> None:
    asking.send_form(client, "/forgot", email="warm@up.example")
    known, unknown = (statements(app, client, email) for email in (asking.EMAIL, "nobody@mail.example"))
    assert known == unknown
    assert any("INSERT INTO jobs" in statement for statement in known)


@pytest.mark.parametrize("email", ["", "ann", "ann@", "ann@mail.example\r\nBcc: eve@evil.example"])
def test_what_is_no_address_is_told_by_the_field(client: FlaskClient, post: Post, email: str) -> None:
    answer = asking.send_form(client, "/forgot", email=email)
    assert answer.status_code == 422
    assert 'aria-describedby="email-error" aria-invalid="true"' in answer.text
    assert post.come() == []


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Host", "X-Original-Host", "Referer"]
)
def test_no_forged_header_reaches_the_letter(client: FlaskClient, post: Post, name: str) -> None:
    value = "host=evil.example;proto=https" if name == "Forwarded" else "evil.example"
    headers = {"Origin": BOX, name: value}
    client.post("/forgot", data={"email": asking.EMAIL}, headers=headers)
    assert post.link().startswith("/reset/")
    assert "evil" not in str(post.letters)


@pytest.mark.parametrize("host", ["evil.example", "comments.example.evil.example", "comments.example:8080"])
def test_a_forged_host_gets_no_letter_at_all(client: FlaskClient, post: Post, host: str) -> None:
    answer = client.post(
        "/forgot",
        data={"email": asking.EMAIL},
        headers={"Origin": BOX},
        environ_overrides={"HTTP_HOST": host},
    )
    assert answer.status_code == 421
    assert post.come() == []


def test_a_spelling_that_means_this_machine_still_links_to_our_address(
    client: FlaskClient, post: Post
) -> None:
    client.post(
        "/forgot",
        data={"email": asking.EMAIL},
        headers={"Origin": BOX},
        environ_overrides={"HTTP_HOST": "localhost"},
    )
    assert post.link().startswith("/reset/")


def test_opening_the_link_spends_nothing(client: FlaskClient, post: Post) -> None:
    link = ask(client, post)
    for method in ("GET", "HEAD", "GET"):
        assert client.open(link, method=method).status_code == 200
    assert CHANGED in asking.send_form(client, path(link), password=NEW).text


@pytest.mark.parametrize("how", ["used", "old", "replaced", "made up"])
def test_a_dead_link_says_what_to_do(client: FlaskClient, post: Post, clock: Clock, how: str) -> None:
    link = ask(client, post)
    if how == "used":
        asking.send_form(client, path(link), password=NEW)
    elif how == "old":
        clock.now += LASTS
    elif how == "replaced":
        ask(client, post)
    else:
        link = "/reset/" + "A" * 43
    for answer in (client.get(link), asking.send_form(client, path(link), password="another new one")):
        assert answer.status_code == 422
        assert "This link does not work" in answer.text
        assert f'<form action="{BOX}/forgot">' in answer.text
        assert 'name="password"' not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    assert asking.log_in(client, password=NEW if how == "used" else make.PASSWORD).status_code == 303


@pytest.mark.parametrize("password", ["", "short", "password", "Ann Alder", asking.EMAIL])
def test_a_bad_password_is_told_by_the_field_and_may_be_mended(
    client: FlaskClient, post: Post, password: str
) -> None:
    link = ask(client, post)
    answer = asking.send_form(client, path(link), password=password)
    assert answer.status_code == 422
    assert 'aria-describedby="password-hint password-error" aria-invalid="true"' in answer.text
    assert "<title>Error: " in answer.text
    assert CHANGED in asking.send_form(client, path(link), password=NEW).text


def test_staff_come_from_the_console_and_find_their_way_back(
    client: FlaskClient, app: Flask, post: Post, ann: asking.Ann, work: WorkFactory
) -> None:
    with work() as w:
        email = asking.moderator(w, ann.site)
    signed_in = app.test_client()
    asking.send_form(signed_in, "/console/login", email=email, password=make.PASSWORD)
    assert signed_in.get("/console/courier/queue").status_code == 200
    assert '<a href="/forgot">Forgot your password?</a>' in client.get("/console/login").text
    done = asking.send_form(client, path(ask(client, post, email)), password=NEW)
    assert f'<a href="{BOX}/console/login">the console</a>' in done.text
    assert signed_in.get("/console/courier/queue").headers["Location"] == "/console/login"
    assert asking.send_form(client, "/console/login", email=email, password=NEW).status_code == 303


@pytest.mark.parametrize("email", [asking.EMAIL, "nobody@mail.example"])
def test_an_address_gets_three_letters_while_a_link_lives_however_it_is_written(
    client: FlaskClient, clock: Clock, email: str
) -> None:
    spellings = (email, email.upper(), f" {email} ", email.title())
    answers = [asking.send_form(client, "/forgot", email=spelling) for spelling in spellings]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429]
    assert answers[-1].headers["Retry-After"].isdigit()
    clock.advance(minutes=30)
    assert asking.send_form(client, "/forgot", email=email).status_code == 200


def test_a_network_asks_ten_times_an_hour(client: FlaskClient, clock: Clock) -> None:
    codes = [
        asking.send_form(client, "/forgot", email=f"reader{number}@mail.example").status_code
        for number in range(11)
    ]
    assert codes == [200] * 10 + [429]
    clock.advance(hours=1)
    assert asking.send_form(client, "/forgot", email=asking.EMAIL).status_code == 200


def test_too_many_failed_log_ins_do_not_stop_the_owner(client: FlaskClient, post: Post) -> None:
    for _ in range(11):
        refused = asking.log_in(client, password="wrong password")
    assert refused.status_code == 429
    assert CHANGED in asking.send_form(client, path(ask(client, post)), password=NEW).text


def test_a_reset_opens_an_account_that_is_tried_from_everywhere(
    app: Flask, client: FlaskClient, post: Post
) -> None:
    form, headers = {"email": asking.EMAIL, "password": "wrong password"}, {"Origin": BOX}
    for network in range(51):
        peer = {"REMOTE_ADDR": f"192.0.{network}.1"}
        refused = app.test_client().post("/login", data=form, headers=headers, environ_base=peer)
    assert refused.status_code == 429
    assert asking.log_in(client).status_code == 429
    asking.send_form(client, path(ask(client, post)), password=NEW)
    assert asking.log_in(client, password=NEW).status_code == 303


def test_a_link_leads_to_no_place_outside(client: FlaskClient, post: Post) -> None:
    for fields in ({"url": "https://evil.example/x"}, {"origin": "https://evil.example"}):
        answer = asking.send_form(client, "/forgot", email=asking.EMAIL, site="courier", **fields)
        assert answer.status_code == 422
    assert post.come() == []


def ask(client: FlaskClient, post: Post, email: str = asking.EMAIL) -> str:
    asking.send_form(client, "/forgot", email=email)
    return post.link()


def path(link: str) -> str:
    return link.partition("?")[0]


def hidden(page: TestResponse) -> dict[str, str]:
    """What the page's form carries unseen."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


def is_stranger(client: FlaskClient) -> bool:
    return "You are signed in as" not in client.get("/login").text


def comparable(answer: TestResponse) -> tuple[int, list[tuple[str, str]], str]:
    headers = [(name, value) for name, value in answer.headers if name not in UNIQUE]
    return answer.status_code, headers, answer.text


def statements(app: Flask, client: FlaskClient, email: str) -> list[str]:
    """Everything the database is asked to do for one request."""
    engine: Engine = app.extensions["commentbox"].engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    asking.send_form(client, "/forgot", email=email)
    event.remove(engine, "before_cursor_execute", note)
    return asked


def test_where_no_letter_leaves_nothing_is_offered_that_needs_one(another_app: AppFactory) -> None:
    client = another_app(smtp_url="").test_client()
    for path in ("/login", "/console/login"):
        page = client.get(path).text
        assert "Forgot your password?" not in page
        assert "E-mail me a code" not in page
    for path in ("/forgot", "/login/email"):
        page = client.get(path).text
        assert "This server sends no letters" in page
        assert 'name="email"' not in page
