"""The check against machines in the form: asked for by the site, never a condition, alike for everybody."""

import html
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.domain.moderation.verdict import Policy
from commentbox.store.people import PersonRow
from commentbox.store.spent import SpentRow
from tests import make
from tests.conftest import WorkFactory
from tests.services.test_challenge import number_of, packed
from tests.web import asking

CLEO = {"name": "Cleo Cedar", "email": "cleo@mail.example", "password": make.PASSWORD}


@pytest.fixture(autouse=True)
def sites(work: WorkFactory) -> None:
    with work() as w:
        asking.ann(w)
        make.site(w, "careful", policy=Policy(registration_challenge=50))


def challenge_in(page: str) -> dict[str, Any]:
    found = re.search(r'data-challenge="([^"]+)"', page)
    assert found is not None
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked


def answer_to(page: str) -> str:
    asked = challenge_in(page)
    return packed(asked | {"number": number_of(asked)})


def without_challenge(work: WorkFactory) -> bool:
    with work() as w:
        query = select(PersonRow.without_challenge).where(PersonRow.email == CLEO["email"])
        return w.session.scalars(query).one()


def test_only_a_site_that_wants_it_asks(client: FlaskClient) -> None:
    for path in ("/register", "/register?site=courier"):
        page = client.get(path).text
        assert "challenge" not in page
        assert "<noscript>" not in page
    page = client.get("/register?site=careful").text
    assert "/pages/challenge.js" in page
    assert "Without JavaScript you can register as well." in page
    assert challenge_in(page)["maxnumber"] == 50


def test_the_answer_is_believed_once(client: FlaskClient, work: WorkFactory) -> None:
    answer = answer_to(client.get("/register?site=careful").text)
    sent = asking.send_form(client, "/register", site="careful", challenge=answer, **CLEO)
    assert "Your account is ready" in sent.text
    assert not without_challenge(work)


@pytest.mark.parametrize("answer", ["", "rubbish", packed({"number": 1}), "used up"])
def test_without_a_good_one_the_account_is_opened_all_the_same(
    client: FlaskClient, work: WorkFactory, answer: str
) -> None:
    if answer == "used up":
        answer = answer_to(client.get("/register?site=careful").text)
        other = {"name": "Dora Dale", "email": "dora@mail.example", "password": make.PASSWORD}
        asking.send_form(client, "/register", site="careful", challenge=answer, **other)
    sent = asking.send_form(client, "/register", site="careful", challenge=answer, **CLEO)
    assert "Your account is ready" in sent.text
    assert without_challenge(work)


def test_a_mistake_brings_a_new_one(client: FlaskClient) -> None:
    first = challenge_in(client.get("/register?site=careful").text)
    again = asking.send_form(client, "/register", site="careful", **CLEO | {"name": ""})
    assert again.status_code == 422
    assert challenge_in(again.text)["salt"] != first["salt"]


def test_a_taken_address_uses_it_up_and_answers_like_a_new_one(
    client: FlaskClient, work: WorkFactory
) -> None:
    told = []
    for name, email in (("Dora Dill", asking.EMAIL), ("Cleo Cedar", CLEO["email"])):
        answer = answer_to(client.get("/register?site=careful").text)
        form = CLEO | {"name": name, "email": email, "site": "careful", "challenge": answer}
        sent = asking.send_form(client, "/register", **form)
        told.append((sent.status_code, sent.text.replace(email, "ADDRESS")))
    assert told[0] == told[1]
    with work() as w:
        assert len(w.session.scalars(select(SpentRow)).all()) == 2
