"""Which network a request counts for: nobody can write themselves into another one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, Request, request
from werkzeug.test import create_environ

from commentbox.web.limits import client_networks
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.web import asking
from tests.web.conftest import AppFactory

WRONG = "a wrong password"
PROXIES = "10.0.0.0/8, fd00::/8"
CASES = [
    # peer, X-Forwarded-For, network
    ("192.0.2.77", None, "192.0.2.0/24"),
    ("192.0.2.77", "198.51.100.1", "192.0.2.0/24"),
    ("10.0.0.1", "198.51.100.1", "198.51.100.0/24"),
    ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.0/24"),
    ("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.2.3.4", "198.51.100.0/24"),
    ("10.0.0.1", None, "10.0.0.0/24"),
    ("10.0.0.1", "10.9.9.9", "10.9.9.0/24"),
    ("10.0.0.1", "198.51.100.1, garbage", "unknown"),
    ("10.0.0.1", ",, ,", "10.0.0.0/24"),
    ("fd00::1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ("2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
    ("::ffff:192.0.2.77", None, "192.0.2.0/24"),
    ("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.0/24"),
    ("fe80::1%eth0", None, "fe80::/64"),
    ("", None, "unknown"),
]


@pytest.mark.parametrize(("peer", "forwarded", "network"), CASES)
def test_the_right_most_stranger_counts(
    behind_proxies: Flask, peer: str, forwarded: str | None, network: str
) -> None:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    with behind_proxies.test_request_context(environ_base={"REMOTE_ADDR": peer}, headers=headers):
        assert client_networks(request)[0] == network


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP", "CF-Connecting-IP"]
)
def test_ten_thousand_invented_addresses_are_one_network(app: Flask, header: str) -> None:
    found, environ = set(), create_environ() | {"REMOTE_ADDR": "192.0.2.1"}
    name = f"HTTP_{header.upper().replace('-', '_')}"
    with app.app_context():
        for number in range(10_000):
            asking_so = Request(environ | {name: f"198.51.{number % 250}.{number // 250}"})
            assert asking_so.headers[header]
            found.add(client_networks(asking_so)[0])
    assert found == {"192.0.2.0/24"}


def test_addresses_all_over_a_small_network_are_one_and_a_wider_one_is_around_it(app: Flask) -> None:
    found, environ = set(), create_environ()
    with app.app_context():
        for number in range(0, 65_536, 16):
            asking_there = Request(environ | {"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"})
            found.add(client_networks(asking_there))
    assert found == {("2001:db8:1:2::/64", "2001:db8:1::/48")}


PATHS = (
    *("/login", "/login?x=1", "/./login", "//login", "/login/", "/%6Cogin", "/LOGIN", "/login;x"),
    *("/login.json", "/console/login", "/console/../login"),
)


def test_no_spelling_of_the_address_and_no_method_has_a_budget_of_its_own(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    asking.log_in(client, "warm@up.example", "the hash of nobody is made once")
    hashes = asking.count_hashes(monkeypatch)
    for _ in range(6):
        for path in PATHS:
            for method in ("POST", "GET", "HEAD", "PUT", "PATCH", "DELETE"):
                form = {"email": asking.EMAIL, "password": WRONG}
                client.open(path, method=method, data=form, headers={"Origin": BOX})
    assert len(hashes) == 10


def test_two_hundred_at_once_do_not_pass_the_limit(app: Flask) -> None:
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: _guess(app, asking.EMAIL, "192.0.2.1"), range(200)))
    assert statuses.count(422) == 10
    assert statuses.count(429) == 190


def test_registrations_are_counted_for_the_network_whatever_it_says_it_is(app: Flask) -> None:
    statuses = [_register(app, number).status_code for number in range(11)]
    assert statuses == [200] * 10 + [429]


def test_of_all_tries_from_one_network_only_a_few_reach_the_password(app: Flask, work: WorkFactory) -> None:
    with work() as w:
        asking.ann(w)
    statuses = [_guess(app, f"{number % 4}@mail.example", "192.0.2.1") for number in range(60)]
    assert statuses.count(422) == 30
    assert set(statuses) == {422, 429}


def test_who_guesses_elsewhere_does_not_lock_the_owner_out(app: Flask, work: WorkFactory) -> None:
    with work() as w:
        asking.ann(w)
    assert {_guess(app, asking.EMAIL, "192.0.2.1") for _ in range(20)} == {422, 429}
    assert _guess(app, asking.EMAIL, "198.51.100.1", make.PASSWORD) == 303


def test_many_networks_together_have_a_budget_for_one_account(app: Flask, work: WorkFactory) -> None:
    with work() as w:
        asking.ann(w)
    statuses = [_guess(app, asking.EMAIL, f"192.0.{network}.1") for network in range(60)]
    assert statuses == [422] * 50 + [429] * 10


def test_the_budget_is_full_again_after_a_quarter_of_an_hour(
    app: Flask, work: WorkFactory, clock: Clock
) -> None:
    with work() as w:
        asking.ann(w)
    while _guess(app, asking.EMAIL, "192.0.2.1") != 429:
        pass
    clock.advance(minutes=15)
    assert _guess(app, asking.EMAIL, "192.0.2.1", make.PASSWORD) == 303


def _guess(app: Flask, email: str, peer: str, password: str = WRONG) -> int:
    form = {"email": email, "password": password}
    client, headers = app.test_client(), {"Origin": BOX}
    return client.post("/login", data=form, headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code


def _register(app: Flask, number: int):  # type: ignore[no-untyped-def]  # a test answer
    form = {"name": f"Reader {'abcdefghijklm'[number]}", "email": f"{number}@mail.example"}
    return app.test_client().post(
        "/register",
        data=form | {"password": make.PASSWORD},
        headers={"Origin": BOX, "X-Forwarded-For": f"198.51.100.{number}"},
        environ_base={"REMOTE_ADDR": f"2001:db8::{number:x}"},
    )


@pytest.fixture
def behind_proxies(another_app: AppFactory) -> Flask:
    return another_app(trusted_proxies=PROXIES)
