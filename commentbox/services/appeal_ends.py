"""What decisions about a comment mean for the appeal about it: it is answered by them, or waits again."""

from commentbox.domain.appeals import Outcome
from commentbox.domain.errors import Forbidden
from commentbox.domain.notices import SanctionNews
from commentbox.domain.people import Actor
from commentbox.services.appeal_letters import tell_of_second_look
from commentbox.services.notify import take_answer_back
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.appeals import AppealRow, appeal_answered_by, open_appeal_about
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.sanction_notices import take_sanction_notice_back


def end_appeal(work: Work, comment: CommentRow, row: DecisionRow) -> None:
    """The comment is removed no more, by a decision that answers no appeal: its author need not wait.

    Whoever removed it may do that too: to correct oneself is no answer to an appeal.
    """
    appeal = open_appeal_about(work.session, comment.id)
    if appeal is not None:
        appeal.outcome, appeal.answered_by, appeal.answered_at = Outcome.OVERTURNED, row.person_id, work.now
        appeal.by_decision = row.id


def reopen_appeal(work: Work, site: Site, moderator: Actor, decision: DecisionRow) -> None:
    """The decision that answered an appeal is taken back, by anybody but who made the first one."""
    appeal = appeal_answered_by(work.session, decision.id)
    if appeal is None:
        return
    if appeal.against_id == moderator.id and decision.person_id != moderator.id:
        raise Forbidden(
            "own_decision", "The appeal was against a decision of yours: somebody else takes the answer back."
        )
    wait_again(work, site, appeal)


def wait_again(work: Work, site: Site, appeal: AppealRow) -> None:
    """As if nobody had answered; an answer that has been sent is put right by another letter."""
    appeal.outcome, appeal.answered_by, appeal.answered_at = None, None, None
    appeal.answer, appeal.by_decision, appeal.is_alone = "", None, False
    if appeal.comment_id is not None:
        take_answer_back(work, appeal.comment_id)
    if appeal.sanction_id is not None:
        take_sanction_notice_back(work.session, appeal.sanction_id, SanctionNews.ANSWERED)
    tell_of_second_look(work, site, appeal)
