"""Many at once: one appeal is kept, one answer counts, and the log holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from sqlalchemy import Engine

from commentbox.domain.appeals import Outcome
from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError
from commentbox.domain.people import Actor
from commentbox.services.answer_appeal import Answered, NewAnswer, answer_appeal
from commentbox.services.appeals import appeal_removal
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.court import WHY, Court

UPHELD, OVERTURNED = Outcome.UPHELD, Outcome.OVERTURNED


def test_of_many_answers_at_once_one_counts_and_of_many_appeals_one_is_kept(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock
) -> None:
    court = Court(work)

    def together(*acts: Callable[[Work], object]) -> list[object]:
        def one(act: Callable[[Work], object]) -> object:
            with suppress(CommentboxError), begin(engine, settings, clock()) as w:
                return act(w)
            return None

        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, acts))

    def send(w: Work) -> object:
        return appeal_removal(w, court.cy, "courier", court.comment_id, court.first, WHY)

    assert together(*[send] * 8).count(True) == 1
    (row,) = court.rows()

    def answer(by: Actor, outcome: Outcome) -> Callable[[Work], object]:
        new = NewAnswer(outcome=outcome, answer="Read again.")
        return lambda w: answer_appeal(w, by, "courier", row.id, new)

    wanted = [answer(by, outcome) for by in (court.ben, court.eve) for outcome in (UPHELD, OVERTURNED)]
    done = {each.decision_id for each in together(*wanted, *wanted) if isinstance(each, Answered)}
    assert len(done) == 1
    (row,) = court.rows()
    expected = Status.PUBLISHED if row.outcome is OVERTURNED else Status.REMOVED
    assert (court.status(), row.by_decision) == (expected, done.pop())
    assert court.is_log_whole()
    with court.work() as w:
        assert make.row(w, court.comment_id).count_decisions == 2
