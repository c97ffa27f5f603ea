"""Appeals are counted from the appeals themselves, for the page of numbers and the public report."""

from collections import Counter
from datetime import date, timedelta

import pytest

from commentbox.domain.appeals import Outcome
from commentbox.services.numbers import NumbersAsked, read_numbers
from commentbox.services.transparency import read_report
from commentbox.store.day_counts import keep_day
from commentbox.store.sites import SiteRow
from tests.conftest import Clock, WorkFactory
from tests.services.court import Court


@pytest.fixture
def court(work: WorkFactory) -> Court:
    court = Court(work)
    court.appeal()
    return court


def numbers(court: Court, **asked: str) -> tuple[int, ...]:
    with court.work() as w:
        page = read_numbers(w, court.ben, "courier", NumbersAsked(**asked))
    return tuple(page.of(f"appeals_{kind}") for kind in ("received", "overturned", "upheld"))


def test_the_page_of_numbers_counts_what_came_in_and_how_it_ended(court: Court, clock: Clock) -> None:
    assert numbers(court) == (1, 0, 0)
    clock.advance(days=10)
    assert numbers(court) == (0, 0, 0)
    court.answer(Outcome.OVERTURNED, by=court.ben)
    assert numbers(court) == (0, 1, 0)
    assert numbers(court, since="2026-05-04") == (1, 1, 0)
    assert numbers(court, since="2026-05-04", section="/news/") == (0, 0, 0)


def test_the_report_counts_them_by_month_and_tells_no_small_number(court: Court, clock: Clock) -> None:
    with court.work() as w:
        w.session.get_one(SiteRow, court.site.id).policy = {"transparency_report": True}
        for day in range(61):
            keep_day(w.session, court.site.id, date(2026, 5, 1) + timedelta(days=day), Counter())
    clock.advance(days=31)
    court.answer(Outcome.UPHELD, by=court.ben)
    with court.work() as w:
        june, may = read_report(w, "courier").months
    assert (may.key, june.key) == ("2026-05", "2026-06")
    assert may.appeals == {"received": None, "overturned": 0, "upheld": 0, "waiting": None}
    assert june.appeals == {"received": 0, "overturned": 0, "upheld": None, "waiting": 0}
