"""How a site is moderated, for everybody: counts by month, and what was removed for which reason."""

from collections.abc import Iterator, Mapping

from flask import Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from commentbox.domain.csv_cells import to_csv
from commentbox.domain.transparency import APPEALS, DECIDERS, REASONS, SANCTIONS, SMALL, SOURCES, Month
from commentbox.services.sites import get_site
from commentbox.services.transparency import Report, read_removals, read_report
from commentbox.web.language import know_site
from commentbox.web.pages.thread import pages
from commentbox.web.work import reading, settings

_PARTS = ("reasons", "sources", "deciders", "sanctions", "appeals")
_ALONE = ("posted", "reported", "removed", "complaints")


@pages.get("/t/<site>/report")
def public_report(site: str) -> ResponseReturnValue:
    text = render_template(
        "pages/transparency.html",
        report=_report(site),
        base_url=settings().base_url,
        small=SMALL,
        groups=(
            (REASONS, "reasons"),
            (SOURCES, "sources"),
            (DECIDERS, "deciders"),
            (SANCTIONS, "sanctions"),
            (APPEALS, "appeals"),
        ),
    )
    return _unkept(make_response(text))


@pages.get("/t/<site>/report.json")
def public_report_json(site: str) -> ResponseReturnValue:
    """A number that is too small to be told is null."""
    months = [
        {
            "month": month.key,
            **{name: getattr(month, name) for name in _ALONE},
            **{name: dict(getattr(month, name)) for name in _PARTS},
            "half_decided_within_minutes": month.half_within,
        }
        for month in _report(site).months
    ]
    return _unkept(jsonify(site=site, not_told_below=SMALL, months=months))


@pages.get("/t/<site>/report.csv")
def public_report_csv(site: str) -> ResponseReturnValue:
    rows = [row for month in _report(site).months for row in _rows(month)]
    answer = make_response(to_csv(("month", "group", "what", "count"), rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    return _unkept(answer)


@pages.get("/t/<site>/removals")
def public_removals(site: str) -> ResponseReturnValue:
    with reading() as w:
        know_site(get_site(w, site).policy.language)
        found = read_removals(w, site, request.args.get("cursor"))
    text = render_template("pages/removals.html", page=found, base_url=settings().base_url)
    return _unkept(make_response(text))


def _report(site: str) -> Report:
    with reading() as w:
        know_site(get_site(w, site).policy.language)
        return read_report(w, site)


def _rows(month: Month) -> Iterator[Mapping[str, object]]:
    for name in _ALONE:
        yield _row(month, "", name, getattr(month, name))
    for group in _PARTS:
        for name, number in getattr(month, group).items():
            yield _row(month, group, name, number)
    yield {"month": month.key, "group": "", "what": "half_decided_within_minutes", "count": month.half_within}


def _row(month: Month, group: str, what: str, number: int | None) -> Mapping[str, object]:
    count = "not told" if number is None else number
    return {"month": month.key, "group": group, "what": what, "count": count}


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
