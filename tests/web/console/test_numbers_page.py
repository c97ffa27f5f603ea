"""The page of numbers: the same counts in a chart, in tables and in files."""

import csv
import io
from datetime import date, timedelta

from commentbox.domain.comment import Status
from commentbox.web.console.numbers import grouped, percent
from tests import make
from tests.conftest import WorkFactory
from tests.web.console.factor_desk import Colleague


def test_the_page_and_the_files_say_the_same(mo: Colleague, work: WorkFactory) -> None:
    with work() as w:
        for _ in range(3):
            make.comment(w, url=f"{make.PAPER}/sport/a-game")
        make.comment(w, status=Status.HELD)
    answer = mo.client.get("/console/courier/numbers")
    assert answer.status_code == 200
    assert "<title>4 May: 4 sent, 0 removed</title>" in answer.text
    assert '<tr><th scope="row">4 May 2026</th><td>4</td>' in answer.text
    assert '<option value="/sport/" >/sport/</option>' in answer.text
    sheet = mo.client.get("/console/courier/numbers/csv?since=2026-05-04&section=/sport/")
    rows = list(csv.DictReader(io.StringIO(sheet.text)))
    assert {(row["day"], row["kind"]): row["count"] for row in rows}["2026-05-04", "posted"] == "3"
    told = mo.client.get("/console/courier/numbers/json?since=2026-05-04").json
    assert told is not None
    assert told["totals"]["posted"] == 4 and told["sections"]["/sport/"]["posted"] == 3


def test_days_that_cannot_be_stay_in_the_form(mo: Colleague) -> None:
    wrong = mo.client.get("/console/courier/numbers?since=2026-05-05&until=2026-05-04")
    assert wrong.status_code == 422
    assert "The last day is before the first one." in wrong.text and 'value="2026-05-05"' in wrong.text
    assert mo.client.get("/console/courier/numbers/csv?since=x").status_code == 422
    assert mo.client.get("/console/courier/numbers/exe").status_code == 404
    assert mo.client.get("/console/herald/numbers").status_code == 404


def test_many_days_stand_week_by_week() -> None:
    first = date(2026, 1, 1)
    days = [(first + timedelta(days=at), {"posted": 1}) for at in range(100)]
    weeks = grouped(days)
    assert len(weeks) == 15 and sum(counts["posted"] for _, _, counts in weeks) == 100
    assert weeks[0][:2] == ("week of 1 January", first)
    assert len(grouped(days[:62])) == 62


def test_nearly_all_is_not_all() -> None:
    assert [percent(*pair) for pair in ((0, 0), (0, 9), (1, 1000), (1, 3), (999, 1000), (9, 9))] == [
        "–", "0 %", "0.1 %", "33 %", "99.9 %", "100 %",
    ]  # fmt: skip
