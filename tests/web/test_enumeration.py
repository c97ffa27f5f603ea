"""Nobody learns from an answer whether an address has an account."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import make
from tests.conftest import WorkFactory
from tests.web import asking

UNIQUE = {"X-Request-Id"}  # a new one for every answer


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        return asking.ann(w)


def test_registering_answers_the_same_for_a_new_and_a_taken_address(app: Flask) -> None:
    taken, new = (
        _without(_register(app.test_client(), f"Bert {nth}", email), email)
        for nth, email in (("One", asking.EMAIL), ("Two", "new@mail.example"))
    )
    assert taken == new
    assert "Your account is ready" in taken[2]


@pytest.mark.parametrize("email", [asking.EMAIL, "new@mail.example", "nobody@nowhere.example"])
def test_a_failed_log_in_answers_the_same_whoever_it_was(app: Flask, email: str) -> None:
    wrong = _without(asking.log_in(app.test_client(), asking.EMAIL, "wrong password"), asking.EMAIL)
    other = _without(asking.log_in(app.test_client(), email, "another wrong one"), email)
    assert wrong == other
    assert "E-mail or password is not right." in wrong[2]


def test_the_console_says_to_a_reader_what_it_says_to_a_wrong_password(app: Flask) -> None:
    answers = [
        asking.send_form(app.test_client(), "/console/login", email=asking.EMAIL, password=password)
        for password in (make.PASSWORD, "wrong password")
    ]
    assert _without(answers[0], asking.EMAIL) == _without(answers[1], asking.EMAIL)
    assert "Set-Cookie" not in answers[0].headers


@pytest.mark.parametrize("email", [asking.EMAIL, "new@mail.example", "not an address", ""])
def test_each_form_costs_one_slow_hash(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    asking.log_in(client, "warm@up.example", "the hash of nobody is made once")
    costs = asking.count_hashes(monkeypatch)
    asking.log_in(client, email, "wrong password")
    assert len(costs) == 1
    if "@" in email:
        _register(client, "Bert Birch", email)
        assert len(costs) == 2


def test_the_time_a_log_in_takes_is_on_record(
    app: Flask, record_property: Callable[[str, object], None]
) -> None:
    """Reported and not asserted: a shared machine proves nothing. What is asserted is the work, above."""
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    for _ in range(8):
        for who, email in (("known", asking.EMAIL), ("unknown", "nobody@mail.example")):
            started = perf_counter()
            asking.log_in(app.test_client(), email, "wrong password")
            taken[who].append(perf_counter() - started)
    for who, seconds in taken.items():
        record_property(f"median_ms_{who}", round(1000 * median(seconds), 1))


def test_too_many_tries_are_refused_alike(app: Flask) -> None:
    for email in (asking.EMAIL, "nobody@mail.example"):
        answers = [asking.log_in(app.test_client(), email, "wrong password") for _ in range(11)]
        assert [answer.status_code for answer in answers] == [422] * 10 + [429]
        assert answers[-1].headers["Retry-After"].isdigit()


def _register(client: FlaskClient, name: str, email: str) -> TestResponse:
    return asking.send_form(client, "/register", name=name, email=email, password=make.PASSWORD)


def _without(answer: TestResponse, email: str) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body, with what the visitor typed taken out; the length goes with it."""
    headers = [(name, value) for name, value in answer.headers if name not in UNIQUE | {"Content-Length"}]
    return answer.status_code, headers, answer.text.replace(email, "ADDRESS")
