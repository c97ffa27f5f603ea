"""One vote a person, and a count that is always the number of votes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from commentbox.domain.comment import Status
from commentbox.domain.errors import Forbidden, Invalid, NotFound, NotSignedIn
from commentbox.domain.ranking import score
from commentbox.domain.reactions import VoteKind
from commentbox.services.vote import disagree, my_votes, vote
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.recount import recount
from commentbox.store.votes import count_disagreements
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
        assert vote(w, ann, "courier", comment, VoteKind.UP).kind is VoteKind.UP
        assert vote(w, ann, "courier", comment, VoteKind.UP).kind is VoteKind.UP
        assert my_votes(w, ann, [comment]).kinds == {comment: VoteKind.UP}


def test_a_vote_can_be_taken_back_any_number_of_times(work: WorkFactory, comment: int) -> None:
    with work() as w:
        ann = make.member(w)
        vote(w, ann, "courier", comment, VoteKind.UP)
        assert vote(w, ann, "courier", comment, None).kind is None
        assert vote(w, ann, "courier", comment, None).kind is None
        assert w.session.get_one(CommentRow, comment).score == 0


def test_nobody_votes_for_themselves(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        ann = make.member(w)
        own = make.comment(w, author=ann).id
    with pytest.raises(Forbidden), work() as w:
        vote(w, ann, "courier", own, VoteKind.UP)


def test_who_is_not_signed_in_cannot_vote(work: WorkFactory, comment: int) -> None:
    with pytest.raises(NotSignedIn), work() as w:
        vote(w, None, "courier", comment, VoteKind.UP)


def test_a_comment_that_waits_cannot_be_voted_for(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        ann = make.member(w)
        held = make.comment(w, status=Status.HELD).id
    with pytest.raises(NotFound), work() as w:
        vote(w, ann, "courier", held, VoteKind.UP)


@pytest.fixture
def judged(work: WorkFactory) -> int:
    """A comment on a site whose readers may also vote against."""
    with work() as w:
        make.site(w, policy=replace(make.RELAXED, down_votes=True))
        return make.comment(w).id


def test_a_vote_against_takes_the_place_of_the_one_for(work: WorkFactory, judged: int) -> None:
    with work() as w:
        ann, ben = make.member(w), make.member(w)
        vote(w, ben, "courier", judged, VoteKind.UP)
        vote(w, ann, "courier", judged, VoteKind.UP)
        vote(w, ann, "courier", judged, VoteKind.DOWN)
        row = w.session.get_one(CommentRow, judged)
        assert (row.votes, row.score) == (1, score(1, 1))
        assert my_votes(w, ann, [judged]).kinds == {judged: VoteKind.DOWN}
        vote(w, ann, "courier", judged, None)
        assert (row.votes, row.score) == (1, score(1))


def test_votes_against_are_refused_where_the_site_has_none(work: WorkFactory, comment: int) -> None:
    with work() as w:
        ann = make.member(w)
    with pytest.raises(Invalid, match="no votes against"), work() as w:
        vote(w, ann, "courier", comment, VoteKind.DOWN)


def test_the_count_is_told_when_the_page_tells_it(work: WorkFactory, comment: int, clock: Clock) -> None:
    with work() as w:
        voters = [make.member(w) for _ in range(11)]
        counts = [vote(w, voter, "courier", comment, VoteKind.UP).count for voter in voters[:10]]
    assert counts == [None] * 9 + [10]
    with work() as w:
        assert vote(w, voters[0], "courier", comment, None).count is None
    clock.advance(minutes=61)
    with work() as w:
        assert vote(w, voters[10], "courier", comment, VoteKind.UP).count == 10


def test_disagreeing_changes_nothing_readers_see_and_brings_nothing_into_the_queue(
    work: WorkFactory, comment: int
) -> None:
    with work() as w:
        ann, before = make.member(w), make.article_of(w).version
        vote(w, ann, "courier", comment, VoteKind.UP)
        for _ in range(2):
            disagree(w, ann, "courier", comment, does=True)
        row = w.session.get_one(CommentRow, comment)
        assert (row.votes, row.open_flags, row.status) == (1, 0, Status.PUBLISHED)
        assert my_votes(w, ann, [comment]).disagreed == {comment}
        assert count_disagreements(w.session, [comment]) == {comment: 1}
        disagree(w, ann, "courier", comment, does=False)
        assert my_votes(w, ann, [comment]).disagreed == set()
    with work() as w:
        assert make.article_of(w).version == before + 1  # for the vote


def test_nobody_disagrees_with_themselves_or_signed_out(work: WorkFactory, comment: int) -> None:
    with work() as w:
        ann = make.member(w)
        own = make.comment(w, author=ann).id
    for actor, number, refusal in ((ann, own, Forbidden), (None, comment, NotSignedIn)):
        with pytest.raises(refusal), work() as w:
            disagree(w, actor, "courier", number, does=True)


def test_minds_changed_at_the_same_moment_leave_one_vote_each(
    engine: Engine, settings: Settings, clock: Clock, work: WorkFactory, judged: int
) -> None:
    with work() as w:
        voters = [make.member(w) for _ in range(5)]

    def press(number: int) -> None:
        with begin(engine, settings, clock()) as w:
            kind = (VoteKind.UP, VoteKind.DOWN, None)[number // 5 % 3]
            vote(w, voters[number % 5], "courier", judged, kind)
            disagree(w, voters[number % 5], "courier", judged, does=number % 2 > 0)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(60)))
    with work() as w:
        row = w.session.get_one(CommentRow, judged)
        cast = [my_votes(w, voter, [judged]).kinds.values() for voter in voters]
        assert all(len(kinds) <= 1 for kinds in cast)
        assert row.votes == sum(VoteKind.UP in kinds for kinds in cast)
        assert recount(w.session, row.article_id) == 0


def test_votes_that_arrive_together_are_all_counted_once(
    engine: Engine, settings: Settings, clock: Clock, work: WorkFactory, comment: int
) -> None:
    with work() as w:
        voters = [make.member(w) for _ in range(10)]

    def press(number: int) -> None:
        with begin(engine, settings, clock()) as w:
            vote(w, voters[number % 10], "courier", comment, VoteKind.UP)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(40)))
    with work() as w:
        row = w.session.get_one(CommentRow, comment)
        assert row.votes == 10
        assert recount(w.session, row.article_id) == 0
