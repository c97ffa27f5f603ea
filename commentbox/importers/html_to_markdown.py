"""The HTML in which other systems keep a comment, to our Markdown."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from commentbox.domain.text import neutralise
from commentbox.importers.blocks import Blocks
from commentbox.importers.markdown import Piece, code_block, paragraph

_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_BOXES = frozenset({"blockquote", "ul", "ol", "li"})
_DROPPED = frozenset({"script", "style"})
_BLOCKS = _BOXES.union(
    *({"p", "pre", "div", "section", "article", "address", "details", "hr", "figure", "figcaption"},),
    *({"h1", "h2", "h3", "h4", "h5", "h6"}, {"table", "tr", "dl", "dt", "dd"}),
)

# A tag that ends before the next one begins, with its quotes in pairs. Over thousands of others html.parser
# takes minutes, so those are shown as the text they are.
_TAG = re.compile(r"""<(?:(/?[a-zA-Z](?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>|[!?][^<>]*+>)?""")
_LINE_END = re.compile(r"\r\n?|\n")
_BREAKS = re.compile(r"<(?:br|p|div|pre|blockquote|ul|ol)\b", re.IGNORECASE)
# Not `[ \t\n\f]+`: nearly every match would be a single space, to be replaced by itself.
_SPACES = re.compile(r"[ \t\n\f]{2,}|[\t\n\f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_markdown(html: str) -> str:
    """Never raises; takes time in proportion to the length.

    Kept are paragraphs, line breaks, bold, italics, quotations, lists, code, and links with their whole
    address. Scripts and styles go with all that is in them; of everything else the text is shown.
    """
    html = _TAG.sub(_tag_or_text, _LINE_END.sub("\n", html.strip()))
    if not _BREAKS.search(html):
        html = html.replace("\n", "<br>")  # typed before there was an editor
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def _tag_or_text(match: re.Match[str]) -> str:
    """Comments and declarations go."""
    if match[1]:
        return match[0]
    return "&lt;" if match[0] == "<" else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks = Blocks()
        self._pieces: list[Piece] = []
        self._is_after_break = False
        self._bold = self._italic = self._code = self._pre = self._dropped = 0
        self._count_links = 0
        self._href: str | None = None

    def text(self) -> str:
        self._flush()
        return self._blocks.text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_paragraph(tag)
        if tag in _BOXES:
            self._blocks.open(tag)
        elif tag == "br":
            self._break()
        elif tag == "a":
            self._count_links += 1
            self._href = _address(dict(attrs).get("href") or "")
        elif tag == "img":
            self._image({name: value or "" for name, value in attrs})
        else:
            self._change(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        self._end_paragraph(tag)
        if tag in _BOXES:
            self._blocks.close(tag)
        elif tag == "a":
            self._href = None
        else:
            self._change(tag, -1)

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        data = neutralise(_CONTROL.sub("", data))
        self._put(data if self._pre else _SPACES.sub(" ", data))
        if data.strip():
            self._is_after_break = False

    def _put(self, text: str) -> None:
        is_link = self._href is not None
        piece = Piece(
            text=text,
            is_bold=self._bold > 0,
            is_italic=self._italic > 0,
            is_code=self._code > 0,
            link=self._count_links if is_link else 0,
            href=self._href or "",
        )
        self._pieces.append(piece)

    def _change(self, tag: str, step: int) -> None:
        """Counted, for `<b>` within `<b>` is still bold after the inner one ends."""
        if tag in _BOLD:
            self._bold = max(0, self._bold + step)
        elif tag in _ITALIC:
            self._italic = max(0, self._italic + step)
        elif tag == "code":
            self._code = max(0, self._code + step)
        elif tag == "pre":
            self._pre = max(0, self._pre + step)
        elif tag in _DROPPED:
            self._dropped = max(0, self._dropped + step)

    def _break(self) -> None:
        """Two in a row begin a paragraph."""
        if self._is_after_break and not self._pre:
            self._flush()
        else:
            self._put("\n")
            self._is_after_break = True

    def _image(self, attributes: dict[str, str]) -> None:
        """Pictures stay where they are: readers get the address. A smiley is shown as its letter."""
        if "emoji" in attributes.get("class", ""):
            self.handle_data(attributes.get("alt", ""))
            return
        source = attributes.get("src", "")
        if self._href is None and source.startswith(("https://", "http://")):
            self._count_links += 1
            self._href = source
            self._put(source)
            self._href = None
        elif self._href:
            self._put(self._href)

    def _end_paragraph(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        self._is_after_break = False
        if not self._pre:
            self._blocks.add(paragraph(pieces))
            return
        code = "".join(piece.text for piece in pieces).removeprefix("\n")
        if code.strip():
            self._blocks.add(code_block(code))


def _address(href: str) -> str:
    """Where a link really leads: Disqus sends readers through a counter of its own."""
    href = href.strip()
    try:
        parts = urlsplit(href)
        if parts.hostname == "disq.us" and parts.path == "/url":
            target = parse_qs(parts.query).get("url", [""])[0]
            return target.rpartition(":")[0] or href
    except ValueError:
        pass
    return href
