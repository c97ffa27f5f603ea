"""The forms themselves: what was typed stays, mistakes are named where they were made."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from commentbox.domain.moderation.verdict import Policy
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow, StaffRow, person_by_email, staff_sites
from tests import make
from tests.conftest import WorkFactory
from tests.web import asking

GOOD = {"name": "Bert Birch", "email": "bert@mail.example", "password": "a long enough one"}


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> None:
    with work() as w:
        asking.ann(w)


def test_from_registering_to_being_known(client: FlaskClient) -> None:
    ready = asking.send_form(client, "/register", **GOOD)
    assert ready.status_code == 200
    assert "Your account is ready. Log in to join the conversation." in ready.text
    assert 'value="bert@mail.example"' in ready.text
    assert asking.log_in(client, GOOD["email"], GOOD["password"]).status_code == 303
    assert "You are signed in as <strong><bdi>Bert Birch</bdi></strong>" in client.get("/login").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x"),
        ("name", "Moderator"),
        ("name", "Ann Alder"),
        ("name", "<b>Bert</b>"),
        ("email", "bert"),
        ("email", ""),
        ("password", "short"),
        ("password", "password"),
        ("password", "Bert Birch"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_the_rest_stays(
    client: FlaskClient, field: str, value: str
) -> None:
    answer = asking.send_form(client, "/register", **(GOOD | {field: value}))
    assert answer.status_code == 422
    assert _invalid(answer.text) == [field]
    assert f'id="{field}-error"' in answer.text
    assert re.search(rf'aria-describedby="[^"]*{field}-error"', answer.text)
    assert 'role="alert"' in answer.text
    assert "<title>Error: " in answer.text
    for kept in {"name", "email"} - {field}:
        assert f'value="{GOOD[kept]}"' in answer.text


def test_all_mistakes_are_named_at_once(client: FlaskClient) -> None:
    answer = asking.send_form(client, "/register", name="", email="", password="")
    assert _invalid(answer.text) == ["name", "email", "password"]


def test_no_field_more_than_the_form_has_is_taken(client: FlaskClient, work: WorkFactory) -> None:
    columns = {column.name: "1" for column in (*PersonRow.__table__.columns, *StaffRow.__table__.columns)}
    asking.send_form(client, "/register", **(columns | GOOD))
    with work() as w:
        person = person_by_email(w.session, GOOD["email"])
        assert person is not None
        assert (person.verified_at, person.source, person.foreign_id, person.sanctions) == (
            None,
            None,
            None,
            [],
        )
        assert not staff_sites(w.session, person.id)


def test_a_password_never_comes_back(client: FlaskClient) -> None:
    secret = "my very own secret"
    pages = (
        asking.send_form(client, "/register", **(GOOD | {"name": "x", "password": secret})),
        asking.send_form(client, "/register", **(GOOD | {"password": secret})),
        asking.log_in(client, password=secret),
    )
    assert not [page for page in pages if secret in page.text]


def test_what_was_typed_is_text_and_nothing_else(client: FlaskClient) -> None:
    typed = "\"><script>alert(1)</script>'"
    for page in (
        asking.log_in(client, email=typed),
        asking.send_form(client, "/register", **(GOOD | {"name": typed, "email": typed})),
    ):
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


@pytest.mark.parametrize(
    ("path", "field", "kind", "autocomplete"),
    [
        ("/login", "email", "email", "username webauthn"),
        ("/login", "password", "password", "current-password"),
        ("/register", "name", "text", "nickname"),
        ("/register", "email", "email", "username"),
        ("/register", "password", "password", "new-password"),
    ],
)
def test_every_field_has_a_label_and_password_managers_know_it(
    client: FlaskClient, path: str, field: str, kind: str, autocomplete: str
) -> None:
    page = client.get(path).text
    assert f'<label for="{field}">' in page
    assert f'id="{field}" name="{field}" type="{kind}" autocomplete="{autocomplete}"' in page
    assert "onpaste" not in page


def test_the_letters_link_confirms_only_when_the_button_is_pressed(
    client: FlaskClient, work: WorkFactory
) -> None:
    asking.send_form(client, "/register", **GOOD)
    with work() as w:
        letter = w.session.scalars(select(JobRow)).one()
        link = re.search(r"http://comments\.example(/confirm/\S+)", letter.payload["text"])
    assert link is not None
    page = client.get(link[1])
    assert "<button" in page.text
    assert "is confirmed" not in page.text
    assert "Your e-mail address is confirmed, <bdi>Bert Birch</bdi>" in asking.send_form(client, link[1]).text
    assert asking.send_form(client, link[1][:-1]).status_code == 422


def _invalid(page: str) -> list[str]:
    return re.findall(r'id="(\w+)" name="\w+"[^>]*aria-invalid="true"', page)


def test_a_throw_away_address_is_refused_where_the_site_says_so(
    client: FlaskClient, work: WorkFactory
) -> None:
    with work() as w:
        make.site(w, "strict", policy=Policy(disposable_addresses="refuse"))
        make.site(w, "lenient")
    form = {"name": "Cleo Cedar", "email": "cleo@mailinator.com", "password": make.PASSWORD}
    refused = asking.send_form(client, "/register", site="strict", **form)
    assert refused.status_code == 422
    assert "thrown away" in refused.text
    assert 'value="cleo@mailinator.com"' in refused.text
    assert asking.send_form(client, "/register", site="lenient", **form).status_code == 200
