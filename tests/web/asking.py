"""How a browser asks: a form of our own page, a script on the publisher's page, somebody signed in."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import argon2._password_hasher as argon2_calls
import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from commentbox.domain.people import Role, name_key
from commentbox.services.passwords import hash_password
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.people import PersonRow, StaffRow
from tests import make
from tests.conftest import BOX

EMAIL = "ann@mail.example"


@dataclass(frozen=True, kw_only=True)
class Ann:
    """A reader with a password, and a site to read."""

    id: int
    site: Site


def ann(work: Work) -> Ann:
    site = make.site(work)
    return Ann(id=new_person(work, "Ann Alder", EMAIL).id, site=site)


def moderator(work: Work, at: Site) -> str:
    """The address of somebody on that site's staff."""
    person = new_person(work, "Mo Ash", "mo@mail.example")
    work.session.add(StaffRow(person_id=person.id, site_id=at.id, role=Role.MODERATOR, created_at=work.now))
    return "mo@mail.example"


def send_form(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    return client.post(path, data=fields, headers={"Origin": BOX})


def log_in(
    client: FlaskClient, email: str = EMAIL, password: str = make.PASSWORD, **more: str
) -> TestResponse:
    return send_form(client, "/login", email=email, password=password, **more)


def call(
    client: FlaskClient, method: str, path: str, body: Any = None, *, origin: str = make.PAPER
) -> TestResponse:
    """A script on a page of that origin; `path` is below the site's part of the API."""
    headers = {"Origin": origin, "X-Commentbox": "1", "Content-Type": "application/json"}
    return client.open(f"/api/v1/courier/{path}", method=method, json=body, headers=headers)


def cookie(answer: TestResponse, name: str) -> str:
    """The whole `Set-Cookie` header of that name."""
    found = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}=")]
    return found[0] if found else ""


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for every slow hash from now on."""
    made: list[str] = []
    for name in ("hash_secret", "verify_secret"):
        real = getattr(argon2_calls, name)

        def call(*args: object, real=real, **kwargs: object) -> object:  # type: ignore[no-untyped-def]
            made.append("one")
            return real(*args, **kwargs)

        monkeypatch.setattr(argon2_calls, name, call)
    return made


def address(rule: Rule, comment: int) -> str:
    """A rule's address with something in every gap."""
    values = {"site": "courier", "proof": "x", "path": "x", "version": "x"}
    built = rule.build({name: values.get(name, comment) for name in rule.arguments}, append_unknown=False)
    if built is None:
        raise LookupError(f"{rule} has a gap nobody can fill")
    return built[1]


def new_person(work: Work, name: str, email: str) -> PersonRow:
    row = PersonRow(
        name=name, name_key=name_key(name), email=email, password_hash=password_hash(), created_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    return row


@cache
def password_hash() -> str:
    """Made once: a tenth of a second is much for every test."""
    return hash_password(make.PASSWORD)


def person(work: Work, person_id: int) -> PersonRow:
    return work.session.get_one(PersonRow, person_id)
