"""An invitation: worth a role to exactly one address, once, for a week, while its author may give it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from commentbox.domain.errors import CommentboxError
from commentbox.domain.people import Role
from commentbox.domain.staff import StaffAct
from commentbox.services.accounts import set_role
from commentbox.services.invitations import LASTS, accept
from commentbox.services.sites import Site
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.invitations import InvitationRow
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow, person_by_email, role_at
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web import asking
from tests.web.console.factor_desk import Colleague, give
from tests.web.post import Post

NEW = "new@mail.example"


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
    app: Flask, chief: Colleague, post: Post, work: WorkFactory, clock: Clock
) -> None:
    assert invite(chief, sites=("courier", "herald")).headers["Location"].endswith("done=invited")
    letter = post.come()[0]
    assert (letter["to"], letter["subject"]) == (NEW, "Look after the comments of Courier, Herald")
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
    app: Flask, chief: Colleague, post: Post, work: WorkFactory, sites: tuple[Site, Site]
) -> None:
    for way in ("password", "session"):
        email = f"{way}@mail.example"
        with work() as w:
            ann = w.session.get_one(PersonRow, chief.id)
            row = PersonRow(
                name=way, name_key=way, email=email, password_hash=ann.password_hash, created_at=w.now
            )
            w.session.add(row)
        invite(chief, email)
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
    app: Flask, chief: Colleague, mo: Colleague, post: Post, work: WorkFactory
) -> None:
    invite(chief, role="admin")
    reader = app.test_client()
    asking.log_in(reader, mo.email)
    assert "Accept as" not in reader.get(post.path()).text
    answer = asking.send_form(reader, post.path(), **{"as": "me"})
    assert (answer.status_code, f"This invitation is for {NEW}." in answer.text) == (403, True)
    assert roles(work, mo.email)[0] is Role.MODERATOR
    assert asking.send_form(app.test_client(), post.path(), **{"as": "me"}).status_code == 403


def test_opening_the_link_spends_nothing_and_accepting_spends_it(
    app: Flask, chief: Colleague, post: Post, work: WorkFactory
) -> None:
    invite(chief)
    scanner, path = app.test_client(), post.path()
    for _ in range(3):
        assert scanner.get(path).status_code == 200
    assert roles(work, NEW) == []
    join(scanner, path)
    assert "This invitation does not work" in scanner.get(path).text
    assert join(scanner, path, "Nell Two").status_code == 422


def test_a_bad_name_or_password_is_told_and_the_link_goes_on_working(
    app: Flask, chief: Colleague, post: Post
) -> None:
    invite(chief)
    client, path = app.test_client(), post.path()
    for fields in ({"name": "", "password": make.PASSWORD}, {"name": "Nell Oak", "password": "short"}):
        answer = asking.send_form(client, path, **fields)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
    assert 'value="Nell Oak"' in answer.text
    assert "You look after" in join(client, path).text


def test_a_link_dies_with_time_with_withdrawal_and_with_its_authors_rights(
    app: Flask, chief: Colleague, post: Post, work: WorkFactory, clock: Clock, sites: tuple[Site, Site]
) -> None:
    client = app.test_client()
    invite(chief)
    path = post.path()
    clock.now += LASTS
    chief.log_in()
    assert client.get(path).status_code == 422
    invite(chief)
    with work() as w:
        newest = w.session.scalars(select(InvitationRow.id).order_by(InvitationRow.id.desc())).first()
    assert chief.send(f"courier/staff/invitations/{newest}/withdraw").status_code == 303
    assert client.get(post.path()).status_code == 422
    invite(chief, sites=("courier", "herald"))
    path = post.path()
    with work() as w:
        make.member(w, role=Role.ADMIN, at=sites[0])
        set_role(w, chief.id, sites[0].id, Role.MODERATOR)
    assert "Courier" not in client.get(path).text
    join(client, path)
    assert roles(work, NEW) == [Role.READER, Role.MODERATOR]


def test_a_withdrawn_invitation_is_not_sent_any_more(chief: Colleague, post: Post) -> None:
    invite(chief)
    chief.send("courier/staff/invitations/1/withdraw")
    assert post.come() == []


def test_an_invitation_lowers_nobody(app: Flask, chief: Colleague, post: Post, work: WorkFactory) -> None:
    invite(chief, chief.email)
    client = app.test_client()
    assert "You look after" in asking.send_form(client, post.path(), password=make.PASSWORD).text
    assert roles(work, chief.email)[0] is Role.ADMIN


def test_the_link_is_nowhere_in_the_database(chief: Colleague, post: Post, work: WorkFactory) -> None:
    invite(chief)
    token = post.path().rpartition("/")[2]
    with work() as w:
        assert w.session.scalars(select(InvitationRow)).one().token_hash != token
        assert all(token not in str(job.payload) for job in w.session.scalars(select(JobRow)))


def test_of_many_that_accept_at_once_one_does(
    chief: Colleague, mo: Colleague, post: Post, work: WorkFactory,
    engine: Engine, settings: Settings, clock: Clock,
) -> None:  # fmt: skip
    invite(chief, mo.email, role="admin")
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
        (NEW, "reader", ("courier",), "Choose one of the roles of the console."),
        (NEW, "owner", ("courier",), "Choose one of the roles."),
        (NEW, "moderator", (), "Choose at least one of the sites"),
        (NEW, "moderator", ("courier", "gazette"), "Choose at least one of the sites"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_told_and_what_was_typed_stays(
    chief: Colleague, post: Post, email: str, role: str, keys: tuple[str, ...], told: str
) -> None:
    answer = invite(chief, email, role, keys)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{email}"' in answer.text
    assert post.come() == []


def test_a_person_who_lost_their_rights_meanwhile_invites_nobody(
    chief: Colleague, post: Post, work: WorkFactory, sites: tuple[Site, Site]
) -> None:
    invite(chief)
    with work() as w:
        take_away(w, chief.id, sites[0])
    assert post.come() == []


def take_away(work: Work, person_id: int, site: Site) -> None:
    """There is another administrator by then: the last one stays."""
    make.member(work, role=Role.ADMIN, at=site)
    set_role(work, person_id, site.id, Role.READER)
    give(work, person_id, site, Role.MODERATOR)
