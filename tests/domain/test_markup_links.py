"""Only plain http and https addresses become links, and every link says where it goes."""

import html
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from commentbox.domain.markup import REL, to_html

_LINK = re.compile(r'<a href="([^"]*)" rel="([^"]*)">(.*?)</a>', re.DOTALL)


def links(source: str) -> list[tuple[str, str]]:
    found = _LINK.findall(to_html(source))
    assert all(rel == REL for _, rel, _ in found)
    return [(html.unescape(href), html.unescape(text)) for href, _, text in found]


@pytest.mark.parametrize(
    ("source", "href", "text"),
    [
        ("https://paper.example/a", "https://paper.example/a", "https://paper.example/a"),
        ("HTTP://Paper.Example", "http://paper.example/", "HTTP://Paper.Example"),
        ("https://a.news/x https", "https://a.news/x", "https://a.news/x"),
        ("see https://paper.example/a.", "https://paper.example/a", "https://paper.example/a"),
        ("(https://paper.example/a)", "https://paper.example/a", "https://paper.example/a"),
        ("(https://paper.example/a_(b)).", "https://paper.example/a_(b)", "https://paper.example/a_(b)"),
        ("<https://paper.example/a>", "https://paper.example/a", "https://paper.example/a"),
        ("**https://paper.example/a_b_c**", "https://paper.example/a_b_c", "https://paper.example/a_b_c"),
        ("“https://paper.example/a”", "https://paper.example/a", "https://paper.example/a"),
        ("https://paper.example/a、b", "https://paper.example/a", "https://paper.example/a"),
        (
            "https://x.example/?a=1&copy=2&lt;3",
            "https://x.example/?a=1&copy=2&lt;3",
            "https://x.example/?a=1&copy=2&lt;3",
        ),
        ("https://x.example/ä b", "https://x.example/%C3%A4", "https://x.example/ä"),
        ("https://x.example/#:~:text=a", "https://x.example/#:~:text=a", "https://x.example/#:~:text=a"),
        ("https://x.example:8443/", "https://x.example:8443/", "https://x.example:8443/"),
        ("https://müller.example/", "https://xn--mller-kva.example/", "https://müller.example/"),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/", "https://пример.рф/"),
        ("[x.example](https://x.example/)", "https://x.example/", "x.example"),
        ("[www.x.example/a](https://x.example/b)", "https://x.example/b", "www.x.example/a"),
        ("[the study](https://x.example/)", "https://x.example/", "the study (x.example)"),
        ("[the study](http://www.x.example/)", "http://www.x.example/", "the study (x.example)"),
        ("[a](https://x.example/b_(c))", "https://x.example/b_(c)", "a (x.example)"),
        ("![a](https://x.example/b.png)", "https://x.example/b.png", "a (x.example)"),
        ("[a [b] c](https://x.example/)", "https://x.example/", "a [b] c (x.example)"),
        # A text that names another place does not hide the real one.
        (
            "[https://bank.example](https://evil.example/)",
            "https://evil.example/",
            "https://bank.example (evil.example)",
        ),
        ("[bank.example](https://evil.example/)", "https://evil.example/", "bank.example (evil.example)"),
        (
            "[x.example.evil.example](https://x.example/)",
            "https://x.example/",
            "x.example.evil.example (x.example)",
        ),
        ("[x.example @evil](https://x.example/)", "https://x.example/", "x.example @evil (x.example)"),
        ("[bank․example](https://evil.example/)", "https://evil.example/", "bank․example (evil.example)"),
        (
            "https://раypal.example/",
            "https://xn--ypal-43d9g.example/",
            "https://раypal.example/ (xn--ypal-43d9g.example)",
        ),
        ("https://ｘ.example/", "https://x.example/", "https://ｘ.example/ (x.example)"),
    ],
)
def test_an_address_becomes_a_link(source: str, href: str, text: str) -> None:
    assert links(source) == [(href, text)]


_HOSTILE = [
    json.loads(line)
    for line in Path(__file__).with_name("hostile_addresses.jsonl").read_text("utf-8").splitlines()
]


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(_HOSTILE)) >= 120


@pytest.mark.parametrize("url", _HOSTILE)
def test_no_other_address_becomes_a_link(url: str) -> None:
    sources = [f"[click]({url})", f'[click](<{url}> "title")', f"[click][1]\n\n[1]: {url}", f"{url}\n<{url}>"]
    for source in sources:
        assert [href for href, _ in links(source) if _is_hostile(href)] == []


def _is_hostile(href: str) -> bool:
    """A part of the text may be an honest address: the second half of `blob:https://x.example/1` is one."""
    parts = urlsplit(href)
    return parts.scheme not in {"http", "https"} or parts.hostname != "x.example" or "@" in parts.netloc


@pytest.mark.parametrize(
    "source",
    [
        "[click](javascript:alert(1))",
        "[](https://x.example)",
        "[a](https://x.example b)",
        "[a]( https://x.example)",
        "[a] (https://evil.example@x)",
        "`https://x.example`",
        "```\nhttps://x.example\n```",
        "`[a](https://x.example)`",
        "\\[a](x)",
        "http://localhost:5000/",
        "https://intranet/x",
        "xhttps://x.example",
        "me@https://x.example",
        "[a](https://x.example" + "/" * 2_000 + ")",
    ],
)
def test_what_is_no_link_is_still_read(source: str) -> None:
    visible = html.unescape(re.sub(r"<[^>]*>", "", to_html(source)))
    assert visible.strip("\n") == source.strip("`\n").replace("\\[", "[")


def test_links_do_not_nest() -> None:
    source = "[a [b](https://b.example) https://c.example](https://d.example)"
    assert links(source) == [("https://d.example/", "a [b](https://b.example) https://c.example (d.example)")]
