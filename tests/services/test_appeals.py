"""Authors appeal once a decision, somebody else answers, and all that follows from that follows at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commentbox.domain.appeals import Outcome
from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.answer_appeal import NewAnswer, answer_appeal, undo_answer
from commentbox.services.appeals import (
    appeal_sanction,
)
from commentbox.services.card import SanctionCard
from commentbox.services.queue import QueueAsked, read_card, read_queue
from commentbox.services.review import undo
from commentbox.store.articles import ArticleRow
from commentbox.store.decisions import last_decision
from commentbox.store.jobs import JobRow
from commentbox.store.people import StaffRow, person_by_id
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.court import WHY, Court

UPHELD, OVERTURNED = Outcome.UPHELD, Outcome.OVERTURNED


@pytest.fixture
def court(work: WorkFactory) -> Court:
    return Court(work)


def test_an_author_appeals_once_and_sees_where_it_stands(court: Court, clock: Clock) -> None:
    before = court.recourse()
    assert before is not None
    assert before.until == clock.now + timedelta(days=184)
    assert [court.appeal(), court.appeal()] == [True, False]
    after = court.recourse()
    assert after is not None
    assert after.until is None
    assert after.mine is not None
    assert (after.mine.words, after.mine.state) == (WHY, "Your appeal waits for an answer.")
    assert after.mine.due_at == clock.now + timedelta(days=7)
    with pytest.raises(Conflict, match="once"):
        court.appeal("And another thing.")
    assert len(court.rows()) == 1


def test_only_the_author_may_and_only_about_the_decision_they_read_of(court: Court, clock: Clock) -> None:
    with pytest.raises(NotFound):
        court.appeal(by=court.ben)
    for words in ("", "  ", "x" * 2001):
        with pytest.raises(Invalid) as refused:
            court.appeal(words)
        assert refused.value.field == "words"
    with pytest.raises(Conflict, match="anew"):
        court.appeal(decision=court.first + 1)
    clock.advance(days=185)
    with pytest.raises(Conflict, match="too long ago"):
        court.appeal()
    found = court.recourse()
    assert found is not None
    assert (found.until, found.mine) == (None, None)


def test_it_has_a_lane_with_the_first_decision_and_is_not_given_to_who_made_it(court: Court) -> None:
    court.appeal()
    page = court.queue(court.ben)
    (card,) = page.cards
    assert card.appeal is not None
    assert (card.appeal.words, card.appeal.hindrance) == (WHY, "")
    assert card.appeal.decided == "Ada Quill removed this comment: abusive or hateful."
    assert (page.counts.of(Lane.APPEALS), page.counts.waiting) == (1, 1)
    own = court.queue(court.ada)
    assert (own.cards, own.counts.waiting) == ((), 0)
    (shown,) = court.queue(court.ada, "appeals").cards
    assert shown.appeal is not None
    assert "somebody else" in shown.appeal.hindrance
    with court.work() as w:
        assert read_card(w, court.ben, "courier", court.comment_id).card.is_waiting


def test_who_decided_does_not_answer_and_neither_does_the_author(court: Court) -> None:
    court.appeal()
    with pytest.raises(Forbidden, match="somebody else"):
        court.answer(OVERTURNED, by=court.ada)
    with court.work() as w:
        w.session.add(
            StaffRow(person_id=court.cy.id, site_id=court.site.id, role=Role.MODERATOR, created_at=w.now)
        )
    judge = Actor(id=court.cy.id, name="Cy Lind", role=Role.MODERATOR, is_staff_session=True)
    with pytest.raises(Forbidden, match="your own appeal"):
        court.answer(OVERTURNED, by=judge)
    with pytest.raises(NotFound):
        court.answer(OVERTURNED, by=Actor(id=court.cy.id + 1, name="", role=Role.READER))
    with pytest.raises(Invalid) as refused:
        court.answer(UPHELD, words=" ")
    assert refused.value.field == "answer"


def test_overturned_the_comment_is_back_and_its_author_told_by_letter_and_bell(court: Court) -> None:
    court.appeal()
    done = court.answer(OVERTURNED, words="You are right, it is a quotation.")
    assert done.message == "Answered: the removal was wrong, and is taken back."
    assert done.counts.of(Lane.APPEALS) == 0
    assert court.status() is Status.PUBLISHED
    with court.work() as w:
        last = last_decision(w.session, court.comment_id)
        assert last is not None
        assert (last.action, last.person_id, last.id) == (Action.OVERTURN, court.ben.id, done.decision_id)
        article = w.session.get_one(ArticleRow, make.row(w, court.comment_id).article_id)
        assert article.count_published == 1
    (letter,) = court.letters()
    assert "You are right, it is a quotation." in letter
    assert f"/c/{court.comment_id}/own" in letter
    assert court.bell() == ["decision", "appeal"]
    found = court.recourse()
    assert found is not None
    assert found.mine is not None
    assert (found.mine.answer, found.mine.due_at) == ("You are right, it is a quotation.", None)
    assert court.is_log_whole()


def test_upheld_it_stays_away_and_a_retry_is_no_second_answer(court: Court) -> None:
    court.appeal()
    first, again = court.answer(UPHELD), court.answer(UPHELD)
    assert first.decision_id == again.decision_id
    assert court.status() is Status.REMOVED
    (letter,) = court.letters()
    assert "go to a court" in letter
    with pytest.raises(Conflict, match=r"Ben Ross has answered this appeal.*Your decision to overturn it"):
        court.answer(OVERTURNED, by=court.eve)
    with pytest.raises(Conflict, match="once"):
        court.appeal("Once more, please.")
    with pytest.raises(Invalid, match="own card"):
        court.decide(Action.OVERTURN, court.ben)


def test_a_removal_that_comes_later_can_be_appealed_again(court: Court) -> None:
    court.appeal()
    court.answer(OVERTURNED)
    second = court.decide(Action.REMOVE, court.ben)
    with pytest.raises(Conflict, match="anew"):
        court.appeal()
    court.appeal("Not again!", decision=second)
    assert [row.outcome for row in court.rows()] == [OVERTURNED, None]
    with pytest.raises(Forbidden):
        court.answer(UPHELD)
    court.answer(UPHELD, by=court.ada)


@pytest.mark.parametrize("outcome", [UPHELD, OVERTURNED])
def test_an_answer_taken_back_waits_again_and_its_letter_is_not_sent(
    court: Court, clock: Clock, outcome: Outcome
) -> None:
    court.appeal()
    decision = court.answer(outcome).decision_id or 0
    with pytest.raises(Forbidden, match="somebody else"), court.work() as w:
        undo(w, court.ada, "courier", decision)
    with court.work() as w:
        told = undo(w, court.ben, "courier", decision)
    assert (told.status, told.counts.of(Lane.APPEALS)) == (Status.REMOVED, 1)
    assert court.letters() == []
    assert "appeal" not in court.bell()
    assert court.rows()[0].outcome is None
    decision = court.answer(outcome).decision_id or 0
    clock.advance(minutes=3)
    with court.work() as w:
        for job in w.session.scalars(select(JobRow)):
            job.done_at = w.now
    with court.work() as w:
        undo(w, court.ben, "courier", decision)
    assert "has been taken back" in court.letters()[-1]
    assert court.is_log_whole()


@pytest.mark.parametrize("action", [Action.APPROVE, Action.HOLD])
def test_who_removed_it_may_think_better_of_it_and_then_nobody_need_answer(
    court: Court, action: Action
) -> None:
    court.appeal()
    court.decide(action)
    (row,) = court.rows()
    assert (row.outcome, row.answered_by, row.answer) == (OVERTURNED, court.ada.id, "")
    assert court.queue(court.ben, "appeals").cards == ()
    with pytest.raises(Conflict):
        court.answer(UPHELD)


def test_where_nobody_else_is_there_who_decided_answers_says_so_and_it_is_logged(court: Court) -> None:
    with court.work() as w:
        for each in (court.ben, court.eve):
            w.session.delete(w.session.get_one(StaffRow, (each.id, court.site.id)))
    court.appeal()
    (card,) = court.queue(court.ada).cards
    assert card.appeal is not None
    assert (card.appeal.hindrance, card.appeal.is_alone) == ("", True)
    with pytest.raises(Invalid) as refused:
        court.answer(UPHELD, by=court.ada)
    assert refused.value.field == "alone"
    court.answer(UPHELD, by=court.ada, alone=True)
    assert "has one moderator only" in court.letters()[0]
    with court.work() as w:
        row = w.session.scalars(select(StaffLogRow)).one()
        assert (row.act.value, row.by_id, row.person_id) == ("alone", court.ada.id, court.cy.id)


def test_a_banned_person_appeals_and_overturned_the_ban_ends(court: Court) -> None:
    ban = court.sanction()
    with court.work() as w:
        assert appeal_sanction(w, court.cy, ban, "It was my brother.")
    with pytest.raises(NotFound), court.work() as w:
        appeal_sanction(w, court.ben, ban, "It was his brother.")
    court.appeal()
    assert len(court.rows()) == 2
    with court.work() as w:
        page = read_queue(w, court.ben, "courier", QueueAsked(only="appeals"))
    card = next(card for card in page.line if isinstance(card, SanctionCard))
    assert card.appeal is not None
    assert (card.appeal.decided, card.appeal.words) == ("Ada Quill banned this person.", "It was my brother.")
    new = NewAnswer(outcome=OVERTURNED, answer="We have spoken with your brother.")
    for _ in range(2):
        with court.work() as w:
            answered = answer_appeal(w, court.ben, "courier", card.appeal.id, new)
    with court.work() as w:
        person = person_by_id(w.session, court.cy.id)
        assert person is not None
        assert person.sanctions == []
    told = court.standing()
    assert told.ended_at is not None
    assert court.news() == ["Your appeal is answered (Courier)", "You are banned (Courier)"]
    assert told.recourse is not None
    assert told.recourse.mine is not None
    assert told.recourse.mine.answer == "We have spoken with your brother."
    with court.work() as w:
        undo_answer(w, court.ben, "courier", answered.appeal_id)
        person = person_by_id(w.session, court.cy.id)
        assert person is not None
        assert [kept["kind"] for kept in person.sanctions or ()] == ["ban"]
    assert court.letters() == []
    assert court.news() == ["You are banned (Courier)"]
    with court.work() as w:
        acts = [row.act.value for row in w.session.scalars(select(StaffLogRow).order_by(StaffLogRow.id))]
    assert acts == ["sanctioned", "overturned", "reopened"]
    assert court.is_log_whole()


def test_a_word_of_thanks_is_nothing_to_appeal(court: Court) -> None:
    message = court.sanction(SanctionKind.MESSAGE)
    with pytest.raises(NotFound), court.work() as w:
        appeal_sanction(w, court.cy, message, "You are welcome.")
    assert court.standing().recourse is None
