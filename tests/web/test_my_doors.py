"""The ways into one's own account."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.store.identities import IdentityRow
from tests.conftest import BOX, WorkFactory
from tests.services.hostile import Provider
from tests.web import asking
from tests.web.coming import ann, choose, come_back, identities, is_in, round_trip, set_out


def test_a_signed_in_reader_adds_a_door_and_takes_it_away(
    client: FlaskClient, provider: Provider, work: WorkFactory
) -> None:
    ann(work)
    asking.log_in(client)
    assert "Add <bdi>North Star</bdi>" in client.get("/account/doors").text
    sent = set_out(client, provider, "/account/doors/courier/north")
    assert come_back(client, sent).headers["Location"].startswith(f"{BOX}/account/doors")
    assert "last used" in client.get("/account/doors").text
    other = client.application.test_client()
    round_trip(other, provider)
    assert is_in(other)
    gone = asking.send_form(client, f"/account/doors/{identities(work)[0]}")
    assert gone.status_code == 303
    assert identities(work) == []


def test_the_last_way_in_stays(client: FlaskClient, provider: Provider, work: WorkFactory) -> None:
    round_trip(client, provider)
    choose(client)
    answer = asking.send_form(client, f"/account/doors/{identities(work)[0]}")
    assert answer.status_code == 409
    assert "the only way into your account" in answer.text
    assert len(identities(work)) == 1


def test_of_the_last_two_ways_taken_away_at_once_one_stays(
    app: Flask, client: FlaskClient, provider: Provider, work: WorkFactory
) -> None:
    round_trip(client, provider)
    choose(client)
    with work() as w:
        row = w.session.scalars(select(IdentityRow)).one()
        w.session.add(
            IdentityRow(
                issuer="site:1",
                subject="1",
                person_id=row.person_id,
                made_account=False,
                created_at=w.now,
                seen_at=w.now,
            )
        )
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: asking.send_form(client, f"/account/doors/{each}"), identities(work)))
    assert len(identities(work)) == 1


def test_a_door_that_opens_another_account_is_not_added(
    client: FlaskClient, provider: Provider, work: WorkFactory
) -> None:
    round_trip(client, provider)
    choose(client)
    ann(work)
    other = client.application.test_client()
    asking.log_in(other)
    answer = come_back(other, set_out(other, provider, "/account/doors/courier/north"))
    assert answer.status_code == 409
    assert "opens another account" in answer.text


def test_nothing_is_added_for_who_has_signed_out_meanwhile(
    client: FlaskClient, provider: Provider, work: WorkFactory
) -> None:
    ann(work)
    asking.log_in(client)
    sent = set_out(client, provider, "/account/doors/courier/north")
    asking.send_form(client, "/logout")
    assert "signed out meanwhile" in come_back(client, sent).text
    assert identities(work) == []


def test_a_stranger_removes_nothing(client: FlaskClient, provider: Provider, work: WorkFactory) -> None:
    round_trip(client, provider)
    choose(client)
    ann(work)
    other = client.application.test_client()
    asking.log_in(other)
    assert asking.send_form(other, f"/account/doors/{identities(work)[0]}").status_code == 404
    signed_out = client.application.test_client()
    assert asking.send_form(signed_out, f"/account/doors/{identities(work)[0]}").status_code == 303
    assert len(identities(work)) == 1
