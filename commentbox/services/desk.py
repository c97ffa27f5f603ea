"""Moderators beside each other: who has what in hand, what was decided meanwhile, what has come in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.services.care import read_hint
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import reach_at, site_to_moderate
from commentbox.services.saved_views import read_views
from commentbox.services.wording import who_did
from commentbox.services.work import Work
from commentbox.store.appeals import open_appeals_about, open_sanction_appeals
from commentbox.store.claims import claim, claimed_by_others, let_go
from commentbox.store.queue import decisions_with_names, still_waiting
from commentbox.store.reach import ids_within
from commentbox.store.readings import keep_reading

LEASE = timedelta(seconds=90)
MAX_CLAIMS, MAX_SHOWN = 5, 300


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """`claimed`: whose hand a shown comment is in. `decided`: what became of those that wait no more.

    `more`: how many wait that are not shown.
    """

    counts: Counts
    claimed: Mapping[int, str]
    decided: Mapping[int, str]
    more: int


@dataclass(frozen=True, kw_only=True)
class Own:
    """What concerns one moderator alone."""

    views: Mapping[int, str]  # how many wait in each of their own
    care: str  # a word about a break, if it is time for one


def sit_down(
    work: Work,
    actor: Actor | None,
    site_key: str,
    hold: Collection[int],
    shown: Collection[int],
    appeals: Collection[int] = (),
    read: int | None = None,
) -> Neighbours:
    """Take `hold` in hand for a minute and a half, let go of all else, and hear of the others.

    `appeals`: those against sanctions that are shown as well; nobody has one of these in hand. `read`: the
    one before their eyes, for their own load.

    Whoever goes away lets go by doing nothing. What is in somebody's hand can still be decided by others.
    """
    site, person = site_to_moderate(work, actor, site_key, Right.DECIDE), signed_in(actor)
    here = ids_within(work.session, site.id, set(shown) | set(hold), reach_at(work, person, site))
    wanted = [key for key in hold if key in here][:MAX_CLAIMS]
    let_go(work.session, person.id, wanted)
    claim(work.session, site.id, person.id, wanted, work.now + LEASE, work.now)
    if read in here:
        keep_reading(work.session, person.id, site.id, read, work.now)
    waiting = still_waiting(work.session, site.id, here) | set(open_appeals_about(work.session, here))
    count_shown = len(open_sanction_appeals(work.session, site.id, appeals)) if appeals else 0
    counts = count_waiting(work, site, person)
    return Neighbours(
        counts=counts,
        claimed=claimed_by_others(work.session, site.id, person.id, waiting, work.now),
        decided=_decided(work, here - waiting),
        more=max(0, counts.waiting - len(waiting) - count_shown),
    )


def read_own(work: Work, actor: Actor | None, site_key: str) -> Own:
    """Only reads, beside `sit_down` and not in it: no writer waits for a count."""
    site, person = site_to_moderate(work, actor, site_key, Right.DECIDE), signed_in(actor)
    views = {view.id: view.count_in_words for view in read_views(work, site, person)}
    return Own(care=read_hint(work, site, person), views=views)


def _decided(work: Work, ids: Collection[int]) -> dict[int, str]:
    """The last word about each."""
    return {row.comment_id: who_did(name, row) for row, name in decisions_with_names(work.session, ids)}
