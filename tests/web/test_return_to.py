"""After logging in a reader lands on a page of ours or the publisher's, whatever the link said."""

from itertools import product
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import make
from tests.conftest import BOX, WorkFactory
from tests.web import asking

_TRICKS = """
    https://evil.example //evil.example ///evil.example \\\\evil.example /\\evil.example https:evil.example
    https:/evil.example https:\\\\evil.example http://evil.example:80 javascript:alert(1) JaVaScRiPt:alert(1)
    data:text/html,x vbscript:x https://paper.example@evil.example https://paper.example.evil.example
    https://evil.example/https://paper.example https://evil.example?https://paper.example
    https://evil.example#https://paper.example https://evil.example\\@paper.example
    https://paper.example:443@evil.example https://www.paper.example.evil.example %2F%2Fevil.example
    https%3A%2F%2Fevil.example ..//evil.example /..//evil.example /evil.example evil.example @evil.example
    ?x=https://evil.example #https://evil.example https://evil。example https://evil．example
    http://[::ffff:7f00:1] http://2130706433 http://0x7f000001 https://paper.example%00.evil.example
    https://paper.example%0d%0aLocation:%20https://evil.example https://paper.example%2f@evil.example
    https://раper.example https://paper.exаmple blob:https://evil.example file:///etc/passwd
    ftp://paper.example //paper.example@evil.example https://evil.example/%2e%2e https://evil.example%ff
"""
_SPACED = (
    "https://evil.example ",
    " https://evil.example",
    "\thttps://evil.example",
    "java\nscript:alert(1)",
)
TRICKS = (*_TRICKS.split(), *_SPACED)
BRIDGE = "https%3A%2F%2Fpaper.example%2Fbridge"
FIELDS = ("url", "origin", "comment", "site")


@pytest.fixture(autouse=True)
def ann(work: WorkFactory) -> None:
    with work() as w:
        asking.ann(w)


@pytest.mark.parametrize("field", FIELDS)
def test_no_trick_leads_out_of_the_house(client: FlaskClient, field: str) -> None:
    assert len(list(product(FIELDS, TRICKS))) >= 200
    for trick in TRICKS:
        fields = {"site": "courier"} | {field: trick}
        for path in ("/login", "/logout", "/register"):
            answer = asking.send_form(client, path, **fields)
            assert answer.status_code in (404, 422), (path, trick)
            assert "evil" not in answer.headers.get("Location", "")
        assert "evil" not in _hrefs(client.get("/login", query_string=fields))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, "/"),
        ({"site": "courier"}, "/"),
        ({"site": "courier", "url": make.ARTICLE}, f"/t/courier?url={BRIDGE}"),
        ({"site": "courier", "url": f"{make.ARTICLE}?utm_source=x#y"}, f"/t/courier?url={BRIDGE}"),
        ({"site": "courier", "comment": "7"}, "/c/7#comment-7"),
        ({"comment": "7"}, "/c/7#comment-7"),
        ({"next": "https://evil.example", "return": "//evil.example"}, "/"),
    ],
)  # fmt: skip
def test_the_way_back(client: FlaskClient, fields: dict[str, str], place: str) -> None:
    for answer in (asking.log_in(client, **fields), asking.send_form(client, "/logout", **fields)):
        assert answer.status_code == 303
        assert answer.headers["Location"] == BOX + place


def test_the_way_back_survives_every_step(client: FlaskClient) -> None:
    fields = {"site": "courier", "url": make.ARTICLE}
    login = client.get("/login", query_string=fields)
    assert "/register?site=courier&amp;url=https%3A%2F%2Fpaper.example%2Fbridge" in login.text
    wrong = asking.log_in(client, password="wrong password", **fields)
    ready = asking.send_form(
        client, "/register", name="Bert", email="b@mail.example", password="x" * 3, **fields
    )
    for page in (login, wrong, ready):
        assert '<input type="hidden" name="site" value="courier">' in page.text
        assert f'<input type="hidden" name="url" value="{make.ARTICLE}">' in page.text


def test_the_window_without_an_opener_links_back_to_the_article(client: FlaskClient) -> None:
    page = asking.log_in(client, site="courier", origin=make.PAPER, url=f"{make.ARTICLE}?id=7")
    assert f'<a href="{make.ARTICLE}?id=7">go back to Courier</a>' in page.text
    page = asking.log_in(client, site="courier", origin=make.PAPER)
    assert f'<a href="{make.PAPER}/">' in page.text


def _hrefs(answer: TestResponse) -> str:
    """The hosts of all links and forms of a page."""
    parts = answer.text.replace('action="', 'href="').split('href="')[1:]
    return " ".join(urlsplit(part.partition('"')[0]).netloc for part in parts)
