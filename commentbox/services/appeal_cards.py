"""The appeals in the queue: those about comments on their cards, those about people on cards of their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from commentbox.domain.errors import NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Reach
from commentbox.services.card import Card, SanctionCard
from commentbox.services.card_parts import First, author_record, open_appeal
from commentbox.services.cards import build_cards
from commentbox.services.console_choices import Choices, read_choices
from commentbox.services.line import RECORD_WINDOW, Counts, count_waiting
from commentbox.services.moderators import others_moderate, require_whole_site, site_to_moderate
from commentbox.services.sites import Site
from commentbox.services.wording import imposed
from commentbox.services.work import Work
from commentbox.store.appeals import Place, appeals_in_line, open_sanction_appeals
from commentbox.store.line import InLine
from commentbox.store.people import person_by_id
from commentbox.store.queue import facts_in_order, records_of
from commentbox.store.sanctions import SanctionRow, holds


@dataclass(frozen=True, kw_only=True)
class AppealPage:
    """One appeal against a sanction, alone."""

    site: Site
    counts: Counts
    choices: Choices
    card: SanctionCard


def appeals_waiting(
    work: Work,
    site: Site,
    person: Actor,
    reach: Reach,
    after: Place | None,
    limit: int,
    *,
    for_all: bool,
) -> list[InLine]:
    """The first of the lane; unless `for_all`, only those this person may take in hand."""
    not_for = None if for_all else (person.id, work.now)
    return [
        InLine(comment_id=row.comment_id or 0, lane=Lane.APPEALS, place=row.place, appeal_id=row.id)
        for row in appeals_in_line(work.session, site.id, after, limit, not_for, reach)
    ]


def cards_in_order(
    work: Work, site: Site, person: Actor, line: Sequence[InLine], reach: Reach
) -> tuple[Card | SanctionCard, ...]:
    """Whatever waits in that order, comments and people."""
    ids = [one.comment_id for one in line if one.comment_id]
    comments = {
        card.id: card
        for card in build_cards(work, site, person, facts_in_order(work.session, site.id, ids), reach)
    }
    people = {
        card.appeal.id: card
        for card in _sanction_cards(
            work, site, person, [one.appeal_id or 0 for one in line if not one.comment_id]
        )
    }
    found = [comments.get(one.comment_id) or people.get(one.appeal_id or 0) for one in line]
    return tuple(card for card in found if card is not None)


def read_appeal(work: Work, actor: Actor | None, site_key: str, appeal_id: int) -> AppealPage:
    """One that waits. Raises `NotFound` for one that is answered, or about a comment."""
    site, person = site_to_moderate(work, actor, site_key), signed_in(actor)
    require_whole_site(work, person, site)
    cards = _sanction_cards(work, site, person, [appeal_id])
    if not cards:
        raise NotFound("no_appeal", "This appeal does not wait for an answer.")
    return AppealPage(
        site=site,
        counts=count_waiting(work, site, person),
        choices=read_choices(work, person),
        card=cards[0],
    )


def _sanction_cards(work: Work, site: Site, person: Actor, ids: Collection[int]) -> list[SanctionCard]:
    found = open_sanction_appeals(work.session, site.id, ids) if ids else []
    is_theirs = any(appeal.against_id == person.id for appeal, _, _ in found)
    is_alone = is_theirs and not others_moderate(work, site, person.id, None)
    authors = {author.id for _, _, author in found}
    records = records_of(work.session, site.id, authors, work.now - RECORD_WINDOW) if authors else {}
    return [
        SanctionCard(
            appeal=open_appeal(
                appeal,
                _first(work, sanction),
                person.id,
                work.now,
                is_alone=is_alone and appeal.against_id == person.id,
            ),
            author=author_record(author, site.id, records, work.now, is_staff=False),
            kind=sanction.kind,
            reason=sanction.reason,
            until=sanction.until,
            is_on=holds(sanction, work.now),
        )
        for appeal, sanction, author in found
    ]


def _first(work: Work, row: SanctionRow) -> First:
    by = None if row.by_id is None else person_by_id(work.session, row.by_id)
    return First(decided=imposed(None if by is None else by.name, row.kind), note="", at=row.created_at)
