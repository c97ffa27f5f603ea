"""The conversation as HTML: the same bytes for the embed, the standalone page and pages that include it."""

from typing import Any

from flask import render_template

from commentbox.domain.question import Question
from commentbox.domain.ranking import Sort
from commentbox.domain.reactions import Reactions
from commentbox.domain.thread import ArticleView, Branch, Entry, ThreadPage
from commentbox.services.notices import News
from commentbox.services.read_thread import Conversation
from commentbox.services.search_thread import Found
from commentbox.web import structured
from commentbox.web.work import settings

SORTS = [(sort.value, sort.label, sort.explanation) for sort in Sort]


def thread(page: ThreadPage, *, is_inline: bool) -> str:
    """The first page; `is_inline` if the style stands in it, and does not come by a link."""
    return _first(page, "embed/thread.html", is_inline=is_inline)


def include(page: ThreadPage, *, is_inline: bool) -> str:
    """What a publisher's server puts inside the element: the first page, and the same for search engines."""
    posting = structured.posting(page, settings().base_url)
    return _first(page, "embed/include.html", is_inline=is_inline, posting=posting)


def _first(page: ThreadPage, template: str, **values: Any) -> str:
    article = page.article
    values |= {"thread": page, "sorts": SORTS, "stream": bool(settings().stream_url)}
    return _render(template, article.site_key, article.reactions, **values)


def more_roots(page: ThreadPage) -> str:
    return _render("embed/more_roots.html", page.article.site_key, page.article.reactions, thread=page)


def replies(site_key: str, branch: Branch) -> str:
    return _render("embed/replies.html", site_key, branch.reactions, branch=branch)


def conversation(found: Conversation) -> str:
    article = found.article
    return _render("embed/conversation.html", article.site_key, article.reactions, conversation=found)


def some(article: ArticleView, entries: tuple[Entry, ...]) -> str:
    """Comments without what hangs below them, to be put where they belong."""
    return _render("embed/some.html", article.site_key, article.reactions, entries=entries)


def found(what: Found) -> str:
    return _render("embed/found.html", what.article.site_key, what.article.reactions, found=what)


def notices(news: News) -> str:
    return render_template("embed/notices.html", base_url=settings().base_url, news=news)


def own_comments(site_key: str, reactions: Reactions, entries: tuple[Entry, ...]) -> str:
    """Comments as their author sees them, waiting ones included."""
    return _render("embed/own.html", site_key, reactions, entries=entries)


def question(site_key: str, asked: Question) -> str:
    return render_template(
        "embed/question.html", site_key=site_key, question=asked, is_open=True, base_url=settings().base_url
    )


def _render(template: str, site_key: str, reactions: Reactions, **values: Any) -> str:
    base_url = settings().base_url
    return render_template(template, site_key=site_key, reactions=reactions, base_url=base_url, **values)
