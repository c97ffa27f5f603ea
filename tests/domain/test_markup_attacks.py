"""Whatever readers type, two parsers see only the allowed elements, attributes and schemes come out."""

import html
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentbox.domain.markup import REL, SCHEMES, TAGS, by_bleach, by_nh3, to_html, to_text

Attributes = dict[str, str | None]


class Seen(HTMLParser):
    """Everything the standard library's parser takes for more than text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.others: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def by_stdlib(rendered: str) -> Seen:
    seen = Seen()
    seen.feed(rendered)
    seen.close()
    return seen


def by_html5lib(rendered: str) -> list[tuple[str, Attributes]]:
    """As browsers read it, and as they read it once it was written down again: mutations strike there."""
    tree = html5lib.parseFragment(rendered, treebuilder="dom", namespaceHTMLElements=False)
    again = html5lib.serialize(tree, tree="dom", omit_optional_tags=False, quote_attr_values="always")
    trees = [tree, html5lib.parseFragment(again, treebuilder="dom", namespaceHTMLElements=False)]
    found: list[tuple[str, Attributes]] = []
    todo = [node for root in trees for node in root.childNodes]
    while todo:
        node = todo.pop()
        assert node.nodeType in {node.ELEMENT_NODE, node.TEXT_NODE}
        if node.nodeType == node.ELEMENT_NODE:
            found.append((node.tagName, dict(node.attributes.items())))
            todo.extend(node.childNodes)
    return found


def assert_harmless(rendered: str) -> None:
    seen = by_stdlib(rendered)
    assert seen.others == []
    for tag, attributes in seen.elements + by_html5lib(rendered):
        assert tag in TAGS
        if tag != "a":
            assert attributes == {}
            continue
        assert attributes.keys() == {"href", "rel"}
        assert attributes["rel"] == REL
        href = attributes["href"] or ""
        parts = urlsplit(href)
        assert parts.scheme in SCHEMES
        assert parts.hostname
        assert parts.username is None
        assert href.isascii()
        assert href.isprintable()


def visible(text: str) -> str:
    return " ".join(text.split())


_FILE = Path(__file__).with_name("attacks.jsonl")
WRITTEN: list[str] = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]

_NAMES = "script img svg math iframe object embed style link meta base form input button video a p noscript"
_TAGS = _NAMES.split()
_EVENTS = [
    "onerror=alert(1)",
    "onload=alert(1)",
    "onmouseover='alert(1)'",
    'style="x:expression(1)"',
    "srcdoc=<x>",
]
_HOMES = [
    "{}",
    "**{}**",
    "> {}",
    "- {}",
    "`{}",
    "[{}](https://x.example)",
    "[x](https://x.example/{})",
    "https://x.example/{}",
]
COMBINED = [
    home.format(f"<{tag} src=x {event}>x</{tag}>") for tag in _TAGS for event in _EVENTS for home in _HOMES
]


def test_there_are_enough_attacks() -> None:
    assert len(set(WRITTEN)) >= 130
    assert len({*WRITTEN, *COMBINED}) >= 500


@pytest.mark.parametrize("source", WRITTEN)
def test_an_attack_is_only_text(source: str) -> None:
    assert_harmless(to_html(source))
    assert_harmless(to_html(f"before {source}\n\nafter *{source}*"))
    assert_harmless(f"<p>{html.escape(to_text(source, 80))}</p>")


@pytest.mark.parametrize("tag", _TAGS)
def test_a_combined_attack_is_only_text(tag: str) -> None:
    for source in COMBINED:
        if f"<{tag} " in source:
            assert_harmless(to_html(source))


@pytest.mark.parametrize("check", [by_bleach, by_nh3])
def test_either_check_alone_holds_back_whatever_html_it_is_given(check: Callable[[str], str]) -> None:
    for attack in [*WRITTEN, *COMBINED]:
        source = attack.encode("utf-8", "replace").decode()
        for tag, attributes in by_html5lib(check(source)):
            assert tag in TAGS
            assert attributes.keys() <= ({"href", "rel"} if tag == "a" else set())
            assert urlsplit(attributes.get("href") or "").scheme in {*SCHEMES, ""}


def is_unmarked(source: str) -> bool:
    """Nothing in it is Markdown or a character that goes: it must come out letter by letter."""
    has_marks = bool(set(source) & set("*_`[\\")) or source.startswith(("> ", "- ", "1. "))
    return source.isprintable() and not has_marks


@pytest.mark.parametrize("source", [source for source in WRITTEN if is_unmarked(source)])
def test_an_attack_is_shown_and_not_swallowed(source: str) -> None:
    assert visible(by_stdlib(to_html(source)).text) == visible(source)


_LIBRARY = """
    < > </ /> <! <!-- --> <![CDATA[ ]]> <? ?> & &amp; &lt; &#x3c; &#60 &quot; " ' = script style svg math
    title textarea noscript template xmp plaintext iframe img src= href= onerror= alert(1) javascript: data:
    vbscript: https://x.example http:// //x @evil.example [ ]( ) ][ ![ ` ``` ~~~ * ** _ __ \\ # > - 1. | :
    java\tscript:
"""
_PIECES = st.sampled_from(
    [*_LIBRARY.split(" "), " ", "\n", "\n\n", "\t", "\x00", "\u200b", "\u202e", "\ud800", "\ufffe"]
)
_SOUP = st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=40).map("".join)
_PLAIN = st.text(st.sampled_from("<>&\"'=/ abscript!;?"), max_size=60)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.one_of(_SOUP, st.text(max_size=80)))
def test_no_text_makes_it_raise_or_let_anything_through(source: str) -> None:
    assert_harmless(to_html(source))
    assert len(to_text(source, 30)) <= 30


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(_PLAIN)
def test_text_without_markup_is_shown_letter_by_letter(source: str) -> None:
    assert visible(by_stdlib(to_html(f"x{source}")).text) == visible(f"x{source}")
