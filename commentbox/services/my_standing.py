"""What newsrooms have done about somebody, as they themselves read it; and that they have read a warning."""

from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.words import Words
from commentbox.services.appeals import Recourse, recourse_against
from commentbox.services.sanction_letters import subject_of, what_is_done
from commentbox.services.sites import get_site_by_id
from commentbox.services.work import Work
from commentbox.store import sanctions as store
from commentbox.store.people import lock_person


@dataclass(frozen=True, kw_only=True)
class MySanction:
    """`is_unread`: a warning they have not acknowledged. `ended_at`: when it was over."""

    id: int
    site_name: str
    title: Words
    what: Words
    reason: str
    created_at: datetime
    is_on: bool
    is_unread: bool
    ended_at: datetime | None
    recourse: Recourse | None  # none where there is nothing to appeal


def read_standing(work: Work, actor: Actor) -> tuple[MySanction, ...]:
    """The latest first; nobody is told that they are trusted."""
    found: list[MySanction] = []
    rows = store.sanctions_of(work.session, actor.id)
    recourse = recourse_against(work, rows)
    for row in rows:
        if row.kind is SanctionKind.TRUST:
            continue
        name, is_on = get_site_by_id(work, row.site_id).name, store.holds(row, work.now)
        found.append(
            MySanction(
                id=row.id,
                site_name=name,
                title=subject_of(name, row.kind),
                what=what_is_done(name, row),
                reason=row.reason,
                created_at=row.created_at,
                is_on=is_on and row.kind.lasts,
                is_unread=is_on and row.kind is SanctionKind.WARNING,
                ended_at=row.ended_at or (None if is_on else row.until),
                recourse=recourse.get(row.id),
            )
        )
    return tuple(found)


def acknowledge(work: Work, actor: Actor | None, sanction_id: int) -> None:
    """The person has read the warning; saying so twice is once. Somebody else's is not there."""
    reader = signed_in(actor)
    person = lock_person(work.session, reader.id)
    row = store.sanction_by_id(work.session, sanction_id)
    if person is None or row is None or row.person_id != reader.id or row.kind is not SanctionKind.WARNING:
        raise NotFound("no_warning", "There is no such warning.")
    row.read_at = row.read_at or work.now
    store.stand_beside(work.session, person, work.now)
