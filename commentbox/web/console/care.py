"""One's own load, and the load of everybody for leads."""

from datetime import timedelta

from flask.typing import ResponseReturnValue

from commentbox.services.appeals import read_records
from commentbox.services.care import read_own_load, read_team_load
from commentbox.web.auth import current_staff
from commentbox.web.console.answers import page
from commentbox.web.console.door import staff_at
from commentbox.web.console.numbers import percent
from commentbox.web.work import reading

APPEALED_IN = timedelta(days=90)


def own_load() -> ResponseReturnValue:
    actor = current_staff()
    with reading() as w:
        found = read_own_load(w, actor)
    return page("console/own_load.html", actor, section="own", loads=found, hours=hours)


def team_load(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    with reading() as w:
        found = read_team_load(w, actor, site)
        records = read_records(w, actor, site, w.now - APPEALED_IN, w.now)
    return page(
        "console/load.html",
        actor,
        section="load",
        page=found,
        records=records,
        hours=hours,
        percent=percent,
    )


def hours(time: timedelta) -> str:
    """In hours and minutes, such as 2:05."""
    whole, minutes = divmod(int(time.total_seconds() // 60), 60)
    return f"{whole}:{minutes:02}"
