"""The log as a page, and as a file to take along."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

from flask import Response, make_response, request, stream_with_context
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Invalid
from commentbox.services.log_export import FORMATS, begin_export, export
from commentbox.services.log_filter import THE_BOX, LogAsked
from commentbox.services.log_page import read_log
from commentbox.services.work import Work
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.console.fresh import fresh_factor_required
from commentbox.web.work import reading, work

_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


def log(site: str) -> ResponseReturnValue:
    return _page(site)


@fresh_factor_required()
def export_log(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    try:
        with work() as w:
            wanted = begin_export(w, actor, site, _asked(), request.form.get("format", ""))
    except Invalid as error:
        return _page(site, error)
    lines: Iterator[str] = stream_with_context(export(_open, wanted))
    answer = make_response(lines)
    answer.headers["Content-Type"] = _TYPES[wanted.format]
    answer.headers["Content-Disposition"] = f'attachment; filename="{site}-log.{wanted.format}"'
    return answer


def _open(_writing: bool) -> AbstractContextManager[Work]:
    return reading()


def _asked() -> LogAsked:
    sent = request.values
    names = ("by", "act", "about", "since", "until")
    return LogAsked(**{name: " ".join(sent.get(name, "").split())[:300] for name in names})


def _page(site: str, error: Invalid | None = None) -> Response:
    actor, asked = staff_at(site), _asked()
    try:
        with reading() as w:
            found = read_log(
                w, actor, site, asked if error is None else LogAsked(), request.args.get("cursor")
            )
    except Invalid as refused:
        error = refused
        with reading() as w:
            found = read_log(w, actor, site, LogAsked())
    values = {
        "asked": asked,
        "the_box": THE_BOX,
        "formats": FORMATS,
        "field": None if error is None else error.field,
    }
    return page("console/log.html", actor, section="log", error=error, page=found, **values)
