"""What a reader leaves behind here: nothing by reading, and no address by taking part."""

import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commentbox.serving import COMMON
from commentbox.store.tables import METADATA
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking

PEER, PEER6 = "203.0.113.77", "2001:db8:7:7:1:2:3:4"
PUBLIC = (
    f"/embed/courier/thread?url={make.ARTICLE}",
    f"/embed/courier/include?url={make.ARTICLE}",
    f"/embed/courier/counts?url={make.ARTICLE}",
    "/embed/courier/most-discussed",
    f"/api/v1/courier/comments?url={make.ARTICLE}",
    f"/t/courier?url={make.ARTICLE}",
    "/c/1",
    "/c/1/embed",
    f"/oembed?url={BOX}/c/1",
    "/u/courier/1",
    "/embed.js",
    "/counts.js",
)


@pytest.fixture
def ann(work: WorkFactory) -> int:
    with work() as w:
        return asking.ann(w).id


def everything(work: WorkFactory) -> dict[str, Any]:
    with work() as w:
        return {
            table.name: sorted((dict(row) for row in w.session.execute(table.select()).mappings()), key=repr)
            for table in METADATA.sorted_tables
        }


def take_part(app: Flask, peer: str) -> FlaskClient:
    """Log in, write, recommend, report, register, ask for a letter: all that a reader can do, from there."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = peer
    client.environ_base["HTTP_X_FORWARDED_FOR"] = peer
    client.environ_base["HTTP_USER_AGENT"] = f"Agent/{peer}"
    asking.log_in(client, password="a wrong password")
    asking.log_in(client)
    for number, text in enumerate(("A bridge is for people.", "It is for trams as well.")):
        said = {"url": make.ARTICLE, "title": "The bridge", "parent": None, "text": text}
        body = said | {"key": f"{len(peer)}-key-{number}"}
        assert asking.call(client, "POST", "comments", body, origin=BOX).status_code in (201, 202)
    asking.call(client, "PUT", "comments/1/vote", origin=BOX)
    asking.call(client, "POST", "comments/1/flags", {"reason": "spam"}, origin=BOX)
    new = {"name": f"Reader {len(peer)}", "email": f"r{len(peer)}@mail.example", "password": make.PASSWORD}
    asking.send_form(client, "/register", **new)
    asking.send_form(client, "/forgot", email=asking.EMAIL)
    return client


@pytest.mark.parametrize("peer", [PEER, PEER6])
def test_no_network_address_is_in_any_table_or_log_line(
    app: Flask, work: WorkFactory, ann: int, peer: str, capfd: pytest.CaptureFixture[str]
) -> None:
    take_part(app, peer)
    dump = json.dumps(everything(work), default=str)
    logged = capfd.readouterr()
    network = peer.rpartition(".")[0] if "." in peer else "2001:db8:7:7"
    for held in (dump, logged.out + logged.err):
        assert network not in held
        for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            assert digest(peer.encode()).hexdigest() not in held


def test_no_log_line_names_a_reader_or_what_they_wrote(
    app: Flask, ann: int, capfd: pytest.CaptureFixture[str]
) -> None:
    take_part(app, PEER)
    logged = capfd.readouterr()
    for private in ("Ann", asking.EMAIL, "bridge", "correct horse"):
        assert private not in logged.out + logged.err
    assert COMMON["log_access"] is False


def test_reading_writes_nothing_whoever_reads(app: Flask, work: WorkFactory, ann: int) -> None:
    client = take_part(app, PEER)
    client.get("/api/v1/courier/me", query_string={"url": make.ARTICLE})
    before = everything(work)
    for address in PUBLIC:
        if not address.startswith("/u/"):  # counted for the network, against who would copy all of them
            assert client.get(address, buffered=True).status_code == 200, address
    client.get("/api/v1/courier/me", query_string={"url": f"{make.PAPER}/another"})
    assert everything(work) == before


def test_no_address_of_a_person_and_no_hash_of_one_is_public(app: Flask, ann: int) -> None:
    take_part(app, PEER)
    stranger = app.test_client()
    digests = [
        digest(asking.EMAIL.encode()).hexdigest() for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256)
    ]
    for address in PUBLIC:
        page = stranger.get(address, buffered=True).text
        for private in (asking.EMAIL, *digests):
            assert private not in page, address


@pytest.mark.parametrize("header", [{"Sec-GPC": "1"}, {"DNT": "1"}, {"Save-Data": "on"}])
def test_who_asks_not_to_be_followed_gets_what_everybody_gets(
    app: Flask, ann: int, header: dict[str, str]
) -> None:
    take_part(app, PEER)
    stranger = app.test_client()
    for address in PUBLIC:
        if address.startswith("/t/"):
            continue  # has a new key for the form each time
        plain, asked = (stranger.get(address, headers=given, buffered=True) for given in ({}, header))
        assert plain.data == asked.data, address


def test_the_other_side_of_a_link_learns_no_article(app: Flask, ann: int) -> None:
    client = take_part(app, PEER)
    for address in PUBLIC:
        answer = client.get(address, buffered=True)
        assert answer.headers["Referrer-Policy"] in ("strict-origin", "no-referrer"), address
        assert "Set-Cookie" not in answer.headers, address
