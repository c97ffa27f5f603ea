"""Administrators look after their own staff: by invitation, with a log, and never without one of them."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from commentbox.domain.errors import CommentboxError, Conflict
from commentbox.domain.people import Actor, Role, name_key
from commentbox.domain.staff import StaffAct
from commentbox.services.accounts import add_staff, set_role
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.sites import Site
from commentbox.services.staff import change_role
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.people import StaffRow, sections_at
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web.console.factor_desk import Colleague, colleague
from tests.web.console.test_invitations import NEW, acts, invite, roles
from tests.web.post import Post


def test_a_moderator_neither_sees_nor_changes_the_staff(
    mo: Colleague, chief: Colleague, work: WorkFactory
) -> None:
    assert "Staff</a>" not in mo.client.get("/console/courier/queue").text
    assert "Staff</a>" in chief.client.get("/console/courier/queue").text
    answers = [
        mo.client.get("/console/courier/staff"),
        invite(mo),
        mo.send(f"courier/staff/{mo.id}/role", role="admin"),
        mo.send("courier/staff/invitations/1/withdraw"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert acts(work) == []


def test_an_administrator_of_another_site_finds_nothing_here(
    app: Flask,
    chief: Colleague,
    mo: Colleague,
    work: WorkFactory,
    clock: Clock,
    sites: tuple[Site, Site],
    post: Post,
) -> None:
    invite(chief, sites=("courier", "herald"))
    hal = colleague(work, app, clock, "Hal Elm", (sites[1], Role.ADMIN))
    hal.log_in()
    assert hal.client.get("/console/courier/staff").status_code == 404
    assert hal.send(f"courier/staff/{mo.id}/role", role="reader").status_code == 404
    assert hal.send(f"herald/staff/{mo.id}/role", role="admin").status_code == 404
    assert hal.send("herald/staff/invitations/1/withdraw").status_code == 403
    asked = hal.send("herald/staff/invitations", email=NEW, role="admin", sites=["courier", "herald"])
    assert asked.status_code == 422
    assert roles(work, mo.email) == [Role.MODERATOR, Role.READER]


def test_a_change_of_role_logs_out_and_is_written_down(
    chief: Colleague, mo: Colleague, work: WorkFactory
) -> None:
    assert mo.reaches_queue()
    assert (
        chief.send(f"courier/staff/{mo.id}/role", role="admin").headers["Location"].endswith("done=changed")
    )
    assert not mo.reaches_queue()
    mo.log_in()
    assert mo.client.get("/console/courier/staff").status_code == 200
    assert chief.send(f"courier/staff/{mo.id}/role", role="admin").status_code == 303  # nothing changed
    assert mo.reaches_queue()
    chief.send(f"courier/staff/{mo.id}/role", role="reader")
    assert not mo.reaches_queue()
    assert mo.log_in().status_code == 422
    page = chief.client.get("/console/courier/staff").text
    assert "Ada Desk made <bdi>Mo Ash</bdi> administrator." in page
    assert "Ada Desk took the role of <bdi>Mo Ash</bdi> away." in page
    assert acts(work) == [StaffAct.CHANGED, StaffAct.REMOVED]


@pytest.mark.parametrize("role", ["moderator", "reader", "admin"])
def test_nobody_changes_their_own_role(chief: Colleague, work: WorkFactory, role: str) -> None:
    answer = chief.send(f"courier/staff/{chief.id}/role", role=role)
    assert (answer.status_code, "Nobody changes their own role" in answer.text) == (403, True)
    assert roles(work, chief.email)[0] is Role.ADMIN


def test_a_site_keeps_its_last_administrator_whoever_asks(
    work: WorkFactory, sites: tuple[Site, Site]
) -> None:
    with work() as w:
        ada = make.member(w, "Ada Desk", role=Role.ADMIN, at=sites[0])
    again = {"name": "Ada Desk", "email": f"{name_key('Ada Desk')}@mail.example", "password": make.PASSWORD}
    for role in (Role.READER, Role.LEAD):
        with work() as w, pytest.raises(Conflict, match="would be without an administrator"):
            set_role(w, ada.id, sites[0].id, role)
        with work() as w, pytest.raises(Conflict):
            add_staff(w, **again, site_key="courier", role=role)
    with work() as w:
        make.member(w, "Bo Elm", role=Role.ADMIN, at=sites[0])
        add_staff(w, **again, site_key="courier", role=Role.LEAD)


def test_a_moderator_of_a_section_is_invited_and_changed(
    chief: Colleague, mo: Colleague, work: WorkFactory
) -> None:
    chief.send("courier/staff/invitations", email=NEW, role="moderator", only="/sport/", sites=["courier"])
    chief.send(f"courier/staff/{mo.id}/role", role="moderator", only="/sport/ /city/")
    page = chief.client.get("/console/courier/staff").text
    assert "/sport/, /city/" in page
    assert "invited <bdi>new@mail.example</bdi> as moderator for /sport/." in page
    with work() as w:
        assert sections_at(w.session, mo.id, 1) == ("/sport/", "/city/")
    mo.log_in()
    assert "/sport/, /city/" in mo.client.get("/console/courier/queue").text
    refused = chief.send(f"courier/staff/{mo.id}/role", role="moderator", only="sport")
    assert (refused.status_code, "begin with a slash" in refused.text) == (422, True)


def test_a_mark_is_given_to_whoever_writes_and_ends_no_session(
    app: Flask, chief: Colleague, work: WorkFactory, sites: tuple[Site, Site]
) -> None:
    with work() as w:
        reader, stranger = make.member(w, "Cy Lind"), make.member(w, "Dee Marsh")
        make.comment(w, sites[0], reader)
        token = open_session(w, reader.id, "reader")
    assert chief.send(f"courier/staff/{reader.id}/role", role="moderator").status_code == 404
    assert chief.send(f"courier/staff/{stranger.id}/role", role="member").status_code == 404
    done = chief.send(f"courier/staff/{reader.id}/role", role="member", back="1")
    assert done.headers["Location"].endswith(f"people/{reader.id}?done=done")
    with work() as w:
        assert who_is(w, token, "reader") is not None
    shown = app.test_client().get("/embed/courier/thread", query_string={"url": make.ARTICLE}).text
    assert '<span class="cb-badge">Member</span>' in shown


def test_administrators_that_remove_each_other_at_once_leave_one(
    work: WorkFactory, sites: tuple[Site, Site], engine: Engine, settings: Settings, clock: Clock
) -> None:
    with work() as w:
        admins = [make.member(w, name, role=Role.ADMIN, at=sites[0]) for name in ("Ada", "Bo", "Cy")]

    def remove(pair: tuple[Actor, Actor]) -> None:
        act = partial(change_role, site_key="courier", person_id=pair[1].id, role=Role.READER)
        try:
            with begin(engine, settings, clock()) as w:
                act(w, pair[0])
        except CommentboxError:
            return

    pairs = [(one, other) for one in admins for other in admins]
    with ThreadPoolExecutor(9) as pool:
        list(pool.map(remove, pairs))
    with work() as w:
        assert len(w.session.scalars(select(StaffRow)).all()) == 1


def test_the_page_says_who_was_here_and_what_they_have(
    chief: Colleague, work: WorkFactory, app: Flask, clock: Clock, sites: tuple[Site, Site]
) -> None:
    colleague(work, app, clock, "Mo Ash", (sites[0], Role.MODERATOR))
    page = chief.client.get("/console/courier/staff").text
    assert page.count("no second factor yet") == 2
    assert page.count("never here yet") == 1
    assert 'name="sites" value="herald"' in page
