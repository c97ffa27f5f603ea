"""Care: each moderator sees their own load, and leads see that of everybody, never as a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain import care
from commentbox.domain.care import Load, load_of
from commentbox.domain.days import day_of, span_of
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.services.console_choices import read_choices
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import site_to_moderate
from commentbox.services.sites import Site, get_site_by_id
from commentbox.services.work import Work
from commentbox.store.care import count_overturned, done_by
from commentbox.store.people import console_sites, staff_of
from commentbox.store.readings import only_read_by

MOST = 5_000  # decisions of one person
_SHIFT, _MOST_IN_SHIFT = timedelta(hours=12), 1_000
_DAYS, _QUARTER = timedelta(days=7), timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class OwnLoad:
    """One's own on one site, by its clock; the week begins on Monday. `only_read`: what was not
    decided. `overturned`: by others, in 90 days."""

    site: Site
    today: Load
    week: Load
    only_read_today: Load
    only_read_this_week: Load
    overturned: int


@dataclass(frozen=True, kw_only=True)
class TeamLoad:
    """By name: how much, never how fast."""

    site: Site
    counts: Counts
    people: Sequence[tuple[str, Load]]


def read_own_load(work: Work, actor: Actor) -> tuple[OwnLoad, ...]:
    """Nobody else is shown this."""
    return tuple(
        _own(work, actor, get_site_by_id(work, key)) for key in console_sites(work.session, actor.id)
    )


def read_hint(work: Work, site: Site, person: Actor) -> str:
    """A word about a break, if it is time for one and they want to hear of it."""
    choices = read_choices(work, person)
    if not (choices.break_minutes or choices.break_heavy):
        return ""
    done = done_by(work.session, site.id, person.id, work.now - _SHIFT, _MOST_IN_SHIFT)
    return care.hint(done, work.now, minutes=choices.break_minutes, heavy=choices.break_heavy)


def read_team_load(work: Work, actor: Actor | None, site_key: str) -> TeamLoad:
    """Of the last seven days, for leads."""
    site = site_to_moderate(work, actor, site_key, Right.LEAD)
    people = [
        (person.name, load_of(done_by(work.session, site.id, person.id, work.now - _DAYS, MOST)))
        for row, person in staff_of(work.session, site.id)
        if row.role.is_at_console
    ]
    return TeamLoad(
        site=site,
        counts=count_waiting(work, site, signed_in(actor)),
        people=[(name, load) for name, load in people if load.count],
    )


def _own(work: Work, actor: Actor, site: Site) -> OwnLoad:
    zone = site.policy.time_zone
    today = day_of(work.now, zone)
    monday, morning = (span_of(day, zone)[0] for day in (today - timedelta(days=today.weekday()), today))
    done = done_by(work.session, site.id, actor.id, monday, MOST)
    read = only_read_by(work.session, site.id, actor.id, monday, MOST)
    return OwnLoad(
        site=site,
        today=load_of([each for each in done if each.at >= morning]),
        week=load_of(done),
        only_read_today=load_of([each for each in read if each.at >= morning]),
        only_read_this_week=load_of(read),
        overturned=count_overturned(work.session, site.id, actor.id, work.now - _QUARTER),
    )
