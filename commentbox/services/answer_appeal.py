"""A moderator answers an appeal: somebody else than who made the decision it is against."""

from dataclasses import dataclass

from commentbox.domain.appeal_answers import clean_answer, why_not_answer
from commentbox.domain.appeals import Outcome
from commentbox.domain.comment import Action
from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.notices import SanctionNews
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.staff import StaffAct
from commentbox.services.appeal_ends import wait_again
from commentbox.services.appeal_letters import tell_of_answer
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import (
    check_within_reach,
    others_moderate,
    require_whole_site,
    site_to_moderate,
)
from commentbox.services.notify import tell_of_answer as tell_in_bell
from commentbox.services.review import NewDecision, record
from commentbox.services.sites import Site
from commentbox.services.staff import note
from commentbox.services.work import Work
from commentbox.store.appeals import AppealRow, appeal_by_id
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.decisions import last_decision
from commentbox.store.people import lock_person, person_by_id
from commentbox.store.sanction_notices import put_sanction_notice
from commentbox.store.sanctions import SanctionRow, holds, sanction_by_id, stand_beside

_ACTIONS = {Outcome.UPHELD: Action.UPHOLD, Outcome.OVERTURNED: Action.OVERTURN}


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """As it was sent: `outcome` is upheld or overturned, `answer` for the author. `is_alone`: who made the
    decision says that nobody else is there.
    """

    outcome: str
    answer: str
    is_alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Answered:
    """`decision_id`: of the comment it was about, if it was about one."""

    appeal_id: int
    decision_id: int | None
    message: str
    counts: Counts


def answer_appeal(work: Work, actor: Actor | None, site_key: str, appeal_id: int, new: NewAnswer) -> Answered:
    """Record the answer with all that follows: an overturned removal puts the comment back, an overturned
    sanction ends, and the author is told. A retry gets the first answer.

    Raises `Forbidden` for whoever made the decision, unless nobody else moderates the site and they say so,
    which is logged; and for an author who is on the staff. `Conflict`: somebody was faster.
    """
    site, moderator = site_to_moderate(work, actor, site_key), signed_in(actor)
    outcome, answer = _outcome(new.outcome), clean_answer(new.answer)
    row = _locked(work, moderator, site, appeal_id)
    if row.outcome is not None:
        if (row.answered_by, row.outcome, row.answer) == (moderator.id, outcome, answer):
            return _answered(work, site, moderator, row)
        raise Conflict("decided_meanwhile", _by_whom(work, row, outcome))
    row.is_alone = _check_other(work, site, moderator, row, is_alone=new.is_alone)
    row.outcome, row.answer = outcome, answer
    row.answered_by, row.answered_at = moderator.id, work.now
    if row.sanction_id is not None:
        _settle_sanction(work, site, moderator, row)
    else:
        _settle_comment(work, site, moderator, row)
    if row.is_alone:
        detail = f"appeal {row.id}: nobody else is on the staff"
        note(work, site.id, StaffAct.ALONE, by_id=moderator.id, person_id=row.person_id, detail=detail)
    tell_of_answer(work, site, row)
    return _answered(work, site, moderator, row)


def comment_of(work: Work, actor: Actor | None, site_key: str, appeal_id: int) -> int | None:
    """The comment an appeal is about; none where it is about a person."""
    site = site_to_moderate(work, actor, site_key)
    row = appeal_by_id(work.session, site.id, appeal_id)
    if row is None:
        raise NotFound("no_appeal", "There is no such appeal.")
    return row.comment_id


def undo_answer(work: Work, actor: Actor | None, site_key: str, appeal_id: int) -> Answered:
    """Take the answer to an appeal against a sanction back: what had ended holds again, the appeal waits.

    One about a comment is taken back with the decision that answered it.
    """
    site, moderator = site_to_moderate(work, actor, site_key), signed_in(actor)
    row = _locked(work, moderator, site, appeal_id)
    person = lock_person(work.session, row.person_id)
    if row.sanction_id is None or person is None or person.erased_at is not None:
        raise NotFound("no_appeal", "There is no such appeal.")
    if row.outcome is None:
        return _answered(work, site, moderator, row)
    if row.against_id == moderator.id and row.answered_by != moderator.id:
        raise Forbidden("own_decision", "It was your decision: somebody else takes the answer back.")
    sanction = sanction_by_id(work.session, row.sanction_id)
    if sanction is not None and sanction.ended_at == row.answered_at:
        sanction.ended_at = sanction.ended_by = sanction.end_reason = None
        stand_beside(work.session, person, work.now)
    detail = f"appeal {row.id}"
    note(work, site.id, StaffAct.REOPENED, by_id=moderator.id, person_id=row.person_id, detail=detail)
    wait_again(work, site, row)
    return _answered(work, site, moderator, row)


def _outcome(raw: str) -> Outcome:
    if raw not in tuple(_ACTIONS):
        raise Invalid("bad_outcome", "Say whether the decision stands or was wrong.", field="outcome")
    return Outcome(raw)


def _locked(work: Work, moderator: Actor, site: Site, appeal_id: int) -> AppealRow:
    """Locked by what it is about, which everybody locks first: the comment, or the person."""
    row = appeal_by_id(work.session, site.id, appeal_id)
    if row is None:
        raise NotFound("no_appeal", "There is no such appeal.")
    if row.comment_id is None:
        require_whole_site(work, moderator, site)
        lock_person(work.session, row.person_id)
    else:
        check_within_reach(work, moderator, site, row.comment_id)
        lock_comment(work.session, site.id, row.comment_id)
    row = appeal_by_id(work.session, site.id, appeal_id)  # again, now that nobody else changes it
    if row is None or row.outcome is Outcome.DROPPED:
        raise NotFound("no_appeal", "Who appealed has deleted the account.")
    return row


def _check_other(work: Work, site: Site, moderator: Actor, row: AppealRow, *, is_alone: bool) -> bool:
    """Whether they answer alone. The author answers nothing, and who decided only if nobody else is there."""
    by_same = row.against_id == moderator.id
    nobody_else = by_same and not others_moderate(work, site, moderator.id, _url(work, row))
    denial = why_not_answer(
        moderator.id, author_id=row.person_id, against_id=row.against_id, is_alone=nobody_else
    )
    if denial is not None:
        raise denial
    if by_same and not is_alone:
        message = "You made this decision, and nobody else is on the staff. Say that you looked at it afresh."
        raise Invalid("alone", message, field="alone")
    return by_same


def _url(work: Work, row: AppealRow) -> str | None:
    """Of the article the comment is under; none where the appeal is about a person."""
    if row.comment_id is None:
        return None
    comment = work.session.get_one(CommentRow, row.comment_id)
    return work.session.get_one(ArticleRow, comment.article_id).url


def _settle_comment(work: Work, site: Site, moderator: Actor, row: AppealRow) -> None:
    comment = work.session.get_one(CommentRow, row.comment_id)
    new = NewDecision(
        action=_ACTIONS[row.outcome or Outcome.UPHELD],
        note=" ".join(row.answer.split()),
        revision=comment.revision,
        seen=comment.count_decisions,
    )
    decision = record(work, site, moderator, comment, new, last_decision(work.session, comment.id))
    row.by_decision = decision.id
    tell_in_bell(work, comment, moderator.id)


def _settle_sanction(work: Work, site: Site, moderator: Actor, row: AppealRow) -> None:
    sanction = work.session.get_one(SanctionRow, row.sanction_id)
    person = lock_person(work.session, row.person_id)
    is_wrong = row.outcome is Outcome.OVERTURNED
    if is_wrong and person is not None and holds(sanction, work.now):
        sanction.ended_at, sanction.ended_by, sanction.end_reason = work.now, moderator.id, row.answer
        stand_beside(work.session, person, work.now)
    put_sanction_notice(work.session, sanction, SanctionNews.ANSWERED, work.now)
    note(
        work,
        site.id,
        StaffAct.OVERTURNED if is_wrong else StaffAct.UPHELD,
        by_id=moderator.id,
        person_id=row.person_id,
        why=" ".join(row.answer.split()),
        detail=f"{sanction.kind.value.replace('_', ' ')}, appeal {row.id}",
    )


def _answered(work: Work, site: Site, moderator: Actor, row: AppealRow) -> Answered:
    work.session.flush()  # the counts below must meet the new state
    return Answered(
        appeal_id=row.id,
        decision_id=row.by_decision,
        message=_message(row),
        counts=count_waiting(work, site, moderator),
    )


def _message(row: AppealRow) -> str:
    if row.outcome is None:
        return "Taken back: the appeal waits again."
    what = "removal" if row.sanction_id is None else "sanction"
    if row.outcome is Outcome.UPHELD:
        return f"Answered: the {what} stands."
    return f"Answered: the {what} was wrong, and is taken back."


def _by_whom(work: Work, row: AppealRow, wanted: Outcome) -> str:
    person = None if row.answered_by is None else person_by_id(work.session, row.answered_by)
    did = "that the decision stands" if row.outcome is Outcome.UPHELD else "that the decision was wrong"
    to = "let it stand" if wanted is Outcome.UPHELD else "overturn it"
    name = "Somebody" if person is None else person.name
    return (
        f"{name} has answered this appeal: {did}. Your decision to {to} was not carried out."
        " Look again before you decide."
    )
