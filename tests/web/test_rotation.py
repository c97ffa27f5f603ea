"""The secret is changed while people read, write and open their mail: nobody notices."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from commentbox.domain.comment import Status
from commentbox.domain.people import Role
from commentbox.services.sign_in import open_session
from commentbox.settings import Settings
from commentbox.store.jobs import JobRow
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking
from tests.web.conftest import AppFactory

NEW = "N8wq2ZrT5yLk0PvXc7Jm4GhBd9Sf3AeU"


@pytest.fixture
def boxes(app: Flask, settings: Settings, another_app: AppFactory) -> dict[str, Flask]:
    """The box before, during and after, all on one database."""
    during = another_app(secret_key=NEW, secret_key_old=settings.secret_key)
    return {"before": app, "during": during, "after": another_app(secret_key=NEW)}


def test_nobody_is_signed_out_under_load(boxes: dict[str, Flask], work: WorkFactory) -> None:
    with work() as w:
        ann = asking.ann(w)
        tokens = [open_session(w, ann.id, "reader") for _ in range(20)]
        embedded = [open_session(w, ann.id, "embed", ann.site.id) for _ in range(20)]

    def is_in(number: int) -> bool:
        box = boxes[("before", "during", "during", "after")[number % 4]]
        client = box.test_client()
        client.set_cookie("commentbox_reader", tokens[number % 20], domain="comments.example")
        client.set_cookie("commentbox_embed", embedded[number % 20], domain="comments.example", path="/api")
        page = client.get("/login", base_url=BOX).text
        me = client.get(f"/api/v1/courier/me?url={make.ARTICLE}", base_url=BOX).get_json()
        return "You are signed in as" in page and me["signed_in"] is True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(is_in, range(80)))


def test_a_link_in_a_letter_works_until_the_old_secret_is_gone(
    boxes: dict[str, Flask], work: WorkFactory
) -> None:
    for name in ("Ann Alder", "Bert Birch"):
        form = {"name": name, "email": f"{name[0]}@mail.example", "password": make.PASSWORD}
        asking.send_form(boxes["before"].test_client(), "/register", **form)
    with work() as w:
        links = [re.findall(r"/confirm/\S+", job.payload["text"])[0] for job in w.session.query(JobRow)]
    assert asking.send_form(boxes["after"].test_client(), links[0]).status_code == 422
    assert asking.send_form(boxes["during"].test_client(), links[0]).status_code == 200
    assert asking.send_form(boxes["before"].test_client(), links[1]).status_code == 200


def test_what_is_signed_now_is_signed_with_the_new_secret(boxes: dict[str, Flask], work: WorkFactory) -> None:
    form = {"name": "Ann Alder", "email": "ann@mail.example", "password": make.PASSWORD}
    asking.send_form(boxes["during"].test_client(), "/register", **form)
    with work() as w:
        link = re.findall(r"/confirm/\S+", w.session.query(JobRow).one().payload["text"])[0]
    assert asking.send_form(boxes["before"].test_client(), link).status_code == 422
    assert asking.send_form(boxes["after"].test_client(), link).status_code == 200


def test_a_bookmark_opens_the_next_page(boxes: dict[str, Flask], work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        for _ in range(45):
            make.comment(w, site)
    first = boxes["before"].test_client().get(f"/t/courier?url={make.ARTICLE}", base_url=BOX).text
    (more,) = set(re.findall(r'href="[^"]*(/t/courier\?[^"]*cursor=[^"]+)"', first))
    path = more.replace("&amp;", "&")
    statuses = [boxes[when].test_client().get(path, base_url=BOX).status_code for when in boxes]
    assert statuses == [200, 200, 422]


def test_the_console_pages_on(boxes: dict[str, Flask], work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        ada = make.member(w, "Ada", role=Role.MODERATOR, at=site)
        for minutes in range(60):
            make.comment(w, site, status=Status.HELD, minutes_ago=minutes)
        token = open_session(w, ada.id, "staff")
    clients = {}
    for when, box in boxes.items():
        clients[when] = box.test_client()
        clients[when].set_cookie("commentbox_staff", token, domain="comments.example", path="/console")
    page = clients["before"].get("/console/courier/queue", base_url=BOX).text
    path = re.findall(r'href="(/console/courier/queue\?[^"]*cursor=[^"]+)"', page)[0].replace("&amp;", "&")
    assert [client.get(path, base_url=BOX).status_code for client in clients.values()] == [200, 200, 422]
