"""Telling people what happened to what they said: written in the transaction of what they are told of.

The use cases call this after the comment has its status and its id. Nobody is told of their own acts or of
what people they have muted did. Each kind goes on to a letter as the person has chosen.
"""

from datetime import timedelta

from commentbox.domain.notices import Letters, NoticeKind, next_digest
from commentbox.services.mentions import people_named
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import reporters_answered_by
from commentbox.store.jobs import add_job
from commentbox.store.mutes import has_muted
from commentbox.store.notice_letters import choices_of, plan_digest
from commentbox.store.notices import drop_unread, put_notice
from commentbox.store.people import PersonRow, person_by_id

AT_ONCE_JOB, DIGEST_JOB = "notice-letter", "digest"
SECOND_THOUGHT = timedelta(minutes=2)  # what is taken back at once is in no letter


def tell_of_comment(work: Work, comment: CommentRow) -> None:
    """The comment is on the page: for whom it answers, and for those it names. Again has no effect.

    Whoever is answered and named is told of the answer. After a change, those it names anew are told.
    """
    parent = None if comment.parent_id is None else work.session.get(CommentRow, comment.parent_id)
    answered = None if parent is None else parent.author_id
    if answered is not None:
        _tell(work, NoticeKind.REPLY, answered, comment)
    for person_id in people_named(work, comment):
        if person_id != answered:
            _tell(work, NoticeKind.MENTION, person_id, comment)


def tell_of_pick(work: Work, comment: CommentRow) -> None:
    """The newsroom features the comment."""
    _tell(work, NoticeKind.PICK, comment.author_id, comment)


def take_pick_back(work: Work, comment: CommentRow) -> None:
    drop_unread(work.session, comment.id, (NoticeKind.PICK,))


def tell_of_decision(work: Work, comment: CommentRow, decision: DecisionRow) -> None:
    """For the author, where a moderator's decision moved the comment; for those whose reports it answers.

    One that is taken back before anybody read of it was never made, as far as they know.
    """
    if decision.undoes_id is not None:
        was_unread = drop_unread(work.session, comment.id, (NoticeKind.DECISION, NoticeKind.REPORT))
        if was_unread:
            return
    if decision.status_after is not decision.status_before and not decision.action.answers_appeal:
        _tell(work, NoticeKind.DECISION, comment.author_id, comment, by_id=decision.person_id, renew=True)
    for reporter in reporters_answered_by(work.session, comment.id, decision.id):
        _tell(work, NoticeKind.REPORT, reporter, comment, by_id=decision.person_id, renew=True)


def tell_of_answer(work: Work, comment: CommentRow, by_id: int | None) -> None:
    """The appeal of the comment's author is answered."""
    _tell(work, NoticeKind.APPEAL, comment.author_id, comment, by_id=by_id, renew=True)


def take_answer_back(work: Work, comment_id: int) -> None:
    drop_unread(work.session, comment_id, (NoticeKind.APPEAL,))


def _tell(
    work: Work,
    kind: NoticeKind,
    person_id: int,
    comment: CommentRow,
    *,
    by_id: int | None = None,
    renew: bool = False,
) -> None:
    by_id = comment.author_id if kind.is_by_somebody else by_id
    person = person_by_id(work.session, person_id)
    # An imported author can never read it.
    if person is None or person.id == by_id or person.erased_at is not None or person.source is not None:
        return
    if kind.is_by_somebody and has_muted(work.session, person.id, comment.author_id):
        return
    if put_notice(work.session, kind, person.id, comment, work.now, renew=renew):
        _plan_letter(work, kind, person, comment)


def _plan_letter(work: Work, kind: NoticeKind, person: PersonRow, comment: CommentRow) -> None:
    """A job each time, although one would do: the letter it writes is about all there is by then."""
    if person.email is None or person.verified_at is None or not work.settings.smtp_url:
        return
    choice = choices_of(work.session, person)[kind]
    if choice is Letters.AT_ONCE and kind is not NoticeKind.DECISION:  # which has a letter of its own
        wish = {"person_id": person.id, "root_id": comment.root_id or comment.id}
        add_job(work.session, AT_ONCE_JOB, wish, work.now + SECOND_THOUGHT)
    if choice is Letters.DAILY:
        at = next_digest(work.now, work.settings.digest_hour)
        if plan_digest(work.session, person.id, at.date()):
            add_job(work.session, DIGEST_JOB, {"person_id": person.id, "day": at.date().isoformat()}, at)
