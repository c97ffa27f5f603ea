"""A site’s articles, and what staff set for one of them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.article_settings import COOL_HOURS
from commentbox.domain.article_shorts import Short
from commentbox.domain.burning import WINDOW
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.question import YES_NO
from commentbox.services.addresses import Source
from commentbox.services.article_pages import ArticleLine, read_article, read_articles
from commentbox.services.article_pages import begin_article as begin
from commentbox.services.articles import Wanted, set_up_article, undo_change
from commentbox.services.ask_question import ask_question, drop_question
from commentbox.services.many_articles import Change, Result, set_up_many, undo_many
from commentbox.services.work import Work
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, work

NOTES = {
    "asked": "The question stands above the comments.",
    "set_up": "Saved. Readers see it at once.",
    "undone": "It is as it was before.",
    "merged": "The two are one article now, and both addresses lead here.",
    "moved": "It lives at that address now, and the one before leads here.",
    "leads": "That address leads here as well.",
    "leads_not": "That address no longer leads here.",
    "unasked": "The question is gone, and every answer with it.",
}


def articles(site: str) -> ResponseReturnValue:
    return _list(site)


def begin_article(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        with work() as w:
            found = begin(w, actor, site, request.form.get("url"))
    except CommentboxError as error:
        return _list(site, error)
    return redirect(url_for("console.article", site=site, article=found), 303)


def set_articles(site: str) -> ResponseReturnValue:
    """The same for each that was chosen; the page says what became of each, and takes all of it back."""
    actor, form = staff_at(site), request.form
    ids = [number_in(sent) or 0 for sent in form.getlist("article")]
    try:
        do = _short(form.get("do", ""))
        results = set_up_many(_open, actor, site, ids, do, _number(do))
    except Invalid as error:
        return _list(site, error)
    return _list(site, results=results)


def undo_articles(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        results = undo_many(_open, actor, site, [_change(sent) for sent in request.form.getlist("change")])
    except Invalid as error:
        return _list(site, error)
    return _list(site, results=results)


def article(site: str, article: int) -> ResponseReturnValue:
    return article_page(site, article)


def ask(site: str, article: int) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    kinds = {"none": [], "yes_no": list(YES_NO)}
    options = kinds.get(form.get("kind", ""), form.get("options", "").splitlines())
    try:
        with work() as w:
            ask_question(w, actor, site, article, form.get("question"), options)
    except CommentboxError as error:
        return article_page(site, article, error)
    return article_done(site, article, "asked")


def unask(site: str, article: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        drop_question(w, actor, site, article)
    return article_done(site, article, "unasked")


def set_up(site: str, article: int) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    wanted = Wanted(
        closes=form.get("closes", ""),
        closes_at=form.get("closes_at", ""),
        idle_days=form.get("idle_days", ""),
        hours=form.get("hours", ""),
        premoderate="premoderate" in form,
        slow_mode_seconds=form.get("slow_mode_seconds", ""),
        notice=form.get("notice", ""),
    )
    try:
        with work() as w:
            set_up_article(w, actor, site, article, wanted)
    except CommentboxError as error:
        return article_page(site, article, error)
    return article_done(site, article, "set_up")


def undo_article(site: str, article: int) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        with work() as w:
            undo_change(w, actor, site, article, number_in(request.form.get("change")) or 0)
    except CommentboxError as error:
        return article_page(site, article, error)
    return article_done(site, article, "undone")


def _list(site: str, error: CommentboxError | None = None, *, results: Sequence[Result] = ()) -> Response:
    actor, form = staff_at(site), request.form
    with reading() as w:
        found = read_articles(w, actor, site, request.args.get("q", ""), request.args.get("cursor"))
    values = {
        "typed": form.get("url", ""),
        "form": form if error is not None else {},
        "chosen": form.getlist("article") if error is not None else [],
        "results": results,
        "shorts": Short,
        "hours": COOL_HOURS,
        "field": None if error is None else error.field,
        "window": int(WINDOW.total_seconds() // 3600),
    }
    return page("console/articles.html", actor, section="articles", error=error, page=found, **values)


def _open(writing: bool) -> AbstractContextManager[Work]:
    return work() if writing else reading()


def _short(sent: str) -> Short:
    try:
        return Short(sent)
    except ValueError:
        raise Invalid("bad_decision", "Choose what is to be done with them.", field="do") from None


def _number(do: Short) -> str:
    """What goes with it: hours have a field of their own."""
    return request.form.get("hours" if do is Short.HOURS else "number", "").strip()


def _change(sent: str) -> Change:
    numbers = [number_in(part) for part in sent.split(":")]
    if len(numbers) != 2 or None in numbers:
        raise Invalid("bad_items", "Reload the page and try once more.", field="change")
    return numbers[0] or 0, numbers[1] or 0


def article_page(
    site: str, article: int, error: CommentboxError | None = None, source: Source | None = None
) -> Response:
    """`source`: what is to be merged into it, to be looked at once more."""
    actor, form = staff_at(site), request.form
    with reading() as w:
        found = read_article(w, actor, site, article)
    labels = [] if found.question is None else [option.label for option in found.question.options]
    kind = "none" if found.question is not None and not labels else "own"
    kind = "yes_no" if tuple(labels) == YES_NO or found.question is None else kind
    typed = {
        "question": form.get("question", "" if found.question is None else found.question.text),
        "kind": form.get("kind", kind),
        "options": form.get("options", "\n".join(labels) if kind == "own" else ""),
    }
    values = {
        "set": _settings(found.article),
        "hours": COOL_HOURS,
        "source": source,
        "sent": form.get("url", "") if error is not None else "",
        "field": None if error is None else error.field,
        "note": "" if error else NOTES.get(request.args.get("done", ""), ""),
        "typed": typed,
    }
    return page("console/article.html", actor, section="articles", error=error, page=found, **values)


def _settings(article: ArticleLine) -> dict[str, object]:
    """The form of settings as it was sent, or as things stand."""
    form, now = request.form, article.settings
    ways = {
        "closed": now.has_end and not article.is_open,
        "at": now.closes_at,
        "idle": now.idle_days,
        "open": now.has_end,
    }
    kept: dict[str, object] = {
        "closes": next((way for way, is_so in ways.items() if is_so), "section"),
        "closes_at": "" if now.closes_at is None else f"{now.closes_at:%Y-%m-%dT%H:%M}",
        "idle_days": now.idle_days or "",
        "hours": now.hours,
        "premoderate": now.premoderate,
        "slow_mode_seconds": now.slow_mode_seconds or "",
        "notice": now.notice,
    }
    sent = {**form.to_dict(), "premoderate": "premoderate" in form} if "closes" in form else {}
    return {**kept, **sent}


def article_done(site: str, article: int, what: str) -> Response:
    return redirect(url_for("console.article", site=site, article=article, done=what), 303)
