"""Which language an answer is in: by its address for everybody, by person and browser on our own pages."""

import pytest
from flask.testing import FlaskClient

from commentbox.store.sites import site_by_key
from tests.conftest import WorkFactory
from tests.web import asking

THREAD = "/embed/courier/thread?url=https%3A%2F%2Fpaper.example%2Ftram"


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> asking.Ann:
    with work() as w:
        return asking.ann(w)


@pytest.mark.parametrize(
    ("asked", "header", "found"),
    [
        ("", "", "en"),
        ("?lang=de", "fr", "de"),
        ("?lang=ar", "", "ar"),
        ("", "xx, fr-CA;q=0.5, pt;q=0.9", "pt"),
        ("", "de;q=0, *", "en"),
        ("?lang=%3Cscript%3E", "", "en"),
    ],
)
def test_our_own_pages_are_in_the_language_of_the_address_or_the_browser(
    client: FlaskClient, asked: str, header: str, found: str
) -> None:
    answer = client.get(f"/login{asked}", headers={"Accept-Language": header})
    direction = "rtl" if found == "ar" else "ltr"
    assert f'<html lang="{found}" dir="{direction}">' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_public_answer_is_a_function_of_its_address(client: FlaskClient, work: WorkFactory) -> None:
    french = client.get(THREAD, headers={"Accept-Language": "fr"})
    assert 'lang="en" dir="ltr"' in french.text
    assert "Accept-Language" not in french.headers.get("Vary", "")
    assert 'lang="he" dir="rtl"' in client.get(f"{THREAD}&lang=he-IL").text
    with work() as w:
        row = site_by_key(w.session, "courier")
        assert row is not None
        row.policy = {**row.policy, "language": "ja"}
    assert 'lang="ja" dir="ltr"' in client.get(f"{THREAD}&sort=newest").text
    assert 'lang="en" dir="ltr"' in client.get(f"{THREAD}&lang=en&sort=newest").text


def test_a_person_chooses_a_language(client: FlaskClient, work: WorkFactory, ann: asking.Ann) -> None:
    asking.log_in(client)
    with work() as w:
        assert asking.person(w, ann.id).language == "en"  # in which they logged in
    assert asking.send_form(client, "/account/language", language="de").status_code == 303
    assert '<html lang="de"' in client.get("/account", headers={"Accept-Language": "fr"}).text
    refused = asking.send_form(client, "/account/language", language="xx")
    assert refused.status_code == 422 and 'id="language-error"' in refused.text
    asking.send_form(client, "/account/language", language="")
    assert '<html lang="fr"' in client.get("/account", headers={"Accept-Language": "fr"}).text
