"""Through a provider's door: who is let in, linked to an account, or asked for a name."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.domain.people import Role
from commentbox.services.sites import get_site
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow, StaffRow
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.services.hostile import CLIENT, Provider
from tests.web import asking
from tests.web.coming import BACK, EMAIL, choose, come_back, identities, is_in, people, round_trip, set_out


def test_the_log_in_and_the_register_page_offer_it(client: FlaskClient, provider: Provider) -> None:
    for path in ("/login", "/register"):
        assert "Continue with <bdi>North Star</bdi>" in client.get(path, query_string=BACK).text
        assert "North Star" not in client.get(path).text


def test_the_browser_is_sent_with_everything_that_binds_the_answer(
    client: FlaskClient, provider: Provider
) -> None:
    sent = set_out(client, provider)
    assert sent["redirect_uri"] == f"{BOX}/sign-on/courier/north/callback"
    assert (sent["response_type"], sent["client_id"]) == ("code", CLIENT)
    assert (sent["scope"], sent["code_challenge_method"]) == ("openid profile email", "S256")
    assert min(len(sent[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert len({*sent.values(), *set_out(client, provider).values()}) == len(sent) + 3


def test_somebody_new_chooses_a_name_and_is_in(
    client: FlaskClient, provider: Provider, work: WorkFactory
) -> None:
    asked = round_trip(client, provider)
    assert asked.headers["Location"] == f"{BOX}/sign-on/name"
    form = client.get("/sign-on/name").text
    assert 'value="Cleo Marsh"' in form
    assert EMAIL in form
    answer = choose(client)
    assert answer.headers["Location"].startswith(f"{BOX}/t/courier?")
    assert is_in(client)
    assert people(work) == [("Cleo Marsh", EMAIL)]
    again = round_trip(client.application.test_client(), provider)
    assert again.headers["Location"].startswith(f"{BOX}/t/courier?")
    assert len(people(work)) == 1


def test_the_code_is_redeemed_with_its_verifier_and_the_secret(
    client: FlaskClient, provider: Provider
) -> None:
    sent = set_out(client, provider)
    come_back(client, sent)
    _, headers, form = next(each for each in provider.asked if each[0] == "/token")
    assert form["code"] == ["once"]
    assert form["redirect_uri"] == [sent["redirect_uri"]]
    assert len(form["code_verifier"][0]) >= 43
    assert headers["Authorization"].startswith("Basic ")
    assert "client_secret" not in form


def test_the_sign_in_is_handed_to_the_page_that_asked(client: FlaskClient, provider: Provider) -> None:
    come_back(client, set_out(client, provider, origin=make.PAPER))
    answer = choose(client)
    code = answer.text.partition('data-code="')[2].partition('"')[0]
    assert asking.call(client, "POST", "session", {"code": code}).status_code == 201


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ann Alder", "Somebody has this name"),
        ("Moderator", "newsroom"),
        ("x", "2 to 40"),
        ("✓ Cleo", "letters"),
    ],
)
def test_a_name_that_will_not_do_comes_back_with_the_reason(
    client: FlaskClient, provider: Provider, work: WorkFactory, name: str, told: str
) -> None:
    with work() as w:
        make.member(w, "Ann Alder")
    round_trip(client, provider)
    answer = choose(client, name)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{name}"' in answer.text
    assert not is_in(client)
    assert choose(client, "Cleo Fenn").status_code == 303


@pytest.mark.parametrize("name", ["cleo@mail.example", "✓✓", "Taken Already", ""])
def test_a_name_that_is_not_to_be_had_is_not_suggested(
    client: FlaskClient, provider: Provider, work: WorkFactory, name: str
) -> None:
    with work() as w:
        make.member(w, "Taken Already")
    provider.claims = {"name": name}
    round_trip(client, provider)
    assert (
        'name="name" type="text" autocomplete="nickname" required value=""'
        in client.get("/sign-on/name").text
    )


def test_many_who_choose_at_once_for_one_subject_get_one_account(
    app: Flask, provider: Provider, work: WorkFactory
) -> None:
    clients = [app.test_client() for _ in range(6)]
    for each in clients:
        assert round_trip(each, provider).status_code == 303
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(choose, clients, [f"Cleo {letter}arsh" for letter in "BCDFGH"]))
    assert [answer.status_code for answer in answers] == [303] * 6
    assert len(people(work)) == 1


# What the token says, what is here already, and what comes of it: let in as `ann`, `new`, or `told` why not.
LINKS: dict[str, tuple[dict[str, Any], dict[str, bool], str]] = {
    "both verified": ({}, {"verified": True}, "ann"),
    "theirs not verified": ({"email_verified": False}, {"verified": True}, "new"),
    "theirs says nothing of it": ({"email_verified": None}, {"verified": True}, "new"),
    "ours not verified": ({}, {"verified": False}, "told"),
    "ours is staff": ({}, {"verified": True, "staff": True}, "told"),
    "in other letters": ({"email": "CLEO@Mail.Example"}, {"verified": True}, "ann"),
    "only the name is the same": ({"email": "else@mail.example"}, {"verified": True}, "new"),
    "no address at all": ({"email": None}, {"verified": True}, "new"),
}


@pytest.mark.parametrize("case", LINKS)
def test_accounts_are_linked_by_an_address_both_have_checked_and_by_nothing_else(
    client: FlaskClient, provider: Provider, work: WorkFactory, case: str
) -> None:
    said, here, outcome = LINKS[case]
    with work() as w:
        row = PersonRow(name="Cleo Marsh", name_key="cieornarsh", email=EMAIL, created_at=w.now)
        row.verified_at = w.now if here["verified"] else None
        w.session.add(row)
        w.session.flush()
        if "staff" in here:
            site_id = get_site(w, "courier").id
            w.session.add(StaffRow(person_id=row.id, site_id=site_id, role=Role.MODERATOR, created_at=w.now))
    provider.claims = said
    answer = round_trip(client, provider)
    if outcome == "ann":
        assert is_in(client)
    elif outcome == "new":
        assert answer.headers["Location"] == f"{BOX}/sign-on/name"
        assert choose(client, "Cleo Fenn").status_code == 303
    else:
        assert "An account with the address" in answer.text
        assert not is_in(client)
    with work() as w:
        letters = w.session.scalars(select(JobRow.payload)).all()
    assert [letter["subject"] for letter in letters] == (
        ["A new way into your account"] if outcome == "ann" else []
    )
    assert len(people(work)) == (2 if outcome == "new" else 1)


def test_a_banned_person_comes_back_as_the_same_person(
    client: FlaskClient, provider: Provider, work: WorkFactory
) -> None:
    round_trip(client, provider)
    choose(client)
    with work() as w:
        person = w.session.scalars(select(PersonRow).where(PersonRow.name == "Cleo Marsh")).one()
        make.sanctioned(w, person.id)
    round_trip(client, provider)
    me = asking.call(client, "GET", f"me?url={make.ARTICLE}").get_json()
    assert me["denial"]["code"] == "banned"
    identity = identities(work)[0]
    refused = asking.send_form(client, f"/account/doors/{identity}")
    assert refused.status_code == 403
    assert identities(work) == [identity]
