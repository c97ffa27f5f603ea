"""A reader's address is seen by an administrator alone, for a reason, and never without a line in the log."""

import pytest
from flask import Flask
from sqlalchemy import select

from commentbox.domain.people import Actor, Role
from commentbox.services.sites import Site
from commentbox.store.people import PersonRow
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web.console.factor_desk import Colleague, carried, colleague

WHY = "The police ask for it, file 12."
ADDRESS = "cy@mail.example"


@pytest.fixture
def cy(work: WorkFactory, sites: tuple[Site, Site]) -> Actor:
    with work() as w:
        cy = make.member(w, "Cy Lind")
        w.session.get_one(PersonRow, cy.id).email = ADDRESS
        make.comment(w, sites[0], cy, "Quinces for all.")
        make.comment(w, sites[0], cy, "And for the others.")
        return cy


def log(work: WorkFactory) -> list[tuple[int | None, int | None, str | None, str | None]]:
    row = StaffLogRow
    with work() as w:
        query = select(row.by_id, row.person_id, row.email, row.note).where(row.act == "revealed")
        return [tuple(found) for found in w.session.execute(query)]  # type: ignore[misc]


def test_the_address_is_shown_once_and_the_look_is_on_record(
    chief: Colleague, work: WorkFactory, cy: Actor
) -> None:
    assert ADDRESS not in chief.client.get("/console/courier/comments/1").text
    shown = chief.send("courier/comments/1/address", why=WHY)
    assert shown.status_code == 200
    assert f'<a href="mailto:{ADDRESS}">{ADDRESS}</a>' in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert log(work) == [(chief.id, cy.id, None, WHY)]
    assert ADDRESS not in chief.client.get("/console/courier/comments/1").text
    staff = chief.client.get("/console/courier/staff").text
    assert "Ada Desk looked at the e-mail address of <bdi>Cy Lind</bdi>" in staff
    assert WHY in staff
    assert ADDRESS not in staff


@pytest.mark.parametrize(
    ("why", "told"),
    [("", "Say in a few words"), ("x" * 9, "Say in a few words"), ("x" * 301, "300"),
     (f"It is {ADDRESS.title()}, I think.", "Leave the address itself out")],
)  # fmt: skip
def test_without_a_reason_nothing_is_shown_and_what_was_typed_stays(
    chief: Colleague, work: WorkFactory, cy: Actor, why: str, told: str
) -> None:
    refused = chief.send("courier/comments/1/address", why=why)
    assert refused.status_code == 422
    assert told in refused.text
    assert f'value="{why}"' in refused.text
    assert "mailto:" not in refused.text
    assert log(work) == []


def test_a_moderator_and_another_site_see_nothing(
    mo: Colleague, work: WorkFactory, app: Flask, clock: Clock, sites: tuple[Site, Site], cy: Actor
) -> None:
    assert "The author’s e-mail address" not in mo.client.get("/console/courier/comments/1").text
    assert mo.send("courier/comments/1/address", why=WHY).status_code == 403
    other = colleague(work, app, clock, "Di Boss", (sites[1], Role.ADMIN))
    other.log_in()
    assert other.send("courier/comments/1/address", why=WHY).status_code == 404
    assert other.send("herald/comments/1/address", why=WHY).status_code == 404
    assert log(work) == []


def test_whoever_has_no_address_has_none_to_show(chief: Colleague, work: WorkFactory, cy: Actor) -> None:
    with work() as w:
        w.session.get_one(PersonRow, cy.id).email = None
    assert chief.send("courier/comments/1/address", why=WHY).status_code == 404
    assert log(work) == []


def test_looks_are_counted(chief: Colleague, work: WorkFactory, cy: Actor) -> None:
    for _ in range(20):
        assert chief.send("courier/comments/2/address", why=WHY).status_code == 200
    assert chief.send("courier/comments/2/address", why=WHY).status_code == 429
    assert len(log(work)) == 20


def test_a_second_factor_of_ten_minutes_ago_is_asked_for_again(
    ada: Colleague, work: WorkFactory, site: Site, clock: Clock
) -> None:
    with work() as w:
        cy = make.member(w, "Cy Lind")
        w.session.get_one(PersonRow, cy.id).email = ADDRESS
        make.comment(w, site, cy)
    ada.enrol()
    clock.advance(minutes=11)
    asked = ada.send("courier/comments/1/address", why=WHY)
    assert ADDRESS not in asked.text
    assert log(work) == []
    shown = ada.send("courier/comments/1/address", **carried(asked.text), factor_code=ada.next_code())
    assert ADDRESS in shown.text
    assert log(work) == [(ada.id, cy.id, None, WHY)]
