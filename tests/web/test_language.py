"""Which language an answer is in: by its address for everybody, by person and browser on our own pages."""

import re

import pytest
from flask.testing import FlaskClient

from commentbox.domain.words import Words
from commentbox.services.letter import letter
from commentbox.store.sites import site_by_key
from tests import make
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


def test_an_error_has_one_code_and_words_in_the_language_of_the_box(client: FlaskClient) -> None:
    headers = {"Origin": make.PAPER, "X-Commentbox": "1", "Content-Type": "application/json"}
    said = {}
    for language in ("en", "fr"):
        answer = client.put(
            "/api/v1/courier/comments/1/vote",
            json={"vote": "up"},
            headers=headers | {"Accept-Language": language},
        )
        said[language] = (answer.json or {})["error"]["message"]
        assert (answer.json or {})["error"]["code"] == "signed_out"
    assert said == {
        "en": "To join the conversation, please log in.",
        "fr": "Pour participer à la conversation, veuillez vous connecter.",
    }


def test_each_language_has_the_scripts_of_the_box_at_addresses_of_its_own(client: FlaskClient) -> None:
    english, german = client.get(THREAD).text, client.get(f"{THREAD}&lang=de").text
    assert "/in/" not in english
    found = re.search(r'data-script="http://comments.example(/static/\w+/)in/de/embed/box\.js"', german)
    assert found is not None
    box, plain, words, sheet, ours = (
        client.get(found[1] + path)
        for path in (
            "in/de/embed/box.js",
            "embed/box.js",
            "in/de/embed/words.js",
            "in/de/css/later.css",
            "lang/de.js",
        )
    )
    assert box.data == plain.data and "immutable" in box.headers["Cache-Control"]
    assert sheet.mimetype == "text/css"
    for told in (words, ours):
        assert '"Cancel":["Abbrechen"]' in told.text and "Letters" not in told.text
    for missing in ("lang/xx.js", "in/xx/embed/box.js", "in/de/embed/nothing.js", "in/de/in/fr/embed/box.js"):
        assert client.get(found[1] + missing).status_code == 404


def test_counts_are_numbers_or_words(client: FlaskClient) -> None:
    address = f"/embed/courier/counts?{THREAD.partition('?')[2]}"
    assert list((client.get(address).json or {}).values()) == [0]
    assert list((client.get(f"{address}&lang=de").json or {}).values()) == ["Noch keine Kommentare"]
    assert list((client.get(f"{address}&lang=").json or {}).values()) == ["No comments yet"]


def test_a_letter_is_in_the_language_of_its_reader(work: WorkFactory, ann: asking.Ann) -> None:
    with work() as w:
        person = asking.person(w, ann.id)
        person.language = "de"
        sent = letter(w, person, "Your password was changed", Words("{n} of {name}", n=12, name="Ann"))
    assert sent["subject"] == "Ihr Passwort wurde geändert"
    assert sent["text"] == "Guten Tag Ann Alder,\n\n12 of Ann\n"
