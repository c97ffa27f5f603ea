"""What templates may use: the one door for rendered HTML, times, and addresses of files."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from commentbox.domain.excerpt import shorten
from commentbox.domain.languages import ENGLISH
from commentbox.domain.words import Value, Words, counted
from commentbox.services.passkeys import rp_id
from commentbox.web.assets import asset, content
from commentbox.web.language import (
    all_languages,
    direction,
    language,
    month,
    said,
    scripts,
    template_of,
    written,
)
from commentbox.web.work import settings

# Of fields, by their names. Not in a template: what one imports is made once for all languages.
LABELS = {
    "reply": Words("Somebody answers a comment of yours"),
    "mention": Words("Somebody mentions you"),
    "pick": Words("The newsroom features a comment of yours"),
    "decision": Words("A moderator decides about a comment of yours"),
    "report": Words("A moderator has looked at what you reported"),
    "name": Words("Name"),
    "email": Words("E-mail"),
    "password": Words("Password"),
    "current": Words("Your password"),
    "bio": Words("About you"),
    "choice": Words("What you have written"),
    "decisions": Words("Letters"),
    "code": Words("Code"),
    "language": Words("Your language"),
}
_TAGS = {
    "a": "{a}",
    "a2": "{a2}",
    "/a2": "</a>",
    "br": "<br>",
    "unseen": '<span class="cb-unseen">',
    "/unseen": "</span>",
} | {tag: f"<{tag}>" for tag in ("/a", "strong", "/strong", "bdi", "/bdi", "em", "/em")}
_LINKS, _LINK = ("a", "a2"), Markup('<a href="{}">')
_TAG = re.compile(rf"&lt;({'|'.join(_TAGS)})&gt;")
_EXCERPT = 160


def install(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.finalize = in_language
    app.jinja_env.filters.update(rendered=rendered, moment=written, iso=iso, plain=quote, number=written)
    app.jinja_env.filters.update(excerpt=excerpt, said=said, brief=brief)
    app.jinja_env.globals.update(asset=asset, passkey_host=passkey_host, has_mail=has_mail, style=style)
    app.jinja_env.globals.update(_=sentence, counted=sentence_counted)
    app.jinja_env.globals.update(language=language, direction=direction, month=month)
    app.jinja_env.globals.update(all_languages=all_languages, scripts=scripts, labels=LABELS)


def rendered(html: str) -> Markup:
    """HTML that `domain.markup` has made, printed as it is. Nothing else may pass here."""
    return Markup(html)  # noqa: S704 - the only place


def in_language(value: object) -> object:
    """What every value of a template passes on its way out: sentences are said in the answer's language."""
    return said(value) if isinstance(value, Words) else value


def sentence(template: str, /, **values: Value) -> Markup:
    """A template's own sentence: `_("No account? <a>Register</a>.", a=address)`.

    `<strong>`, `<bdi>`, `<em>`, `<br>` and `<unseen>` may stand in it, and `<a>` and `<a2>`: the values of
    that name are their addresses, or the whole tags. Values are escaped.
    """
    return _filled(Words(template), values)


def sentence_counted(one: str, many: str, /, *, n: int, **values: Value) -> Markup:
    """The same, for a quantity: `counted("{n} reply", "{n} replies", n=3)`."""
    return _filled(counted(one, many, n=n, **values), {"n": n, **values})


def _filled(words: Words, values: dict[str, Value]) -> Markup:
    found = _with_tags(template_of(words))
    return found.format(**{name: _put_in(name, value) for name, value in values.items()}) if values else found


def _put_in(name: str, value: Value) -> str:
    if isinstance(value, Markup):
        return value
    return _LINK.format(value) if name in _LINKS else written(value)


@lru_cache(maxsize=8192)
def _with_tags(template: str) -> Markup:
    return Markup(_TAG.sub(lambda found: _TAGS[found[1]], str(escape(template))))  # noqa: S704 - only our own tags


def excerpt(html: str) -> str:
    """A line of a comment's words, without their marks."""
    return shorten(plain_text(html), _EXCERPT)


def plain_text(html: str) -> str:
    """A comment's text without its form, on one line; to be escaped like any other."""
    return Markup(html).striptags()  # noqa: S704 - on its way to plain text


def style(path: str) -> Markup:
    """One of our own style sheets, to stand inside a page: it has nothing that would end the element."""
    return Markup(content(path))  # noqa: S704 - our own file


def brief(at: datetime) -> str:
    """`23 Nov 2026, 14:05 UTC`: about as wide as what a browser makes of it, so that nothing moves then."""
    if language() != ENGLISH:
        return written(at)
    at = at.astimezone(UTC)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def passkey_host() -> str:
    """The host name passkeys belong to here; empty where there can be none."""
    return rp_id(settings())


def has_mail() -> bool:
    """Whether letters leave here at all: what needs one is not offered otherwise."""
    return bool(settings().smtp_url)


def iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
