"""oEmbed: what a content management system asks when somebody pastes the link to a comment."""

from math import ceil
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.domain.words import Words
from commentbox.services.read_single import Single, find_single
from commentbox.web.embed import public
from commentbox.web.html import plain_text
from commentbox.web.language import know_site, said
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, settings

WIDTH, NARROWEST = 600, 220
_AROUND, _LINE = 150, 26  # pixels: what stands around the words, and one line of them
_TALLEST = 640
_CACHE_AGE = 3600  # seconds; what was taken down says so in the frame itself


@public.get("/oembed")
def oembed() -> ResponseReturnValue:
    kind = request.args.get("format", "json")
    if kind not in ("json", "xml"):
        abort(501)  # the specification's word for a format that is not offered
    with reading() as w:
        found = find_single(w, request.args.get("url", ""))
    told = _told(found, _most("maxwidth", WIDTH), _most("maxheight", _TALLEST))
    return jsonify(told) if kind == "json" else Response(_xml(told), mimetype="text/xml")


def _told(found: Single, width: int, tallest: int) -> dict[str, str | int]:
    article, entry = found.article, found.entry
    know_site(article.language)
    name = entry.author.name if entry.author else said(Words("Deleted account"))
    title, height = said(Words("A comment by {name}", name=name)), min(tallest, height_of(entry.html, width))
    about = Words("A comment by {name} on “{title}”", name=name, title=article.title)
    address = f"{settings().base_url}/c/{entry.id}/embed"
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": article.site_name,
        "provider_url": settings().base_url,
        "title": said(about) if article.title else title,
        "author_name": name,
        "cache_age": _CACHE_AGE,
        "width": width,
        "height": height,
        "html": render_template("embed/frame.html", address=address, title=title, height=height).strip(),
    }


def height_of(html: str, width: int) -> int:
    """A frame without scripts cannot say how high it is; what does not fit is scrolled."""
    a_line = max(1, (width - 40) // 8)
    lines = sum(ceil(max(1, len(plain_text(part))) / a_line) for part in html.split("</p>") if part.strip())
    return min(_TALLEST, _AROUND + _LINE * lines)


def _most(name: str, usual: int) -> int:
    raw = request.args.get(name, "")
    if not raw:
        return usual
    wanted = number_in(raw, digits=6)
    if wanted is None:
        raise Invalid("bad_number", f"“{name}” is a number of pixels.", field=name)
    return max(NARROWEST if name == "maxwidth" else _AROUND, min(usual, wanted))


def _xml(told: dict[str, str | int]) -> str:
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = str(value)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")
