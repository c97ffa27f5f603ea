"""Public answers are a function of the address alone, so that any cache may keep them."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from commentbox.domain.comment import Status
from commentbox.store.status import change_status
from tests import make
from tests.conftest import WorkFactory

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"
HEADERS = [
    "Accept-Language",
    "Authorization",
    "Cookie",
    "Forwarded",
    "Origin",
    "Referer",
    "User-Agent",
    "X-Commentbox",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Prefix",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-HTTP-Method-Override",
    "Accept",
    "Sec-Fetch-Site",
    "Via",
    "X-Real-IP",
    "DNT",
]


@pytest.fixture
def urls(work: WorkFactory) -> list[str]:
    """Every kind of public answer, with something in it."""
    with work() as w:
        make.site(w)
        root = make.comment(w)
        make.comment(w, parent=root)
        number = root.id
    return [
        THREAD,
        f"/embed/courier/replies?root={number}&after=0",
        f"/embed/courier/conversation?comment={number}",
        f"/embed/courier/counts?url={make.ARTICLE}",
        f"/embed/courier/news?url={make.ARTICLE}&after=0",
        f"/embed/courier/comments?url={make.ARTICLE}&ids={number}",
        f"/embed/courier/search?url={make.ARTICLE}&q=remark",
        f"/api/v1/courier/comments?url={make.ARTICLE}",
    ]


def test_public_answers_may_be_read_and_kept_by_everybody(client: FlaskClient, urls: list[str]) -> None:
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert re.match("public, max-age=0, s-maxage=[12],", answer.headers["Cache-Control"])
        assert "Set-Cookie" not in answer.headers
        assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_changes_a_public_answer(client: FlaskClient, urls: list[str], name: str) -> None:
    for url in urls:
        plain, changed = client.get(url), client.get(url, headers={name: "https://evil.example"})
        assert changed.get_data() == plain.get_data(), url
        assert _kept(changed.headers) == _kept(plain.headers)


@pytest.mark.parametrize("query", ["&theme=dark", "&_=1", "&utm_source=x", "&cursor2=a"])
def test_an_unknown_parameter_makes_no_second_copy(client: FlaskClient, urls: list[str], query: str) -> None:
    for url in urls:
        assert client.get(url + query).status_code == 422


def test_a_parameter_given_twice_makes_no_second_copy(client: FlaskClient, urls: list[str]) -> None:
    for url in urls:
        if "/counts" not in url:
            name, value = url.partition("?")[2].partition("&")[0].split("=")
            assert client.get(f"{url}&{name}={value}").status_code == 422, url


def test_the_digits_of_another_script_are_no_second_address(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        number = make.comment(w).id
    assert client.get(f"/c/{number}").status_code == 200
    other = "".join(chr(ord("٠") + int(digit)) for digit in str(number))
    assert client.get(f"/c/{other}").status_code == 404


def test_an_unchanged_thread_is_not_sent_twice(
    client: FlaskClient, work: WorkFactory, urls: list[str]
) -> None:
    first = client.get(THREAD)
    again = client.get(THREAD, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    with work() as w:
        make.comment(w)
    assert client.get(THREAD, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_browser_that_can_gets_fewer_bytes_of_the_same(
    client: FlaskClient, work: WorkFactory, urls: list[str]
) -> None:
    with work() as w:
        for _ in range(10):
            make.comment(w, text="The same words again and again. " * 20)
    plain, packed = client.get(THREAD), client.get(THREAD, headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert len(packed.get_data()) < len(plain.get_data()) / 3
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, packed))
    again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(THREAD, headers=again).status_code == 304


def test_a_removed_comment_is_gone_from_every_public_answer(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        root = make.comment(w, text="Words that nobody should find.")
        make.comment(w, parent=root)
        number = root.id
        change_status(w.session, root, Status.REMOVED)
    for url in (
        THREAD,
        f"/embed/courier/conversation?comment={number}",
        f"/api/v1/courier/comments?url={make.ARTICLE}",
    ):
        answer = client.get(url)
        assert answer.status_code == 200
        assert b"nobody should find" not in answer.get_data()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/embed/nosuch/thread?url=https://paper.example/a", 404),
        ("/embed/courier/thread", 422),
        ("/embed/courier/thread?url=https://elsewhere.example/a", 422),
        ("/embed/courier/thread?url=javascript:alert(1)", 422),
        (THREAD + "&sort=loudest", 422),
        (THREAD + "&cursor=forged", 422),
        ("/embed/courier/replies?root=abc", 422),
        ("/embed/courier/replies?root=-1", 422),
        ("/embed/courier/replies?root=99999999999999999999999", 422),
        ("/embed/courier/replies?root=4711", 404),
        ("/embed/courier/conversation?comment=4711", 404),
        ("/embed/courier/counts?" + "&".join(["url=a"] * 101), 422),
    ],
)
def test_bad_input_is_told_and_not_cached(
    client: FlaskClient, urls: list[str], url: str, status: int
) -> None:
    answer = client.get(url, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.get_json()["error"]["message"]
    assert answer.headers["Cache-Control"] == "no-store"


def _kept(headers: object) -> dict[str, str]:
    return {name: value for name, value in dict(headers).items() if name not in ("Date", "X-Request-Id")}  # type: ignore[call-overload]


@pytest.mark.parametrize("key", ["%00", "a%00b", "%ff", "%F0%9F%98%80", "a" * 3000])
@pytest.mark.parametrize(
    "address", ["/embed/{}/counts", "/embed/{}/thread", "/api/v1/{}/me", "/t/{}", "/login?site={}"]
)
def test_a_site_no_key_could_name_is_not_found(client: FlaskClient, address: str, key: str) -> None:
    assert client.get(address.format(key)).status_code == 404
