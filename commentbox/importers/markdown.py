"""Text with looks to Markdown paragraphs that `domain.markup` shows as the very same text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from commentbox.domain.markup import LONGEST_LINK
from commentbox.domain.web_address import parse

# Stands for `*` as a mark while a paragraph is put together; no text holds control characters.
_MARK = "\x02"

_SIGN = re.compile(r"[\\`*_\[\]<&~]")
_TAG_START = re.compile(r"<[A-Za-z/!?]")
_ENTITY = re.compile(r"&#?\w+;")
_LINE_START = re.compile(r"#{1,6}(?=\s|\Z)|[-+](?=\s|\Z)|>|[-=]+\Z")
_LINE_NUMBER = re.compile(r"(\d{1,9})([.)](?:\s|\Z))")
_SPACES = re.compile(r"[ \t]{2,}|\t")

_URL = re.compile(r"https?://[\w.~:/?#@!$&()*+,;=%-]{1,1900}", re.ASCII | re.IGNORECASE)
_SENTENCE_END = ".,:;!?*_~"
_LIKE_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_BRACKETS = str.maketrans({"'": "%27", "(": "%28", ")": "%29", "*": "%2A", "[": "%5B", "]": "%5D"})


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Text with one look. A line break in it is meant. `link` tells neighbouring links apart; 0 is none."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    link: int = 0
    href: str = ""


def paragraph(pieces: Sequence[Piece]) -> list[str]:
    """Its lines; none if there is nothing to see."""
    if not pieces:
        return []
    groups = [list(group) for _, group in groupby(pieces, key=_look)]
    spans: list[Piece] = []
    is_end = True
    before = ["", *("".join(piece.text for piece in group) for group in groups)]
    for group in reversed(groups):
        text = before.pop()
        spans.append(_written(group[0], text, before[-1][-1:], is_end))
        is_end = _is_end(text, 0, is_end)
    spans.reverse()
    lines = [_SPACES.sub(" ", line).strip() for line in _emphasised(spans).split("\n")]
    return [_plain_start(line).replace(_MARK, "*") for line in lines if line]


def code_block(text: str) -> list[str]:
    fence = _fence(text, shortest=3)
    return [fence, *text.rstrip().split("\n"), fence]


def _look(piece: Piece) -> tuple[int, bool, bool, bool]:
    """A link is one, whatever its parts look like."""
    if piece.link:
        return piece.link, False, False, False
    return 0, piece.is_bold, piece.is_italic, piece.is_code


def _written(look: Piece, text: str, before: str, is_end: bool) -> Piece:
    if look.link:
        text = _link(text, look.href, before, is_end)
    elif look.is_code:
        text = _code(text)
    else:
        text = _escaped(text, is_end)
    return Piece(text=text, is_bold=look.is_bold, is_italic=look.is_italic)


def _code(text: str) -> str:
    text = text.replace("\n", " ")
    code = text.strip()
    if not code:
        return text
    fence = _fence(code, shortest=1)
    pad = " " if "`" in {code[0], code[-1]} else ""
    return text.replace(code, f"{fence}{pad}{code}{pad}{fence}")


def _fence(code: str, *, shortest: int) -> str:
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    return "`" * max(shortest, longest + 1)


def _link(text: str, href: str, before: str, is_end: bool) -> str:
    """The whole address where the text is one, be it shortened; else the text with the address behind it."""
    address = parse(href)
    label = " ".join(text.split())
    if not label or address is None or "[" in address.host:
        return _escaped(text, is_end)
    url = str(address)
    if _is_shortened(label, href):
        if not re.match(r"[\w@]", before) and is_end and _bare(url) == url:
            return url
        label = url
    written = f"[{_SIGN.sub(_escape, label)}]({url.translate(_BRACKETS)})"
    if len(written) > LONGEST_LINK:
        return _escaped(text, is_end)
    return text.replace(text.strip(), written)


def _is_shortened(label: str, href: str) -> bool:
    """`paper.example/a-long…` begins where it leads; what else looks like an address may deceive."""
    beginning = label.rstrip(".…").lower()
    bare = href.lower().partition("://")[2]
    is_beginning = "." in beginning and (bare.startswith(beginning) or bare.startswith(f"www.{beginning}"))
    return is_beginning or _LIKE_URL.fullmatch(label) is not None


def _escaped(text: str, is_end: bool) -> str:
    """Plain text, but that addresses stay as they are, for the renderer links those itself."""
    written: list[str] = []
    end = 0
    for match in _URL.finditer(text):
        url = _bare(match[0])
        written.append(_plain(text[end : match.start()]))
        end = match.start() + len(url)
        is_apart = not re.match(r"[\w@]", text[match.start() - 1 : match.start()])
        is_linked = is_apart and _is_end(text, end, is_end) and parse(url)
        written.append(url if is_linked else _plain(url))
    written.append(_plain(text[end:]))
    return "".join(written)


def _plain(text: str) -> str:
    """Unless its colon is escaped, the renderer takes what follows an address for a part of it."""
    return _SIGN.sub(_escape, text).replace("://", "\\://")


def _is_end(text: str, at: int, is_end: bool) -> bool:
    """Is there nothing but the end of a sentence up to the next space? `is_end` says so of what follows."""
    while at < len(text) and text[at] in ".,:;!?)":
        at += 1
    return text[at].isspace() if at < len(text) else is_end


def _bare(text: str) -> str:
    """The part of an address in running text that the renderer takes for one."""
    match = _URL.match(text)
    url = match[0] if match else ""
    while url and (url[-1] in _SENTENCE_END or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _escape(match: re.Match[str]) -> str:
    """Only where the sign would mean something, also to others' Markdown: the source is what authors edit."""
    sign, text, at = match[0], match.string, match.start()
    around = text[max(0, at - 1) : at + 2]
    if (
        (sign == "_" and len(around) == 3 and around[0].isalnum() and around[2].isalnum())
        or (sign == "<" and not _TAG_START.match(text, at))
        or (sign == "&" and not _ENTITY.match(text, at))
        or (sign == "~" and "~~" not in around)
    ):
        return sign
    return f"\\{sign}"


def _plain_start(line: str) -> str:
    """Keeps a line from becoming a list, a quotation or a heading."""
    if _LINE_START.match(line):
        return f"\\{line}"
    return _LINE_NUMBER.sub(r"\1\\\2", line, count=1) if _LINE_NUMBER.match(line) else line


def _emphasised(spans: Sequence[Piece]) -> str:
    """Bold goes around italics. What could not be read back as it was loses its look, never its text."""
    groups: list[tuple[bool, str]] = []
    at = 0
    for is_bold, group in groupby(spans, key=attrgetter("is_bold")):
        end = at + len(list(group))
        groups.append((is_bold, _italics(spans, at, end)))
        at = end
    written = ""
    for number, (is_bold, text) in enumerate(groups):
        after = groups[number + 1][1][:1] if number + 1 < len(groups) else ""
        written += _marked(text, _MARK * 2, written[-1:], after) if is_bold else text
    return written


def _italics(spans: Sequence[Piece], start: int, end: int) -> str:
    written = ""
    at = start
    for is_italic, group in groupby(spans[start:end], key=attrgetter("is_italic")):
        texts = [span.text for span in group]
        before = spans[at - 1].text[-1:] if at else ""
        at += len(texts)
        after = spans[at].text[:1] if at < len(spans) else ""
        text = "".join(texts)
        written += _marked(text, _MARK, before, after) if is_italic else text
    return written


def _marked(text: str, mark: str, before: str, after: str) -> str:
    """CommonMark asks that marks touch the word, and that a word's inside does not begin with punctuation."""
    core = text.strip()
    lead, _, trail = text.partition(core) if core else (text, "", "")
    before, after = lead[-1:] or before, trail[:1] or after
    inside = core.strip(_MARK)
    if (
        not inside
        or _MARK in {before, after}
        or (_is_sign(inside[0]) and not _is_edge(before))
        or (_is_sign(inside[-1]) and not _is_edge(after))
    ):
        return text.replace(_MARK, "")
    return f"{lead}{mark}{core}{mark}{trail}"


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_edge(char: str) -> bool:
    return (
        not char
        or char.isspace()
        or unicodedata.category(char)[0] == "P"
        or (char.isascii() and _is_sign(char))
    )
