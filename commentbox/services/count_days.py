"""Every closed day is counted once, a while after it is over, a day in a transaction of its own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

from commentbox.domain.days import day_of, span_of
from commentbox.domain.tally import tally
from commentbox.services.sites import Site, get_site, list_sites
from commentbox.services.work import Work
from commentbox.store.day_counts import forget_days, keep_day, last_counted_day
from commentbox.store.day_facts import facts_of_day, first_moment

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads
LATER = timedelta(hours=2)  # so that a decision taken back soon is in no count
FURTHEST = timedelta(days=400)
MOST_DAYS = 4  # at once: who has years to count does not keep readers waiting
_DAY = timedelta(days=1)


def count_days(open_work: Open) -> int:
    """Count what is not counted yet, the oldest day first; how many days that were."""
    with open_work(False) as w:
        sites = list_sites(w)
    return sum(_count_site(open_work, site) for site in sites)


def count_again(work: Work, site_key: str, since: date) -> None:
    """From that day on, whenever days are counted next."""
    forget_days(work.session, get_site(work, site_key).id, since)


def last_closed_day(work: Work, site: Site) -> date:
    return day_of(work.now - LATER, site.policy.time_zone) - _DAY


def _count_site(open_work: Open, site: Site) -> int:
    with open_work(False) as w:
        days = list(_days_to_count(w, site))
    for day in days:
        with open_work(False) as w:
            facts, _ = facts_of_day(w.session, site.id, span_of(day, site.policy.time_zone))
        found = tally(facts)
        with open_work(True) as w:
            keep_day(w.session, get_site(w, site.key).id, day, found)
    return len(days)


def _days_to_count(work: Work, site: Site) -> Iterator[date]:
    last = last_closed_day(work, site)
    counted = last_counted_day(work.session, site.id)
    if counted is None:
        first = first_moment(work.session, site.id)
        day = last + _DAY if first is None else max(day_of(first, site.policy.time_zone), last - FURTHEST)
    else:
        day = counted + _DAY
    for _ in range(MOST_DAYS):
        if day > last:
            return
        yield day
        day += _DAY
