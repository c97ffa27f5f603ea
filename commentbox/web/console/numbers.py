"""A site's numbers: a page with charts and the tables behind them, and the same as a file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from flask import Response, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from commentbox.domain import charts
from commentbox.domain.charts import Columns, Value
from commentbox.domain.csv_cells import to_csv
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.rights import Right, may
from commentbox.domain.tally import NO_SECTION, OTHERS
from commentbox.domain.waits import in_words
from commentbox.services.numbers import CHARTED, NumbersAsked, NumbersPage, read_numbers
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.work import reading

_DAY = timedelta(days=1)
_MOST_COLUMNS = 62
SECTION_NAMES = {NO_SECTION: "without a section", OTHERS: "all other sections"}
Days = Sequence[tuple[date, Mapping[str, int]]]


def numbers(site: str) -> ResponseReturnValue:
    actor, asked = staff_at(site), _asked()
    error: Invalid | None = None
    try:
        with reading() as w:
            found = read_numbers(w, actor, site, asked)
    except Invalid as refused:
        error = refused
        with reading() as w:
            found = read_numbers(w, actor, site, NumbersAsked())
    values = {
        "asked": asked,
        "field": None if error is None else error.field,
        "periods": list(_periods(found)),
        "chart": _chart(found.days),
        "in_words": in_words,
        "percent": percent,
        "section_names": SECTION_NAMES,
        "may_lead": may(actor.role, Right.LEAD),
        "box": charts,
    }
    return page("console/numbers.html", actor, section="numbers", error=error, page=found, **values)


def numbers_file(site: str, format: str) -> ResponseReturnValue:
    """Counts alone, nobody's name: a row for each day and kind, and the sums by kind and section."""
    if format not in ("csv", "json"):
        raise NotFound("no_file", "There is no such file.")
    actor = staff_at(site)
    with reading() as w:
        found = read_numbers(w, actor, site, _asked())
    answer = make_response(to_csv(("day", "section", "kind", "count"), _rows(found)))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    if format == "json":
        answer = _json(found)
    answer.headers["Content-Disposition"] = f'attachment; filename="{site}-numbers.{format}"'
    return answer


def percent(part: int, whole: int) -> str:
    """Nearly none and nearly all are not rounded to none and all."""
    if not whole:
        return "–"
    share = 100 * part / whole
    return f"{share:.1f} %" if 0 < share < 1 or 99 < share < 100 else f"{share:.0f} %"


def _asked() -> NumbersAsked:
    sent = request.args
    return NumbersAsked(**{name: sent.get(name, "")[:50] for name in ("since", "until", "section")})


def _periods(found: NumbersPage) -> Iterator[tuple[str, str, bool]]:
    """Label, first day, and whether it is what is shown."""
    for label, days in (("Today", 1), ("7 days", 7), ("30 days", 30), ("90 days", 90), ("A year", 365)):
        first = found.today - (days - 1) * _DAY
        yield label, first.isoformat(), (found.first, found.last) == (first, found.today)


def _chart(days: Days) -> Columns:
    return charts.columns(
        [
            Value(
                label=f"{first.day} {first:%b}",
                title=f"{name}: {counts.get('posted', 0):,} sent, {counts.get('removed', 0):,} removed",
                high=counts.get("posted", 0),
                low=counts.get("removed", 0),
            )
            for name, first, counts in grouped(days)
        ]
    )


def grouped(days: Days) -> list[tuple[str, date, Counter[str]]]:
    """Day by day, or week by week where there would be too many columns."""
    if len(days) <= _MOST_COLUMNS:
        return [(f"{day.day} {day:%B}", day, Counter(counts)) for day, counts in days]
    weeks: dict[date, Counter[str]] = {}
    for day, counts in days:
        weeks.setdefault(max(day - day.weekday() * _DAY, days[0][0]), Counter()).update(counts)
    return [(f"week of {day.day} {day:%B}", day, counts) for day, counts in weeks.items()]


def _rows(found: NumbersPage) -> Iterator[Mapping[str, object]]:
    for day, counts in found.days:
        for kind in CHARTED:
            row = {"day": day.isoformat(), "section": found.section, "kind": kind}
            yield row | {"count": counts.get(kind, 0)}
    for kind, number in sorted(found.totals.items()):
        yield {"day": "", "section": found.section, "kind": kind, "count": number}
    for section, counts in [] if found.section else found.sections:
        for kind, number in sorted(counts.items()):
            yield {"day": "", "section": section, "kind": kind, "count": number}


def _json(found: NumbersPage) -> Response:
    return jsonify(
        first=found.first.isoformat(),
        last=found.last.isoformat(),
        section=found.section,
        is_cut=found.is_cut,
        is_behind=found.is_behind,
        totals=dict(sorted(found.totals.items())),
        days=[
            {"day": day.isoformat()} | {kind: counts.get(kind, 0) for kind in CHARTED}
            for day, counts in found.days
        ],
        sections={name: dict(counts) for name, counts in found.sections},
    )
