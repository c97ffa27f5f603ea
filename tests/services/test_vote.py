"""One vote a person, and a count that is always the number of votes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from commentbox.domain.comment import Status
from commentbox.domain.errors import Forbidden, NotFound, NotSignedIn
from commentbox.services.vote import my_votes, vote
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.recount import recount
from tests import make
from tests.conftest import Clock, WorkFactory


@pytest.fixture
def comment(work: WorkFactory) -> int:
    with work() as w:
        make.site(w)
        return make.comment(w).id


def test_a_second_vote_of_the_same_person_changes_nothing(work: WorkFactory, comment: int) -> None:
    with work() as w:
        ann = make.member(w)
        assert vote(w, ann, "courier", comment, up=True).count == 1
        assert vote(w, ann, "courier", comment, up=True).count == 1
        assert my_votes(w, ann, [comment]) == {comment}


def test_a_vote_can_be_taken_back_any_number_of_times(work: WorkFactory, comment: int) -> None:
    with work() as w:
        ann = make.member(w)
        vote(w, ann, "courier", comment, up=True)
        assert vote(w, ann, "courier", comment, up=False).count == 0
        assert vote(w, ann, "courier", comment, up=False).count == 0
        assert w.session.get_one(CommentRow, comment).score == 0


def test_nobody_votes_for_themselves(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        ann = make.member(w)
        own = make.comment(w, author=ann).id
    with pytest.raises(Forbidden), work() as w:
        vote(w, ann, "courier", own, up=True)


def test_who_is_not_signed_in_cannot_vote(work: WorkFactory, comment: int) -> None:
    with pytest.raises(NotSignedIn), work() as w:
        vote(w, None, "courier", comment, up=True)


def test_a_comment_that_waits_cannot_be_voted_for(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        ann = make.member(w)
        held = make.comment(w, status=Status.HELD).id
    with pytest.raises(NotFound), work() as w:
        vote(w, ann, "courier", held, up=True)


def test_votes_that_arrive_together_are_all_counted_once(
    engine: Engine, settings: Settings, clock: Clock, work: WorkFactory, comment: int
) -> None:
    with work() as w:
        voters = [make.member(w) for _ in range(10)]

    def press(number: int) -> None:
        with begin(engine, settings, clock()) as w:
            vote(w, voters[number % 10], "courier", comment, up=True)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(40)))
    with work() as w:
        row = w.session.get_one(CommentRow, comment)
        assert row.votes == 10
        assert recount(w.session, row.article_id) == 0
