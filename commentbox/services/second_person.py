"""The second person of an act about many comments: who may be it, and what holds where there is none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.errors import Forbidden
from commentbox.domain.people import Actor
from commentbox.domain.rights import Reach, Right, may
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.acts import ActRow, open_acts
from commentbox.store.people import count_leads, person_by_id, role_at
from commentbox.store.reach import is_act_within

MAX_ALONE = 50  # about more comments nobody decides alone
ALONE_AFTER = timedelta(minutes=10)  # to think again, or to notice that it was not you who asked


@dataclass(frozen=True, kw_only=True)
class OpenAct:
    """An act that waits for a second person."""

    id: int
    by: str
    count: int


def acts_for_second(work: Work, site: Site, reach: Reach) -> tuple[OpenAct, ...]:
    """Those that lie within reach as a whole."""
    rows = [row for row in open_acts(work.session, site.id) if needs_second(row)]
    return tuple(
        OpenAct(id=row.id, by=name_of(work, row.person_id), count=row.count)
        for row in rows
        if is_act_within(work.session, row, reach)
    )


def needs_second(row: ActRow) -> bool:
    return row.count > MAX_ALONE and row.confirmed_by is None


def alone_from(work: Work, row: ActRow) -> datetime | None:
    """When whoever asked may confirm it themselves, as nobody else on the site could; otherwise none.

    Read afresh: a second lead who came meanwhile is a second person.
    """
    if not may(role_at(work.session, row.person_id, row.site_id), Right.LEAD):
        return None
    others = count_leads(work.session, row.site_id, besides=row.person_id)
    return None if others else row.created_at + ALONE_AFTER


def check_second(work: Work, row: ActRow, person: Actor) -> None:
    """Raises `Forbidden` for whoever asked for the act, but where they may confirm it alone."""
    if row.person_id != person.id:
        return
    at = alone_from(work, row)
    if at is None:
        raise Forbidden("not_second", "Somebody else has to confirm this: two people see more than one.")
    if work.now < at:
        told = f"Nobody else can confirm this, so you can yourself, from {at:%H:%M} UTC on."
        raise Forbidden("too_early", told)


def name_of(work: Work, person_id: int) -> str:
    person = person_by_id(work.session, person_id)
    return "" if person is None else person.name
