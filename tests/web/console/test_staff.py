"""Administrators look after their own staff: by invitation, with a log, and never without one of them."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from commentbox.domain.errors import CommentboxError
from commentbox.domain.people import Actor, Role
from commentbox.domain.staff import StaffAct
from commentbox.services.accounts import set_role
from commentbox.services.invitations import LASTS, accept
from commentbox.services.sites import Site
from commentbox.services.staff import change_role
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.invitations import InvitationRow
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow, StaffRow, person_by_email, role_at
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web import asking
from tests.web.console.factor_desk import Colleague, colleague, give
from tests.web.post import Post

NEW = "new@mail.example"


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture
def sites(work: WorkFactory) -> tuple[Site, Site]:
    with work() as w:
        return make.site(w), make.site(w, "herald")


@pytest.fixture
def ada(work: WorkFactory, app: Flask, clock: Clock, sites: tuple[Site, Site]) -> Colleague:
    """Administrator of both sites; here the second factor is switched off."""
    both = [(site, Role.ADMIN) for site in sites]
    found = colleague(work, app, clock, "Ada Desk", *both)
    found.log_in()
    return found


@pytest.fixture
def mo(work: WorkFactory, app: Flask, clock: Clock, sites: tuple[Site, Site]) -> Colleague:
    found = colleague(work, app, clock, "Mo Ash", (sites[0], Role.MODERATOR))
    found.log_in()
    return found


def invite(
    who: Colleague, email: str = NEW, role: str = "moderator", sites: tuple[str, ...] = ("courier",)
) -> TestResponse:
    return who.send("courier/staff/invitations", email=email, role=role, sites=list(sites))


def roles(work: WorkFactory, email: str) -> list[Role]:
    with work() as w:
        person = person_by_email(w.session, email)
        return [] if person is None else [role_at(w.session, person.id, site) for site in (1, 2)]


def acts(work: WorkFactory) -> list[StaffAct]:
    with work() as w:
        return list(w.session.scalars(select(StaffLogRow.act).order_by(StaffLogRow.id)))


def join(client: FlaskClient, path: str, name: str = "Nell Oak") -> TestResponse:
    return asking.send_form(client, path, name=name, password=make.PASSWORD)


def test_somebody_new_registers_with_exactly_that_address(
    app: Flask, ada: Colleague, post: Post, work: WorkFactory, clock: Clock
) -> None:
    assert invite(ada, sites=("courier", "herald")).headers["Location"].endswith("done=invited")
    letter = post.come()[0]
    assert (letter["to"], letter["subject"]) == (NEW, "Look after the comments of Courier and Herald")
    client, path = app.test_client(), post.path()
    page = client.get(path)
    assert "as a moderator" in page.text
    assert NEW in page.text
    assert 'name="email"' not in page.text
    assert "You look after the comments of" in join(client, path).text
    assert roles(work, NEW) == [Role.MODERATOR] * 2
    nell = Colleague(id=0, email=NEW, client=client, clock=clock)
    nell.log_in()
    assert nell.reaches_queue()
    with work() as w:
        person = person_by_email(w.session, NEW)
        assert person is not None
        assert person.verified_at == w.now
    assert acts(work) == [StaffAct.INVITED] * 2 + [StaffAct.JOINED] * 2


def test_a_known_address_accepts_with_its_password_or_its_session(
    app: Flask, ada: Colleague, post: Post, work: WorkFactory, sites: tuple[Site, Site]
) -> None:
    for way in ("password", "session"):
        email = f"{way}@mail.example"
        with work() as w:
            ann = w.session.get_one(PersonRow, ada.id)
            row = PersonRow(
                name=way, name_key=way, email=email, password_hash=ann.password_hash, created_at=w.now
            )
            w.session.add(row)
        invite(ada, email)
        client, path = app.test_client(), post.path()
        assert "This address has an account." in client.get(path).text
        if way == "session":
            asking.log_in(client, email)
            assert "Accept as <bdi>session</bdi>" in client.get(path).text
            answer = asking.send_form(client, path, **{"as": "me"})
        else:
            assert "E-mail or password is not right." in asking.send_form(client, path, password="wrong").text
            answer = asking.send_form(client, path, password=make.PASSWORD)
        assert "You look after the comments of" in answer.text
        assert roles(work, email)[0] is Role.MODERATOR


def test_an_invitation_is_worth_nothing_to_somebody_else(
    app: Flask, ada: Colleague, mo: Colleague, post: Post, work: WorkFactory
) -> None:
    invite(ada, role="admin")
    reader = app.test_client()
    asking.log_in(reader, mo.email)
    assert "Accept as" not in reader.get(post.path()).text
    answer = asking.send_form(reader, post.path(), **{"as": "me"})
    assert (answer.status_code, f"This invitation is for {NEW}." in answer.text) == (403, True)
    assert roles(work, mo.email)[0] is Role.MODERATOR
    assert asking.send_form(app.test_client(), post.path(), **{"as": "me"}).status_code == 403


def test_opening_the_link_spends_nothing_and_accepting_spends_it(
    app: Flask, ada: Colleague, post: Post, work: WorkFactory
) -> None:
    invite(ada)
    scanner, path = app.test_client(), post.path()
    for _ in range(3):
        assert scanner.get(path).status_code == 200
    assert roles(work, NEW) == []
    join(scanner, path)
    assert "This invitation does not work" in scanner.get(path).text
    assert join(scanner, path, "Nell Two").status_code == 422


def test_a_bad_name_or_password_is_told_and_the_link_goes_on_working(
    app: Flask, ada: Colleague, post: Post
) -> None:
    invite(ada)
    client, path = app.test_client(), post.path()
    for fields in ({"name": "", "password": make.PASSWORD}, {"name": "Nell Oak", "password": "short"}):
        answer = asking.send_form(client, path, **fields)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
    assert 'value="Nell Oak"' in answer.text
    assert "You look after" in join(client, path).text


def test_a_link_dies_with_time_with_withdrawal_and_with_its_authors_rights(
    app: Flask, ada: Colleague, post: Post, work: WorkFactory, clock: Clock, sites: tuple[Site, Site]
) -> None:
    client = app.test_client()
    invite(ada)
    path = post.path()
    clock.now += LASTS
    ada.log_in()
    assert client.get(path).status_code == 422
    invite(ada)
    with work() as w:
        newest = w.session.scalars(select(InvitationRow.id).order_by(InvitationRow.id.desc())).first()
    assert ada.send(f"courier/staff/invitations/{newest}/withdraw").status_code == 303
    assert client.get(post.path()).status_code == 422
    invite(ada, sites=("courier", "herald"))
    path = post.path()
    with work() as w:
        set_role(w, ada.id, sites[0].id, Role.MODERATOR)
    assert "Courier" not in client.get(path).text
    join(client, path)
    assert roles(work, NEW) == [Role.READER, Role.MODERATOR]


def test_a_withdrawn_invitation_is_not_sent_any_more(ada: Colleague, post: Post) -> None:
    invite(ada)
    ada.send("courier/staff/invitations/1/withdraw")
    assert post.come() == []


def test_an_invitation_lowers_nobody(app: Flask, ada: Colleague, post: Post, work: WorkFactory) -> None:
    invite(ada, ada.email)
    client = app.test_client()
    assert "You look after" in asking.send_form(client, post.path(), password=make.PASSWORD).text
    assert roles(work, ada.email)[0] is Role.ADMIN


def test_the_link_is_nowhere_in_the_database(ada: Colleague, post: Post, work: WorkFactory) -> None:
    invite(ada)
    token = post.path().rpartition("/")[2]
    with work() as w:
        assert w.session.scalars(select(InvitationRow)).one().token_hash != token
        assert all(token not in str(job.payload) for job in w.session.scalars(select(JobRow)))


def test_of_many_that_accept_at_once_one_does(
    ada: Colleague, mo: Colleague, post: Post, work: WorkFactory,
    engine: Engine, settings: Settings, clock: Clock,
) -> None:  # fmt: skip
    invite(ada, mo.email, role="admin")
    token = post.path().rpartition("/")[2]

    def one(_: int) -> bool:
        try:
            with begin(engine, settings, clock()) as w:
                return bool(accept(w, token, mo.id))
        except CommentboxError:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(one, range(6))) == [False] * 5 + [True]
    assert acts(work).count(StaffAct.JOINED) == 1


@pytest.mark.parametrize(
    ("email", "role", "keys", "told"),
    [
        ("not an address", "moderator", ("courier",), "This is not an e-mail address."),
        (NEW, "reader", ("courier",), "Choose moderator or administrator."),
        (NEW, "owner", ("courier",), "Choose moderator or administrator."),
        (NEW, "moderator", (), "Choose at least one of the sites"),
        (NEW, "moderator", ("courier", "gazette"), "Choose at least one of the sites"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_told_and_what_was_typed_stays(
    ada: Colleague, post: Post, email: str, role: str, keys: tuple[str, ...], told: str
) -> None:
    answer = invite(ada, email, role, keys)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{email}"' in answer.text
    assert post.come() == []


def test_a_moderator_neither_sees_nor_changes_the_staff(
    mo: Colleague, ada: Colleague, work: WorkFactory
) -> None:
    assert "Staff</a>" not in mo.client.get("/console/courier/queue").text
    assert "Staff</a>" in ada.client.get("/console/courier/queue").text
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
    ada: Colleague,
    mo: Colleague,
    work: WorkFactory,
    clock: Clock,
    sites: tuple[Site, Site],
    post: Post,
) -> None:
    invite(ada, sites=("courier", "herald"))
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
    ada: Colleague, mo: Colleague, work: WorkFactory
) -> None:
    assert mo.reaches_queue()
    assert ada.send(f"courier/staff/{mo.id}/role", role="admin").headers["Location"].endswith("done=changed")
    assert not mo.reaches_queue()
    mo.log_in()
    assert mo.client.get("/console/courier/staff").status_code == 200
    assert ada.send(f"courier/staff/{mo.id}/role", role="admin").status_code == 303  # nothing changed
    assert mo.reaches_queue()
    ada.send(f"courier/staff/{mo.id}/role", role="reader")
    assert not mo.reaches_queue()
    assert mo.log_in().status_code == 422
    page = ada.client.get("/console/courier/staff").text
    assert "Ada Desk made <bdi>Mo Ash</bdi> administrator." in page
    assert "Ada Desk took the role of <bdi>Mo Ash</bdi> away." in page
    assert acts(work) == [StaffAct.CHANGED, StaffAct.REMOVED]


@pytest.mark.parametrize("role", ["moderator", "reader"])
def test_a_site_keeps_its_last_administrator(ada: Colleague, work: WorkFactory, role: str) -> None:
    answer = ada.send(f"courier/staff/{ada.id}/role", role=role)
    assert (answer.status_code, "would be without an administrator" in answer.text) == (409, True)
    assert roles(work, ada.email)[0] is Role.ADMIN


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
    ada: Colleague, work: WorkFactory, app: Flask, clock: Clock, sites: tuple[Site, Site]
) -> None:
    colleague(work, app, clock, "Mo Ash", (sites[0], Role.MODERATOR))
    page = ada.client.get("/console/courier/staff").text
    assert page.count("no second factor yet") == 2
    assert page.count("never here yet") == 1
    assert 'name="sites" value="herald"' in page


def test_a_person_who_lost_their_rights_meanwhile_invites_nobody(
    ada: Colleague, post: Post, work: WorkFactory, sites: tuple[Site, Site]
) -> None:
    invite(ada)
    with work() as w:
        take_away(w, ada.id, sites[0])
    assert post.come() == []


def take_away(work: Work, person_id: int, site: Site) -> None:
    set_role(work, person_id, site.id, Role.READER)
    give(work, work.session.scalars(select(PersonRow.id)).one(), site, Role.MODERATOR)
