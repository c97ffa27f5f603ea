"""The conversation for a page's first byte: a shadow root with its style, and words for search engines."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from commentbox.domain.comment import Status
from commentbox.store.status import change_status
from tests import make
from tests.conftest import WorkFactory

INCLUDE = f"/embed/courier/include?url={make.ARTICLE}"
THREAD = f"/embed/courier/thread?url={make.ARTICLE}"


@pytest.fixture(autouse=True)
def site(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)


def posting_in(html: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    said: dict[str, Any] = json.loads(found)
    return said


def test_the_style_stands_inside_or_comes_by_a_link(client: FlaskClient) -> None:
    for address, usual in ((INCLUDE, "inline"), (THREAD, "link")):
        inline, link = client.get(f"{address}&style=inline").text, client.get(f"{address}&style=link").text
        assert "<style>" in inline
        assert '<link rel="stylesheet"' not in inline
        assert "<style>" not in link
        assert '<link rel="stylesheet"' in link
        assert client.get(address).text == (inline if usual == "inline" else link)
    assert client.get(f"{INCLUDE}&style=none", headers={"Accept": "application/json"}).status_code == 422


def test_what_is_included_is_a_shadow_root_with_the_same_conversation(
    client: FlaskClient, work: WorkFactory
) -> None:
    with work() as w:
        make.comment(w, text="A bridge is for people.")
    html = client.get(INCLUDE).text
    (inside,) = re.findall(r'<template shadowrootmode="open">\s*(.*?)\s*</template>', html, re.DOTALL)
    assert inside == client.get(f"{THREAD}&style=inline").text.strip()
    assert "<a href=" in html.split("</template>")[1]


def test_the_pages_of_a_list_bring_no_style(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        for _ in range(21):
            make.comment(w)
    (cursor,) = re.findall(r'data-cursor="([^"]+)"', client.get(THREAD).text)
    assert "<style>" not in client.get(f"{THREAD}&style=inline&cursor={cursor}").text
    answer = client.get(f"{THREAD}&cursor=include", headers={"Accept": "application/json"})
    assert answer.status_code == 422


@pytest.mark.parametrize("address", [INCLUDE, f"/t/courier?url={make.ARTICLE}"])
def test_search_engines_read_what_people_read(client: FlaskClient, work: WorkFactory, address: str) -> None:
    with work() as w:
        root = make.comment(w, text="A *bridge* is for people.\n\n</script><b>Really</b> & truly.")
        reply = make.comment(w, text="And for trams.", parent=root)
        gone = make.comment(w, text="Words nobody should find.")
        left = make.comment(w, text="What answers them.", parent=gone)
        change_status(w.session, gone, Status.REMOVED)
        numbers = [root.id, reply.id, left.id]
    said = posting_in(client.get(address).text)
    assert said["@type"] == "DiscussionForumPosting"
    assert said["headline"] == "The bridge"
    assert said["sharedContent"] == {"@type": "WebPage", "url": make.ARTICLE}
    assert said["author"] == {"@type": "Organization", "name": "Courier"}
    assert said["commentCount"] == 3
    assert said["datePublished"] == "2026-05-04T12:00:00Z"
    orphan, top = said["comment"]
    assert top["text"] == "A bridge is for people. </script><b>Really</b> & truly."
    assert top["@type"] == "Comment"
    assert top["comment"][0]["text"] == "And for trams."
    assert orphan["text"] == "What answers them."
    assert [each["url"].rpartition("/")[2] for each in (top, top["comment"][0], orphan)] == [
        str(number) for number in numbers
    ]
    assert "nobody should find" not in json.dumps(said)


def test_an_article_without_comments_has_an_honest_beginning(client: FlaskClient) -> None:
    said = posting_in(client.get(INCLUDE).text)
    assert (said["commentCount"], said["comment"]) == (0, [])
    assert "datePublished" not in said
