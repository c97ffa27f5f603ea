"""Where a reader goes after logging in or out: to the box or the publisher, never to a free address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import request

from commentbox.domain.errors import Invalid
from commentbox.domain.languages import is_tag
from commentbox.domain.origins import is_allowed
from commentbox.domain.words import Words
from commentbox.services.doors import DoorSign, doors_of
from commentbox.services.sites import Site, article_url, get_site
from commentbox.services.work import Work
from commentbox.web.language import know_asked, know_site
from commentbox.web.numbers import number_in
from commentbox.web.work import reading

_FIELDS = ("site", "origin", "url", "comment", "to", "lang")
_OWN_PAGES = re.compile(r"/(?:account|u)(?:/[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, kw_only=True)
class ReturnTo:
    """`origin` is given when a page of the publisher has opened our window and waits for the sign-in.

    `to` is one of a person's own pages here.
    """

    site: Site | None
    origin: str | None
    url: str | None
    comment: int | None
    to: str | None = None
    lang: str | None = None  # what the page that sent them here is written in
    doors: tuple[DoorSign, ...] = ()  # other ways to sign in at this site

    @property
    def fields(self) -> dict[str, str]:
        """What the form hands on, exactly what a link to this page would carry."""
        key = None if self.site is None else self.site.key
        values = {"site": key, "origin": self.origin, "url": self.url, "comment": self.comment}
        values |= {"to": self.to, "lang": self.lang}
        return {name: str(value) for name, value in values.items() if value is not None}

    @property
    def query(self) -> str:
        return f"?{urlencode(self.fields)}" if self.fields else ""

    @property
    def path(self) -> str:
        if self.to is not None:
            return self.to
        if self.comment is not None:
            return f"/c/{self.comment}#comment-{self.comment}"
        if self.site is not None and self.url is not None:
            return f"/t/{self.site.key}?{urlencode({'url': self.url})}"
        return "/"

    @property
    def page_outside(self) -> str | None:
        """The article as the publisher's own page spells its host, for the way back without a script."""
        if self.origin is None:
            return None
        parts = urlsplit(self.url or "/")
        return self.origin + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def return_to() -> ReturnTo:
    """From the link on GET, from the hidden fields otherwise."""
    return return_by(request.args if request.method in ("GET", "HEAD") else request.form)


def return_by(sent: Mapping[str, str]) -> ReturnTo:
    """From what was kept of another page's; checked anew, for the site may have changed meanwhile."""
    with reading() as w:
        return _read(w, {name: sent[name] for name in _FIELDS if sent.get(name)})


def _read(work: Work, sent: Mapping[str, str]) -> ReturnTo:
    site = get_site(work, sent["site"]) if "site" in sent else None
    know_asked(sent.get("lang", ""))
    know_site("" if site is None else site.policy.language)
    if site is None and ("origin" in sent or "url" in sent):
        raise Invalid("no_site", "This link is not complete: it does not say which site it belongs to.")
    origin, url = sent.get("origin"), sent.get("url")
    if site is not None and origin is not None and not is_allowed(origin, site.origins):
        raise Invalid(
            "bad_origin", Words("This page is not on the list of origins of {site}.", site=site.name)
        )
    return ReturnTo(
        site=site,
        origin=origin,
        url=article_url(site, url) if site is not None and url is not None else None,
        comment=_number(sent["comment"]) if "comment" in sent else None,
        to=sent["to"] if _OWN_PAGES.fullmatch(sent.get("to", "")) else None,
        lang=sent["lang"] if is_tag(sent.get("lang", "")) else None,
        doors=() if site is None else doors_of(work, site.key),
    )


def _number(text: str) -> int:
    found = number_in(text)
    if found is None:
        raise Invalid("bad_number", "“comment” must be the number of a comment.")
    return found
