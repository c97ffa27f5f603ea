"""The form for a legal complaint: signed out, without a script, with what was typed kept after a mistake."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.domain.moderation.verdict import Policy
from commentbox.store.complaints import ComplaintRow
from tests import make
from tests.conftest import WorkFactory
from tests.services.test_complain import SENT
from tests.web import asking


@pytest.fixture
def comment(work: WorkFactory) -> int:
    with work() as w:
        return make.comment(w, make.site(w)).id


def test_every_comment_has_the_link_and_the_form_needs_nobody(client: FlaskClient, comment: int) -> None:
    public = client.get(f"/embed/courier/thread?url={make.ARTICLE}").text
    assert f"/c/{comment}/complaint" in public
    assert client.get(f"/c/{comment}/complaint").status_code == 200
    answer = asking.send_form(client, f"/c/{comment}/complaint", **SENT)
    assert answer.status_code == 200
    assert "We have your complaint" in answer.text


def test_a_mistake_keeps_what_was_typed(client: FlaskClient, comment: int, work: WorkFactory) -> None:
    answer = asking.send_form(client, f"/c/{comment}/complaint", **SENT | {"good_faith": ""})
    assert answer.status_code == 422
    for typed in (SENT["why"], SENT["passage"], SENT["name"], SENT["email"], SENT["key"]):
        assert typed in answer.text
    with work() as w:
        assert w.session.scalars(select(ComplaintRow)).all() == []


def test_the_form_speaks_the_language_of_who_complains(client: FlaskClient, comment: int) -> None:
    address = f"/c/{comment}/complaint?lang=de"
    form = client.get(address).text
    assert "Rechtliche Beschwerde über einen Kommentar" in form
    assert "Es geht um mich" in form
    refused = asking.send_form(client, address, **SENT | {"good_faith": ""})
    assert "Bestätigen Sie, dass Ihre Angaben nach bestem Wissen stimmen" in refused.text
    assert "Ihre Beschwerde ist bei uns" in asking.send_form(client, address, **SENT).text


def test_a_network_has_a_budget(client: FlaskClient, comment: int) -> None:
    for number in range(11):
        sent = SENT | {"key": f"key-{number:08}", "email": f"cleo{number}@mail.example"}
        answer = asking.send_form(client, f"/c/{comment}/complaint", **sent)
    assert answer.status_code == 429
    assert SENT["why"] in answer.text


def test_where_the_site_asks_for_work_the_form_has_the_sum_and_goes_without(
    client: FlaskClient, work: WorkFactory
) -> None:
    with work() as w:
        comment = make.comment(w, make.site(w, policy=Policy(registration_challenge=10))).id
    assert "data-challenge" in client.get(f"/c/{comment}/complaint").text
    assert asking.send_form(client, f"/c/{comment}/complaint", **SENT).status_code == 200
    with work() as w:
        assert w.session.scalars(select(ComplaintRow)).one().is_unchecked
