"""Under which addresses an article is found, for leads."""

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.domain.people import Actor
from commentbox.services.addresses import (
    add_address,
    drop_address,
    merge_articles,
    move_article,
    read_source,
)
from commentbox.services.work import Work
from commentbox.web.console.articles import article_done, article_page
from commentbox.web.console.door import staff_at
from commentbox.web.work import reading, work

_Act = Callable[[Work, Actor | None, str, int, object], None]


def add_address_to(site: str, article: int) -> ResponseReturnValue:
    return _do(site, article, add_address, "leads")


def drop_address_of(site: str, article: int) -> ResponseReturnValue:
    return _do(site, article, drop_address, "leads_not")


def move_to(site: str, article: int) -> ResponseReturnValue:
    return _do(site, article, move_article, "moved")


def merge_article(site: str, article: int) -> ResponseReturnValue:
    """Asked once more before: it cannot be undone."""
    if request.form.get("sure") == "1":
        return _do(site, article, merge_articles, "merged")
    actor = staff_at(site)
    try:
        with reading() as w:
            source = read_source(w, actor, site, article, request.form.get("url"))
    except CommentboxError as error:
        return article_page(site, article, error)
    return article_page(site, article, source=source)


def _do(site: str, article: int, act: _Act, done: str) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        with work() as w:
            act(w, actor, site, article, request.form.get("url"))
    except CommentboxError as error:
        return article_page(site, article, error)
    return article_done(site, article, done)
