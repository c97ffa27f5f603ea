"""An author appeals a removal or a sanction, sees where that stands; and how often appeals were right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.appeals import APPEALABLE, Outcome, Terms, clean_appeal, due_at
from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.lanes import Lane, Standing
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.domain.words import Words
from commentbox.services.appeal_letters import by_whom
from commentbox.services.moderators import site_to_moderate
from commentbox.services.sites import get_site, get_site_by_id
from commentbox.services.work import Work
from commentbox.store import appeals as store
from commentbox.store.appeals import AppealRow, Record
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.decisions import DecisionRow
from commentbox.store.people import lock_person
from commentbox.store.policies import appeal_days_of
from commentbox.store.sanctions import SanctionRow, sanction_by_id


@dataclass(frozen=True, kw_only=True)
class MyAppeal:
    """`state` is a sentence; `due_at` while it waits, `answer` and `who` once somebody has answered."""

    words: str
    sent_at: datetime
    due_at: datetime | None
    state: Words
    answer: str
    who: Words | None
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Recourse:
    """What its author can do about one decision: appeal `until` then, or read what became of it.

    `number` goes back with the appeal: the decision's, or the sanction's. Both `until` and `mine` are empty
    where it is too late.
    """

    number: int
    until: datetime | None
    mine: MyAppeal | None


@dataclass(frozen=True, kw_only=True)
class Records:
    """By moderator and by what they did; for the site's leads and administrators."""

    removals: Sequence[Record]
    sanctions: Sequence[Record]


def appeal_removal(
    work: Work, actor: Actor | None, site_key: str, comment_id: int, decision_id: int | None, words: object
) -> bool:
    """Against the decision that removed the comment, the one its author has read of. Once; the same again
    is no harm, and says False.

    Also for who is banned. Raises `NotFound` for somebody else's comment, `Conflict` for one that is not
    removed, or by another decision by now, or too long ago, or appealed before.
    """
    author, text = signed_in(actor), clean_appeal(words)
    site = get_site(work, site_key)
    comment = lock_comment(work.session, site.id, comment_id)
    if comment is None or comment.author_id != author.id:
        raise NotFound("no_comment", "This comment is not here, or no longer.")
    decision = store.appealable_removals(work.session, [comment.id]).get(comment.id)
    if decision is None or comment.status is not Status.REMOVED or decision.id != decision_id:
        message = Words("This was decided anew in the meantime. Read what it says now.")
        raise Conflict("decided_meanwhile", message)
    row = AppealRow(
        site_id=site.id,
        person_id=author.id,
        decision_id=decision.id,
        comment_id=comment.id,
        against_id=decision.person_id,
    )
    return _add(work, row, text, decision.created_at)


def appeal_sanction(work: Work, actor: Actor | None, sanction_id: int, words: object) -> bool:
    """Likewise against a warning, a mute, a ban, or that their comments are read first."""
    author, text = signed_in(actor), clean_appeal(words)
    lock_person(work.session, author.id)
    sanction = sanction_by_id(work.session, sanction_id)
    if sanction is None or sanction.person_id != author.id or sanction.kind not in APPEALABLE:
        raise NotFound("no_sanction", "There is nothing here that you could appeal.")
    row = AppealRow(
        site_id=sanction.site_id, person_id=author.id, sanction_id=sanction.id, against_id=sanction.by_id
    )
    return _add(work, row, text, sanction.created_at)


def recourse_about(work: Work, comments: Collection[CommentRow]) -> dict[int, Recourse]:
    """For their author, by comment: of those that were ever removed by a decision."""
    removals = store.appealable_removals(work.session, [comment.id for comment in comments])
    rows = store.appeals_against(work.session, [decision.id for decision in removals.values()])
    appeals = {row.decision_id: row for row in rows}
    terms = _terms(work, {decision.site_id for decision in removals.values()})
    found: dict[int, Recourse] = {}
    for comment in comments:
        decision = removals.get(comment.id)
        if decision is not None:
            appeal = appeals.get(decision.id)
            if comment.status is Status.REMOVED or appeal is not None:
                found[comment.id] = _recourse(work, decision, appeal, terms[decision.site_id])
    return found


def recourse_against(work: Work, sanctions: Collection[SanctionRow]) -> dict[int, Recourse]:
    """The same, by sanction."""
    rows = [row for row in sanctions if row.kind in APPEALABLE]
    appeals = {
        row.sanction_id: row for row in store.appeals_against(work.session, [], [row.id for row in rows])
    }
    terms = _terms(work, {row.site_id for row in rows})
    return {row.id: _recourse(work, row, appeals.get(row.id), terms[row.site_id]) for row in rows}


def read_records(work: Work, actor: Actor | None, site_key: str, since: datetime, until: datetime) -> Records:
    """How often appeals against what was decided from `since` and before `until` were right."""
    site = site_to_moderate(work, actor, site_key, Right.LEAD)
    return Records(
        removals=store.records_of_removals(work.session, site.id, since, until),
        sanctions=store.records_of_sanctions(work.session, site.id, since, until),
    )


def _add(work: Work, row: AppealRow, words: str, decided_at: datetime) -> bool:
    until = _terms(work, {row.site_id})[row.site_id].open_until(decided_at)
    if until < work.now and not store.appeals_against(
        work.session, [row.decision_id or 0], [row.sanction_id or 0]
    ):
        message = Words("This was decided too long ago to be appealed. Please write to the newsroom.")
        raise Conflict("too_late", message)
    row.words, row.created_at = words, work.now
    row.place = Standing(lane=Lane.APPEALS, risk=0, reach=0, since=work.now).place
    kept, is_new = store.add_appeal(work.session, row)
    if not is_new and kept.words != words:
        message = Words("You have appealed this already. Each decision can be appealed once.")
        raise Conflict("appealed_already", message)
    return is_new


def _terms(work: Work, site_ids: Collection[int]) -> dict[int, Terms]:
    found = {}
    for site_id in site_ids:
        before = appeal_days_of(work.session, site_id)
        found[site_id] = Terms(
            get_site_by_id(work, site_id).policy.appeal_days,
            [(since, Policy.appeal_days if days is None else days) for since, days in before],
        )
    return found


def _recourse(
    work: Work, against: DecisionRow | SanctionRow, appeal: AppealRow | None, terms: Terms
) -> Recourse:
    until = terms.open_until(against.created_at)
    return Recourse(
        number=against.id,
        until=until if appeal is None and until >= work.now else None,
        mine=None if appeal is None else _mine(work, appeal),
    )


def _mine(work: Work, row: AppealRow) -> MyAppeal:
    is_answered = row.outcome is not None
    return MyAppeal(
        words=row.words,
        sent_at=row.created_at,
        due_at=None if is_answered else due_at(row.created_at),
        state=_STATES[row.outcome],
        answer=row.answer,
        who=by_whom(get_site_by_id(work, row.site_id).name, row) if row.answer else None,
        answered_at=row.answered_at,
    )


_STATES = {
    None: Words("Your appeal waits for an answer."),
    Outcome.UPHELD: Words("Your appeal is answered: the decision stands."),
    Outcome.OVERTURNED: Words("Your appeal is answered: the decision was a mistake, and is taken back."),
    Outcome.DROPPED: Words("Your appeal ended with your account."),
}
