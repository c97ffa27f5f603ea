"""Two moderators beside each other: what one has in hand the other is not given, for a minute and a half."""

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor
from commentbox.services.desk import LEASE, Neighbours, sit_down
from commentbox.services.queue import QueueAsked, read_queue
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.desk import APPROVE, Desk


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


def _sit(desk: Desk, who: Actor, *hold: int, shown: tuple[int, ...] = ()) -> Neighbours:
    with desk.work() as w:
        return sit_down(w, who, "courier", hold, shown or hold)


def _queue_of(desk: Desk, who: Actor) -> list[int]:
    with desk.work() as w:
        return [card.id for card in read_queue(w, who, "courier", QueueAsked()).cards]


def test_what_one_has_in_hand_the_other_is_not_given(desk: Desk, clock: Clock) -> None:
    _sit(desk, desk.ada, desk.comment_id)
    assert (_queue_of(desk, desk.ada), _queue_of(desk, desk.ben)) == ([desk.comment_id], [])
    found = _sit(desk, desk.ben, desk.comment_id)
    assert found.claimed == {desk.comment_id: "Ada Quill"}
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert _queue_of(desk, desk.ben) == [desk.comment_id]
    assert _sit(desk, desk.ben, desk.comment_id).claimed == {}
    assert _sit(desk, desk.ada, desk.comment_id).claimed == {desk.comment_id: "Ben Ross"}


def test_who_goes_on_lets_go_of_what_was_in_hand(desk: Desk) -> None:
    _sit(desk, desk.ada, desk.comment_id)
    _sit(desk, desk.ada)
    assert _queue_of(desk, desk.ben) == [desk.comment_id]


def test_what_was_decided_or_came_in_meanwhile_is_told(desk: Desk) -> None:
    desk.act(desk.ben, APPROVE)
    with desk.work() as w:
        make.comment(w, desk.site, status=Status.HELD)
    found = _sit(desk, desk.ada, desk.comment_id)
    assert found.decided == {desk.comment_id: "Ben Ross approved this comment."}
    assert (found.more, found.counts.waiting) == (1, 1)


def test_a_stranger_takes_nothing_in_hand(desk: Desk) -> None:
    with pytest.raises(NotFound):
        _sit(desk, desk.author, desk.comment_id)
