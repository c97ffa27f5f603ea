"""At a provider's door, every way it can go wrong: each is told in words, and nobody is let in."""

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from commentbox.services import fetch
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.hostile import CLIENT, Provider, late, running
from tests.web import asking
from tests.web.coming import BACK, EMAIL, come_back, open_door_to, people, round_trip, set_out


def test_an_answer_is_good_once(client: FlaskClient, provider: Provider) -> None:
    sent = set_out(client, provider)
    cookie = next(each for each in cookies(client) if each.startswith("commentbox_door_"))
    value = client.get_cookie(cookie, path="/sign-on")
    come_back(client, sent)
    again = come_back(client, sent)
    assert "begin anew" in again.text
    assert value is not None
    client.set_cookie(cookie, value.value, path="/sign-on")
    replayed = come_back(client, sent)
    assert "finished already" in replayed.text
    assert sum(path == "/token" for path, _, _ in provider.asked) == 1


def test_an_answer_is_good_in_the_browser_that_set_out(client: FlaskClient, provider: Provider) -> None:
    sent = set_out(client, provider)
    stranger = client.application.test_client()
    set_out(stranger, provider)
    assert "begun in another browser" in come_back(stranger, sent).text


def test_an_answer_is_good_for_ten_minutes(client: FlaskClient, provider: Provider, clock: Clock) -> None:
    sent = set_out(client, provider)
    clock.advance(minutes=10)
    assert "older than ten minutes" in come_back(client, sent).text


def test_an_answer_is_good_at_its_own_door(
    client: FlaskClient, provider: Provider, work: WorkFactory
) -> None:
    with work() as w:
        open_door_to(w, provider, "south")
    sent = set_out(client, provider)
    query = {"code": "once", "state": sent["state"]}
    answer = client.get("/sign-on/courier/south/callback", query_string=query)
    assert "begin anew" in answer.text


def test_who_cancels_is_told_that_nothing_was_done(client: FlaskClient, provider: Provider) -> None:
    answer = come_back(client, set_out(client, provider), error="access_denied")
    assert "You did not continue with North Star" in answer.text
    assert "To the log-in" in answer.text


def test_any_other_error_is_told_in_our_own_words(client: FlaskClient, provider: Provider) -> None:
    answer = come_back(client, set_out(client, provider), error="<b>x</b>", error_description="Call 555")
    assert "sent you back without signing you in" in answer.text
    assert "555" not in answer.text
    assert "<b>x" not in answer.text


@pytest.mark.parametrize(("iss", "passes"), [("", False), ("https://evil.example", False), (None, True)])
def test_an_answer_of_another_provider_is_not_redeemed(
    client: FlaskClient, provider: Provider, iss: str | None, passes: bool
) -> None:
    sent = set_out(client, provider)
    come_back(client, sent, **({} if iss is None else {"iss": iss}))
    assert any(path == "/token" for path, _, _ in provider.asked) is passes


def test_a_provider_that_names_itself_must_do_so(client: FlaskClient, provider: Provider) -> None:
    provider.discovery = {"authorization_response_iss_parameter_supported": True}
    assert "could not be verified" in round_trip(client, provider).text
    sent = set_out(client, provider)
    assert come_back(client, sent, iss=provider.address).status_code == 303


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"alg": "none"}, {}),
        ({"alg": "HS256"}, {}),
        ({"kid": "unknown"}, {}),
        ({"crit": ["x"]}, {}),
        ({}, {"iss": "https://evil.example"}),
        ({}, {"aud": "another client"}),
        ({}, {"aud": [CLIENT, "another"]}),
        ({}, {"aud": [CLIENT, "another"], "azp": "another"}),
        ({}, {"azp": "another"}),
        ({}, {"nonce": "another"}),
        ({}, {"nonce": None}),
        ({}, {"sub": None}),
        ({}, {"sub": ""}),
        ({}, {"exp": None}),
        ({}, {"iat": "now"}),
    ],
)
def test_a_token_that_fails_a_check_lets_nobody_in(
    client: FlaskClient, provider: Provider, work: WorkFactory, header: object, claims: object
) -> None:
    provider.header, provider.claims = header, claims  # type: ignore[assignment]
    answer = round_trip(client, provider)
    assert answer.status_code == 422
    assert "could not be verified" in answer.text
    assert people(work) == []


def test_several_audiences_are_well_if_it_was_handed_to_us(client: FlaskClient, provider: Provider) -> None:
    provider.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert round_trip(client, provider).status_code == 303


@pytest.mark.parametrize(("seconds", "passes"), [(50, True), (-50, True), (90, False), (-900, False)])
def test_clocks_may_differ_by_a_minute(
    client: FlaskClient, provider: Provider, clock: Clock, seconds: int, passes: bool
) -> None:
    now = int(clock().timestamp()) + seconds
    provider.claims = {"iat": now, "exp": now + 300}
    answer = round_trip(client, provider)
    assert (answer.status_code == 303) is passes
    assert ("The clocks of North Star" in answer.text) is not passes


def test_a_key_the_provider_has_changed_is_fetched_anew(
    client: FlaskClient, provider: Provider, clock: Clock
) -> None:
    round_trip(client, provider)
    provider.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    clock.advance(seconds=11)
    assert round_trip(client, provider).status_code == 303
    assert sum(path == "/keys" for path, _, _ in provider.asked) == 2


def test_unknown_keys_do_not_make_us_ask_without_end(client: FlaskClient, provider: Provider) -> None:
    provider.published = []
    for _ in range(5):
        assert "could not be verified" in round_trip(client, provider).text
    assert sum(path == "/keys" for path, _, _ in provider.asked) == 1


def test_userinfo_about_somebody_else_lets_nobody_in(client: FlaskClient, provider: Provider) -> None:
    provider.claims, provider.about = {"email": None}, {"sub": "another"}
    assert "could not be verified" in round_trip(client, provider).text


def test_userinfo_fills_in_what_the_token_leaves_out(client: FlaskClient, provider: Provider) -> None:
    provider.claims = {"email": None, "email_verified": None, "name": None}
    provider.about = {"email": EMAIL, "email_verified": True, "name": "Cleo Marsh"}
    round_trip(client, provider)
    assert EMAIL in client.get("/sign-on/name").text


@pytest.mark.parametrize(
    ("path", "answer", "status"),
    [
        ("/token", b"{}", 500),
        ("/token", b'{"error": "invalid_grant"}', 400),
        ("/token", b"<html>", 200),
        ("/token", b"[]", 200),
        ("/token", b"{}", 302),
        ("/keys", b"{}", 302),
        ("/keys", b"x" * (fetch.MAX_ANSWER + 1), 200),
        ("/.well-known/openid-configuration", b"{}", 200),
        ("/.well-known/openid-configuration", b'{"issuer": "https://evil.example"}', 200),
    ],
)
def test_a_provider_that_answers_badly_is_said_to_be_down(
    client: FlaskClient, provider: Provider, path: str, answer: bytes, status: int
) -> None:
    provider.answers, provider.status = {path: lambda: answer}, {path: status}
    first = asking.send_form(client, "/sign-on/courier/north", **BACK)
    if first.status_code == 200:
        provider.answers.clear()
        provider.status.clear()
        sent = set_out(client, provider)
        provider.answers, provider.status = {path: lambda: answer}, {path: status}
        first = come_back(client, sent)
    assert first.status_code == 502 or path == "/token"
    assert "North Star does not answer us" in first.text or "could not be verified" in first.text
    assert sum(asked == "/keys" for asked, _, _ in provider.asked) <= 1


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri", "authorization_endpoint"])
def test_an_address_without_tls_is_not_asked(client: FlaskClient, provider: Provider, name: str) -> None:
    provider.discovery = {name: "http://10.0.0.7/x"}
    assert asking.send_form(client, "/sign-on/courier/north", **BACK).status_code == 502


def test_a_provider_that_is_slow_is_not_waited_for(
    client: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SILENCE", 0.2)
    provider.answers = {"/.well-known/openid-configuration": late(2)}
    answer = asking.send_form(client, "/sign-on/courier/north", **BACK)
    assert answer.status_code == 502
    assert "try again in a" in answer.text


def test_a_provider_that_is_away_is_said_to_be_down(
    client: FlaskClient, clock: Clock, work: WorkFactory
) -> None:
    with running(Provider(clock=clock)) as gone:
        pass
    with work() as w:
        make.site(w)
        open_door_to(w, gone)
    assert asking.send_form(client, "/sign-on/courier/north", **BACK).status_code == 502


def cookies(client: FlaskClient) -> list[str]:
    return [name for _, _, name in client._cookies or {}]
