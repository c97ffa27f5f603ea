"""One comment by itself: in a frame, and as oEmbed."""

from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient

from commentbox.domain.comment import Status
from commentbox.store.sites import site_by_key
from commentbox.store.status import change_status
from tests import make
from tests.conftest import BOX, WorkFactory


@pytest.fixture
def comment(work: WorkFactory) -> int:
    with work() as w:
        make.site(w)
        author = make.member(w, 'Ferry "Fan" <3')
        return make.comment(w, author=author, text="A *bridge* is for people.").id


def oembed(client: FlaskClient, url: str, **more: str) -> dict[str, Any]:
    answer = client.get("/oembed", query_string={"url": url} | more)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.get_json()
    return said


def test_the_frame_shows_who_said_what_when_and_where(client: FlaskClient, comment: int) -> None:
    answer = client.get(f"/c/{comment}/embed")
    assert "Ferry &#34;Fan&#34; &lt;3" in answer.text
    assert "A <em>bridge</em> is for people." in answer.text
    assert 'datetime="2026-05-04T12:00:00Z"' in answer.text
    assert f'href="{make.ARTICLE}#comment-{comment}" target="_blank"' in answer.text
    assert "The bridge" in answer.text
    assert "<script" not in answer.text
    assert "<form" not in answer.text


def test_the_frame_speaks_the_language_it_is_asked_for_or_the_sites(
    client: FlaskClient, comment: int, work: WorkFactory
) -> None:
    assert "Kommentare zu" in client.get(f"/c/{comment}/embed?lang=de-AT").text
    with work() as w:
        row = site_by_key(w.session, "courier")
        assert row is not None
        row.policy = row.policy | {"language": "ar"}
    assert '<html lang="ar" dir="rtl">' in client.get(f"/c/{comment}/embed").text


def test_only_the_publisher_may_frame_it_and_caches_may_keep_it(client: FlaskClient, comment: int) -> None:
    answer = client.get(f"/c/{comment}/embed", headers={"Cookie": "commentbox_reader=whatever"})
    assert f"frame-ancestors {make.PAPER}" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=2")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("status", [Status.REMOVED, Status.WITHDRAWN])
def test_what_was_taken_down_says_so_and_nothing_else(
    client: FlaskClient, work: WorkFactory, comment: int, status: Status
) -> None:
    with work() as w:
        make.comment(w, parent=make.row(w, comment))
        change_status(w.session, make.row(w, comment), status)
    answer = client.get(f"/c/{comment}/embed")
    assert answer.status_code == 200
    assert ("removed by a moderator" if status is Status.REMOVED else "withdrawn") in answer.text
    assert "Ferry" not in answer.text
    assert "people" not in answer.text
    for url in (f"{BOX}/c/{comment}", f"{make.ARTICLE}#comment-{comment}"):
        assert client.get("/oembed", query_string={"url": url}).status_code == 404


@pytest.mark.parametrize("status", [Status.HELD, Status.REMOVED])
def test_what_waits_or_left_nothing_behind_cannot_be_told_apart(
    client: FlaskClient, work: WorkFactory, status: Status
) -> None:
    with work() as w:
        make.site(w)
        number = make.comment(w, status=status).id
    answer = client.get(f"/c/{number}/embed")
    assert answer.status_code == 404
    assert "This comment is not here, or no longer." in answer.text
    assert f"frame-ancestors {make.PAPER}" in answer.headers["Content-Security-Policy"]
    assert client.get("/oembed", query_string={"url": f"{BOX}/c/{number}"}).status_code == 404


def test_the_page_of_a_comment_says_where_its_oembed_is(client: FlaskClient, comment: int) -> None:
    page = client.get(f"/c/{comment}").text
    (line,) = [line for line in page.splitlines() if "application/json+oembed" in line]
    address = line.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    said = client.get(address.removeprefix(BOX)).get_json()
    assert said["type"] == "rich"
    assert said["version"] == "1.0"
    assert said["provider_name"] == "Courier"
    assert said["author_name"] == 'Ferry "Fan" <3'
    assert said["html"].startswith(
        f'<iframe src="{BOX}/c/{comment}/embed" title="A comment by Ferry &#34;Fan'
    )
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in said["html"]


def test_every_address_of_the_comment_will_do_and_no_other(client: FlaskClient, comment: int) -> None:
    at_home = oembed(client, f"{BOX}/c/{comment}")
    for url in (
        f"{BOX}/c/{comment}#comment-{comment}",
        f"{make.ARTICLE}#comment-{comment}",
        f"{make.ARTICLE}/?utm_source=letter#comment-{comment}",
    ):
        assert oembed(client, url) == at_home
    for url in (
        "",
        f"https://elsewhere.example/c/{comment}",
        f"{BOX}.evil.example/c/{comment}",
        f"{BOX}/c/{comment}/reply",
        f"{BOX}/c/{comment + 1}",
        f"{make.PAPER}/tram#comment-{comment}",
        f"javascript:alert(1)#comment-{comment}",
        f"{BOX}/c/{'9' * 30}",
    ):
        assert client.get("/oembed", query_string={"url": url}).status_code == 404, url


def test_a_frame_is_as_large_as_the_words_and_the_place_for_it(
    client: FlaskClient, work: WorkFactory
) -> None:
    with work() as w:
        make.site(w)
        long = make.comment(w, text="A word and another. " * 60).id
        short = make.comment(w, text="A word.").id
    assert int(oembed(client, f"{BOX}/c/{short}")["height"]) < int(
        oembed(client, f"{BOX}/c/{long}")["height"]
    )
    given = oembed(client, f"{BOX}/c/{long}", maxwidth="300", maxheight="200")
    assert (given["width"], given["height"]) == (300, 200)
    for wrong in ("-1", "a", "9999999"):
        answer = client.get("/oembed", query_string={"url": f"{BOX}/c/{long}", "maxwidth": wrong})
        assert answer.status_code == 422


def test_it_comes_as_xml_too_and_in_no_third_form(client: FlaskClient, comment: int) -> None:
    url = f"{BOX}/c/{comment}"
    answer = client.get("/oembed", query_string={"url": url, "format": "xml"})
    assert answer.mimetype == "text/xml"
    said = {child.tag: child.text for child in fromstring(answer.text)}  # noqa: S314 - our own
    assert said == {name: str(value) for name, value in oembed(client, url).items()}
    assert client.get("/oembed", query_string={"url": url, "format": "yaml"}).status_code == 501
