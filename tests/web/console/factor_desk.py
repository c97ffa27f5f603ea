"""A console that asks for a second factor, and people with a telephone in their hand."""

import html
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commentbox.domain.people import Role, name_key
from commentbox.services.passwords import hash_password
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.people import PersonRow, StaffRow
from tests import make
from tests.conftest import BOX, Clock, WorkFactory

CODE = re.compile(r"<li><code>([a-z0-9-]{19})</code></li>")


@dataclass
class Colleague:
    """Somebody on the staff in a browser of their own."""

    id: int
    email: str
    client: FlaskClient
    clock: Clock
    secret: str = ""
    codes: list[str] = field(default_factory=list)

    def send(self, path: str, **fields: str | list[str]) -> TestResponse:
        return self.client.post(f"/console/{path}", data=fields, headers={"Origin": BOX})

    def call(self, path: str) -> TestResponse:
        """As a script does."""
        headers = {"Origin": BOX, "Accept": "application/json"}
        return self.client.post(f"/console/{path}", headers=headers)

    def options(self, path: str) -> dict[str, Any]:
        """What a passkey is to sign."""
        return dict(self.call(path).json or {})

    def log_in(self) -> TestResponse:
        return self.send("login", email=self.email, password=make.PASSWORD)

    def enrol(self) -> TestResponse:
        """From the password to the recovery codes."""
        self.log_in()
        answer = self.enrol_app()
        self.codes = CODE.findall(answer.text)
        return answer

    def enrol_app(self) -> TestResponse:
        page = self.client.get("/console/factor/setup").text
        self.secret = re.findall(r'class="secret"><code>([A-Z2-7 ]+)<', page)[0].replace(" ", "")
        return self.send("factor/setup", app=sealed(page), code=self.app_code())

    def app_code(self, steps: int = 0) -> str:
        """What the telephone shows now, or shows so many half minutes later."""
        return pyotp.TOTP(self.secret).generate_otp(int(self.clock.now.timestamp()) // 30 + steps)

    def next_code(self) -> str:
        """Half a minute goes by: a code works once."""
        self.clock.advance(seconds=30)
        return self.app_code()

    def log_in_wholly(self) -> TestResponse:
        self.log_in()
        return self.send("factor", factor_code=self.next_code())

    def reaches_queue(self) -> bool:
        return self.client.get("/console/courier/queue").status_code == 200


def sealed(page: str) -> str:
    return html.unescape(re.findall(r'name="app" value="([^"]+)"', page)[0])


def carried(page: str) -> dict[str, str]:
    """What the question brings along from the form it interrupts."""
    first = page.split("<form")[2]
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', first)
    }


def colleague(work: WorkFactory, app: Flask, clock: Clock, name: str, *roles: tuple[Site, Role]) -> Colleague:
    with work() as w:
        email = f"{name.split()[0].lower()}@mail.example"
        person = PersonRow(
            name=name,
            name_key=name_key(name),
            email=email,
            password_hash=_password_hash(),
            verified_at=w.now,
            created_at=w.now,
        )
        w.session.add(person)
        w.session.flush()  # the roles need its id
        for site, role in roles:
            give(w, person.id, site, role)
        return Colleague(id=person.id, email=email, client=app.test_client(), clock=clock)


def give(work: Work, person_id: int, site: Site, role: Role) -> None:
    work.session.add(StaffRow(person_id=person_id, site_id=site.id, role=role, created_at=work.now))


@cache
def _password_hash() -> str:
    """Made once: a tenth of a second is much for every test."""
    return hash_password(make.PASSWORD)
