"""Only a form of our own pages, or a script on the site's pages, changes anything: address by address."""

from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commentbox.web.guards import SAFE, Door, door_of
from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking

PAPER = make.PAPER
REFUSALS = {"bad_origin", "no_header", "not_a_form", "http_415"}

CONTENT_TYPES = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json",
    "application/json; charset=utf-8",
    "text/plain",
    "text/plain; application/json",
    "application/xml",
    "application/octet-stream",
    "application/jsonp",
    "application/json-seq",
    "text/json",
    None,
)
FORMS = CONTENT_TYPES[:2]
JSON = CONTENT_TYPES[2:4]
ORIGINS = (BOX, PAPER, "https://evil.example", "null", "https://paper.example.evil.example", None)


@pytest.fixture
def site(work: WorkFactory) -> int:
    """A site with one comment; its number."""
    with work() as w:
        make.site(w)
        return make.comment(w).id


@pytest.fixture
def changes(app: Flask, site: int) -> list[tuple[Door, str, str]]:
    """Door, method and path of every address that is not only for reading."""
    return [
        (door, method, asking.address(rule, site))
        for rule in app.url_map.iter_rules()
        for method in sorted(set(rule.methods or ()) - SAFE)
        if (door := door_of(rule.endpoint))
        not in (None, Door.LETTERS)  # where a signature stands for the origin
    ]


def test_the_matrix_covers_the_api_the_pages_and_the_console(changes: list[tuple[Door, str, str]]) -> None:
    assert {door for door, _, _ in changes} == {Door.API, Door.PAGES, Door.CONSOLE}


def test_on_every_address_only_the_right_cell_passes_the_guard(
    client: FlaskClient, reached: list[str], changes: list[tuple[Door, str, str]]
) -> None:
    wrong = [
        f"{method} {path}: {content_type} from {origin}"
        for door, method, path in changes
        for content_type, origin in product(CONTENT_TYPES, ORIGINS)
        if _passes(client, reached, method, path, _headers(content_type, origin))
        is not _should_pass(door, content_type, origin)
    ]
    assert wrong == []


def test_no_cell_passes_the_api_without_our_header(
    client: FlaskClient, reached: list[str], changes: list[tuple[Door, str, str]]
) -> None:
    for door, method, path in changes:
        headers = _headers("application/json", PAPER)
        del headers["X-Commentbox"]
        assert door is not Door.API or not _passes(client, reached, method, path, headers)


@pytest.mark.parametrize(
    ("origin", "fetch_site", "passes"),
    [
        (None, "same-origin", True),
        (None, "same-site", False),
        (None, "cross-site", False),
        (None, "none", False),
        (None, None, False),
        ("null", "same-origin", False),
        ("https://evil.example", "same-origin", False),
        (PAPER, "same-origin", False),
        (BOX, "cross-site", True),
    ],
)
def test_where_a_form_has_no_origin_the_browsers_word_counts(
    client: FlaskClient, reached: list[str], origin: str | None, fetch_site: str | None, passes: bool
) -> None:
    headers = _headers(FORMS[0], origin) | ({"Sec-Fetch-Site": fetch_site} if fetch_site else {})
    assert _passes(client, reached, "POST", "/login", headers) is passes


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND"])
def test_no_other_method_reaches_a_view_that_changes_something(
    client: FlaskClient, reached: list[str], changes: list[tuple[Door, str, str]], method: str
) -> None:
    known = {(method, path) for _, method, path in changes}
    for _, _, path in changes:
        if (method, path) in known:
            continue
        client.open(path, method=method, headers=_headers("application/json", PAPER))
    assert not set(reached) & _changing(client.application)


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_turns_a_get_into_a_change(client: FlaskClient, reached: list[str], name: str) -> None:
    client.get("/login", headers={name: "POST", "Origin": BOX}, query_string={"_method": "POST"})
    assert reached == ["accounts.login_form"]


HOSTS = (
    "paper.example.evil.example evilpaper.example paper.exampl paper.example. paper.example.. .paper.example"
    " www.paper.example a.paper.example paper.example.com paperexample example paper-example paper_example"
    " paper.example%2eevil.example paper.example%00 PAPER.example Paper.Example раper.example"
    " xn--aper-h9a.example paper。example paper．example paper\\.example [paper.example]"
    " paper.example,evil.example paper.example:443 paper.example:80 paper.example:8443 paper.example:"
    " paper.example:0443 paper.example/ paper.example/x paper.example? paper.example# paper.example\\"
    " evil@paper.example paper.example@evil.example a:b@paper.example evil.example/https://paper.example"
    " evil.example#https://paper.example evil.example?https://paper.example * *.example *.paper.example"
    " localhost.evil.example 127.0.0.1.evil.example paper.example,https://evil.example"
)
OTHERS = (
    "http://paper.example HTTPS://paper.example https:paper.example https:/paper.example https:///paper.example"
    " //paper.example paper.example ftp://paper.example wss://paper.example file://paper.example"
    " data:https://paper.example javascript:https://paper.example null NULL *"
)
SPACED = (
    "", "https://paper.example ", " https://paper.example", "https://paper.example\t",
    "https://paper.example https://evil.example", "https://evil.example https://paper.example",
)  # fmt: skip
VARIANTS = (*(f"https://{host}" for host in HOSTS.split()), *OTHERS.split(), *SPACED)


def test_no_spelling_near_an_allowed_origin_is_let_in(
    client: FlaskClient, reached: list[str], site: int
) -> None:
    let_in = [
        origin
        for origin in VARIANTS
        if _passes(client, reached, "POST", API_POST, _headers(JSON[0], _wire(origin)))
    ]
    assert len(set(VARIANTS)) >= 60
    assert let_in == []


@pytest.fixture
def reached(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the views that were called; none of them does its work here."""
    names: list[str] = []
    for endpoint in app.view_functions:
        monkeypatch.setitem(app.view_functions, endpoint, _noting(names, endpoint))
    return names


API_POST = "/api/v1/courier/preview"


def _noting(names: list[str], endpoint: str):  # type: ignore[no-untyped-def]  # a view of any signature
    def view(**_arguments: object) -> str:
        names.append(endpoint)
        return "reached"

    return view


def _passes(client: FlaskClient, reached: list[str], method: str, path: str, headers: dict[str, str]) -> bool:
    """Whether the request came past our guard; the console's own may still ask for a log-in."""
    reached.clear()
    answer = client.open(path, method=method, headers=headers, data=b"{}")
    refused = _code(answer) in REFUSALS
    assert not (refused and reached), f"{path} was refused and still ran"
    return not refused


def _code(answer: TestResponse) -> str:
    found = answer.get_json(silent=True)
    return str(found["error"]["code"]) if isinstance(found, dict) and "error" in found else ""


def _headers(content_type: str | None, origin: str | None) -> dict[str, str]:
    headers = {"Accept": "application/json", "X-Commentbox": "1", "Cookie": "commentbox_reader=x"}
    if content_type is not None:
        headers["Content-Type"] = content_type
    if origin is not None:
        headers["Origin"] = origin
    return headers


def _should_pass(door: Door, content_type: str | None, origin: str | None) -> bool:
    if door is Door.API:
        return content_type in JSON and origin in (BOX, PAPER)
    return content_type in FORMS and origin == BOX


def _wire(text: str) -> str:
    """As bytes on the wire reach the server: one Latin-1 letter each."""
    return text.encode().decode("latin-1")


def _changing(app: Flask) -> set[str]:
    """The views that only ever answer to a changing method."""
    return {
        rule.endpoint for rule in app.url_map.iter_rules() if not set(rule.methods or ()) & {"GET", "HEAD"}
    }
