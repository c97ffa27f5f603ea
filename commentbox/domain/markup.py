"""Reader text to safe HTML, and to plain excerpts; the only module that knows bleach and nh3.

A small part of Markdown is understood: paragraphs, line breaks, bold, italics, quotations, lists, code and
links. Everything else, HTML above all, is shown as the text it is. The parser decides what becomes an
element, bleach checks that, and nh3 checks it again with another parser. Rendered HTML is never edited, and
an excerpt is made from the source.

Links are found while parsing, not by bleach's linkifier: that one lets other schemes through, knows an old
list of top-level domains, and turns a typed `&lt;` into `<`.
"""

import re
from collections.abc import Sequence
from html import escape

import nh3
from bleach.sanitizer import Cleaner
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from commentbox.domain.excerpt import shorten
from commentbox.domain.hosts import is_loopback, shown, without_www
from commentbox.domain.text import neutralise, plain
from commentbox.domain.web_address import WebAddress, parse

# Raise it when the same source comes out differently, so that what is stored is rendered anew.
RENDERER_VERSION = 1

TAGS = frozenset({"p", "br", "strong", "em", "blockquote", "ul", "ol", "li", "a", "code", "pre"})
SCHEMES = frozenset({"http", "https"})
REL = "nofollow ugc noopener noreferrer"

# A quotation counts as one level, a list as two. What is deeper is shown as text.
MAX_BLOCK_LEVEL = 6
MAX_EMPHASIS = 4
LONGEST_LINK = 2_000
MAX_MARKS = 1_000

_RULES = [
    *("normalize", "block", "inline", "text_join"),
    *("fence", "blockquote", "list", "paragraph"),
    *("text", "newline", "escape", "backticks", "emphasis", "link"),
    *("balance_pairs", "fragments_join"),
]
_NUMBER = re.compile(r"(\d{1,9})[.)]")
_SCHEME = re.compile(r"(?<![\w@])https?\Z", re.IGNORECASE)
_BARE = re.compile(r"://[^\s<>\"`\\|“”„‘«»。，、；：！？「」『』（）【】《》]{1,2000}")
# May start an element or become an entity: `-`, `+`, `.` and `)` start items of lists, `:` is in links.
_MARKS = "\n*_`<>&[]\\-+.):"
_NEVER_IN_LINK = re.compile(r"[<>\"'\s]")
_SENTENCE_END = ".,:;!?'’*_~…"
_CODE_OR_BRACKET = re.compile(r"\\.|`+|[\[\]()]", re.DOTALL)
_OPENER = {"]": "[", ")": "("}


def to_html(source: str) -> str:
    """Never raises, whatever the text; takes time in proportion to its length."""
    text = _prepared(source)
    if is_overloaded(text):
        return by_nh3(f"<pre>{escape(text, quote=False)}</pre>")
    return by_nh3(by_bleach(_PARSER.render(text)))


def by_bleach(html: str) -> str:
    """The first check. A new Cleaner each time: it is not thread-safe."""
    return Cleaner(tags=TAGS, attributes={"a": ["href"]}, protocols=SCHEMES, strip=False).clean(html)


def by_nh3(html: str) -> str:
    """The second check, by another parser; it also gives every link its `rel`."""
    return _CLEANER.clean(html)


def to_text(source: str, limit: int) -> str:
    """The beginning without markup, on one line of at most `limit` characters. Escape it like any text."""
    text = _prepared(source)
    words = text.split() if is_overloaded(text) else _words(text)
    return shorten(" ".join(words), limit)


def is_overloaded(text: str) -> bool:
    """More signs than any honest comment has: shown as typed, because each may cost an element or an entity.

    Without this bound 10,000 well-chosen characters keep bleach busy for a second.
    """
    return sum(map(text.count, _MARKS)) > max(MAX_MARKS, len(text) // 10)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for token in _PARSER.parse(text):
        content = token.content if token.type == "fence" else _visible(token.children or [])
        words.extend(content.split())
    return words


def _prepared(source: str) -> str:
    return plain(neutralise(source))


def _visible(tokens: list[Token]) -> str:
    return "".join(" " if token.type.endswith("break") else token.content for token in tokens)


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": False, "typographer": False})
    parser.enable(_RULES)
    parser.block.ruler.at("blockquote", _blockquote, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.before("emphasis", "bare_link", _bare_link)
    parser.core.ruler.after("inline", "shallow_emphasis", _shallow_emphasis)
    parser.add_render_rule("text", _text)
    return parser


def _text(renderer: object, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    """Leaves quotation marks alone: between tags they mean nothing, and entities are slow to check."""
    return escape(tokens[at].content, quote=False)


def _blockquote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return not _is_too_deep(state, start) and blockquote(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list counts from 1, or "1986. What a year!" would come out as "1. What a year!"."""
    if _is_too_deep(state, start):
        return False
    number = _NUMBER.match(state.src, state.bMarks[start] + state.tShift[start])
    if number and int(number[1]) != 1 and not _belongs_outside(state, start):
        return False
    return list_block(state, start, end, silent)


def _is_too_deep(state: StateBlock, line: int) -> bool:
    return state.level >= MAX_BLOCK_LEVEL and not _belongs_outside(state, line)


def _belongs_outside(state: StateBlock, line: int) -> bool:
    """Less indented than the list item being read: the line is the next item of a list around it."""
    return state.sCount[line] < state.blkIndent


def _link(state: StateInline, silent: bool) -> bool:
    """`[label](https://…)`, in time that does not depend on how many brackets there are.

    The library's own rule looks ahead anew from every bracket, and 5,000 of them take a quarter of a second.
    """
    if silent or state.src[state.pos] != "[" or "is_label" in state.env:
        return False
    pairs = _pairs(state)
    label_end = pairs.get(state.pos, -1)
    close = pairs.get(label_end + 1, -1)
    if label_end < 0 or close < 0 or state.src[label_end + 1] != "(":
        return False
    address = _address(state.src[label_end + 2 : close]) if close - label_end <= LONGEST_LINK else None
    label = state.src[state.pos + 1 : label_end]
    if address is None or not label.strip():
        return False
    inside: list[Token] = []
    state.md.inline.parse(label, state.md, {"is_label": True}, inside)
    _push_link(state, address, inside)
    state.pos = close + 1
    return True


def _bare_link(state: StateInline, silent: bool) -> bool:
    """An address in running text; found at its colon, because the parser rushes past letters."""
    if silent or "is_label" in state.env or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    rest = _BARE.match(state.src, state.pos) if scheme else None
    if scheme is None or rest is None:
        return False
    text = _without_sentence_end(scheme[0] + rest[0])
    state.pending = state.pending[: -len(scheme[0])]
    state.pos += len(text) - len(scheme[0])
    address = _address(text)
    if address is None:
        # Read as a whole all the same, or every one in a row of them is tried to the row's end.
        state.append_pending(text)
        return True
    label = Token("text", "", 0)
    label.content = text
    _push_link(state, address, [label])
    return True


def _push_link(state: StateInline, address: WebAddress, label: list[Token]) -> None:
    """Readers see where a link goes: unless its text says so, the host is put behind it."""
    state.push("link_open", "a", 1).attrs = {"href": str(address)}
    state.tokens.extend(label)
    if not _names(_visible(label), address):
        state.push("text", "", 0).content = f" ({shown(without_www(address.host))})"
    state.push("link_close", "a", -1)


def _address(text: str) -> WebAddress | None:
    """None for names without a dot as well: they lead into the reader's own machine or office."""
    if len(text) > LONGEST_LINK or _NEVER_IN_LINK.search(text):
        return None
    address = parse(text)
    if address is None or is_loopback(address.host) or not ("." in address.host or ":" in address.host):
        return None
    return address


def _names(label: str, address: WebAddress) -> bool:
    """Is the label an address on that very host, in letters that cannot be mistaken?"""
    if any(char.isspace() for char in label):
        return False
    host = re.split(r"[/?#:]", re.sub(r"\Ahttps?://", "", label.lower()), maxsplit=1)[0]
    return without_www(host) == shown(without_www(address.host))


def _without_sentence_end(text: str) -> str:
    """Drops the full stop of the sentence and the bracket of a parenthesis the address stands in."""
    surplus = {")": text.count(")") - text.count("("), "]": text.count("]") - text.count("[")}
    end = len(text)
    while text[end - 1] in _SENTENCE_END or surplus.get(text[end - 1], 0) > 0:
        end -= 1
        if text[end] in surplus:
            surplus[text[end]] -= 1
    return text[:end]


def _pairs(state: StateInline) -> dict[int, int]:
    """Where each bracket closes, read once per paragraph; escapes and code do not count."""
    cached: tuple[str, dict[int, int]] | None = state.env.get("pairs")
    if cached is None or cached[0] is not state.src:
        cached = state.src, _matched(state.src)
        state.env["pairs"] = cached
    return cached[1]


def _matched(src: str) -> dict[int, int]:
    marks = list(_CODE_OR_BRACKET.finditer(src))
    ends_of_code = {mark[0]: at for at, mark in enumerate(marks) if mark[0][0] == "`"}
    opened: dict[str, list[int]] = {"[": [], "(": []}
    pairs: dict[int, int] = {}
    code = ""
    for at, mark in enumerate(marks):
        sign = mark[0]
        if code:
            code = "" if sign == code else code
        elif sign[0] == "`":
            code = sign if ends_of_code[sign] > at else ""
        elif sign in opened:
            opened[sign].append(mark.start())
        elif sign in _OPENER and opened[_OPENER[sign]]:
            pairs[opened[_OPENER[sign]].pop()] = mark.start()
    return pairs


def _shallow_emphasis(state: StateCore) -> None:
    """Bold within italics within bold … beyond reason becomes text again, or a browser would choke on it."""
    for block in state.tokens:
        open_marks: list[bool] = []
        for token in block.children or []:
            if token.type in {"em_open", "strong_open"}:
                open_marks.append(sum(open_marks) < MAX_EMPHASIS)
                _keep(token, open_marks[-1])
            elif token.type in {"em_close", "strong_close"}:
                _keep(token, open_marks.pop())


def _keep(token: Token, is_kept: bool) -> None:
    if not is_kept:
        token.type, token.tag, token.nesting, token.content = "text", "", 0, token.markup


_PARSER = _build_parser()
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href"}, "*": set()},  # the star must be said, or `title` and `lang` are let through
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel=REL,
)
