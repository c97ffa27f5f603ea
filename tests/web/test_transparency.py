"""A public report and a public list of removals, where a site wants them; names nobody."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.people import Role
from commentbox.services.review import NewDecision, decide, undo
from commentbox.store.day_counts import keep_day
from tests import make
from tests.conftest import Clock, WorkFactory

WANTED = replace(make.RELAXED, transparency_report=True, public_log=True)


@pytest.fixture
def removed(work: WorkFactory) -> list[int]:
    """Three comments: removed, removed and taken back, and approved."""
    with work() as w:
        site = make.site(w, policy=WANTED)
        ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)
        rows = [make.comment(w, site, make.member(w, f"Cy {n}"), "Cheap umbrellas!") for n in ("A", "B", "C")]
        for row, action in zip(rows, (Action.REMOVE, Action.REMOVE, Action.APPROVE), strict=True):
            reason = Reason.SPAM if action is Action.REMOVE else None
            done = decide(
                w, ada, "courier", row.id, NewDecision(action=action, reason=reason, revision=1, seen=0)
            )
            if row is rows[1]:
                undo(w, ada, "courier", done.decision_id)
        return [row.id for row in rows]


def test_without_the_sites_wish_there_is_nothing(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
    for page in ("report", "report.json", "report.csv", "removals"):
        assert client.get(f"/t/courier/{page}").status_code == 404
        assert client.get(f"/t/gazette/{page}").status_code == 404
    assert "/report" not in client.get("/t/courier/order").text


def test_removals_are_listed_without_names_and_words(
    client: FlaskClient, work: WorkFactory, clock: Clock, removed: list[int]
) -> None:
    page = client.get("/t/courier/removals").text
    assert page.count("Advertising or spam") == 1
    assert 'datetime="2026-05-04T12:00:00Z"' in page and f'href="{make.ARTICLE}"' in page
    for secret in ("Ada Quill", "Cy A", "umbrellas", f"{removed[0]}<"):
        assert secret not in page
    clock.advance(days=91)
    assert "Nothing was removed." in client.get("/t/courier/removals").text
    assert client.get("/t/courier/removals?cursor=x").status_code == 422


def test_a_month_is_told_when_it_is_over_and_wholly_counted(
    client: FlaskClient, work: WorkFactory, clock: Clock, removed: list[int]
) -> None:
    assert "No month is over yet." in client.get("/t/courier/report").text
    counts = {("", "posted"): 40, ("", "removed"): 12, ("", "reason:spam"): 9, ("", "reason:abuse"): 3}
    with work() as w:
        site_id = make.row(w, removed[0]).site_id
        for day in range(1, 31):
            keep_day(w.session, site_id, date(2026, 4, day), Counter(counts if day == 7 else {}))
        keep_day(w.session, site_id, date(2026, 5, 1), Counter(counts))
    page = client.get("/t/courier/report")
    assert "April 2026" in page.text and "May 2026" not in page.text
    told = client.get("/t/courier/report.json").json
    assert told is not None and [month["month"] for month in told["months"]] == ["2026-04"]
    (month,) = told["months"]
    assert (month["posted"], month["removed"]) == (40, 12)
    assert month["reasons"]["spam"] is None and month["reasons"]["abuse"] is None
    assert month["appeals"] == {"received": 0, "overturned": 0, "upheld": 0, "waiting": 0}
    sheet = client.get("/t/courier/report.csv").text
    assert "2026-04,appeals,waiting,0\r\n" in sheet
    assert "2026-04,reasons,spam,not told\r\n" in sheet and "2026-04,,posted,40\r\n" in sheet
    german = client.get("/t/courier/report", headers={"Accept-Language": "de"}).text
    assert "Wie Kommentare moderiert werden" in german and "April 2026" in german
    assert "Eingegangene Einsprüche" in german


def test_only_a_moderators_word_makes_the_list(client: FlaskClient, work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w, policy=WANTED)
        make.comment(w, site, status=Status.REMOVED)
    assert "Nothing was removed." in client.get("/t/courier/removals").text
