"""Own words can be taken back at any time, and put back for ten minutes."""

from dataclasses import replace

import pytest

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import CommentboxError, Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.sanctions import Sanction, SanctionKind
from commentbox.services.my_comments import PER_PAGE, read_my_comments
from commentbox.services.queue import QueueAsked, read_queue
from commentbox.services.review import NewDecision
from commentbox.services.withdraw import put_back, withdraw
from commentbox.store.articles import ArticleRow
from commentbox.store.recount import recount
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.desk import REMOVE, Desk


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.HELD])
def test_withdrawn_and_put_back(work: WorkFactory, status: Status) -> None:
    desk = Desk(work, status)
    before = _counts(desk)
    for _ in range(2):
        with work() as w:
            withdraw(w, desk.author, desk.comment_id)
    assert (desk.comment().status, desk.comment().shown) == (Status.WITHDRAWN, False)
    assert _counts(desk)[1] == 0
    for _ in range(2):
        with work() as w:
            put_back(w, desk.author, desk.comment_id)
    assert (desk.comment().status, _counts(desk)[1]) == (status, before[1])
    with work() as w:
        assert recount(w.session, 1) == 0


def test_after_ten_minutes_it_stays_withdrawn(work: WorkFactory, clock: Clock) -> None:
    desk = Desk(work, Status.PUBLISHED)
    with work() as w:
        withdraw(w, desk.author, desk.comment_id)
    clock.advance(minutes=10, seconds=1)
    with work() as w, pytest.raises(Conflict):
        put_back(w, desk.author, desk.comment_id)


def test_nobody_else_can(work: WorkFactory) -> None:
    desk = Desk(work, Status.PUBLISHED)
    for actor in (desk.ada, None):
        for act in (withdraw, put_back):
            with work() as w, pytest.raises(CommentboxError):
                act(w, actor, desk.comment_id)
    with work() as w, pytest.raises(NotFound):
        withdraw(w, desk.ada, desk.comment_id)
    assert desk.comment().status is Status.PUBLISHED


def test_a_removed_comment_is_no_longer_its_author_s(work: WorkFactory) -> None:
    desk = Desk(work)
    desk.act(desk.ada, REMOVE)
    with work() as w, pytest.raises(Forbidden):
        withdraw(w, desk.author, desk.comment_id)


def test_a_banned_person_may_withdraw_and_not_put_back(work: WorkFactory) -> None:
    desk = Desk(work, Status.PUBLISHED)
    with work() as w:
        ban = Sanction(id=1, kind=SanctionKind.BAN, site_id=desk.site.id, reason="Rude.")
        banned = replace(desk.author, sanctions=(ban,))
        withdraw(w, banned, desk.comment_id)
        with pytest.raises(Forbidden):
            put_back(w, banned, desk.comment_id)


def test_replies_stay_below_a_line_that_says_so(work: WorkFactory) -> None:
    desk = Desk(work, Status.PUBLISHED)
    with work() as w:
        make.comment(w, parent=make.row(w, desk.comment_id))
    with work() as w:
        withdraw(w, desk.author, desk.comment_id)
    assert desk.comment().shown


def test_a_withdrawn_comment_leaves_the_queue_and_comes_back_to_it(work: WorkFactory) -> None:
    desk = Desk(work, Status.PUBLISHED)
    desk.flag("Look.")
    assert read_queue_of(desk) == [desk.comment_id]
    with work() as w:
        withdraw(w, desk.author, desk.comment_id)
    assert read_queue_of(desk) == []
    with work() as w:
        put_back(w, desk.author, desk.comment_id)
    assert read_queue_of(desk) == [desk.comment_id]
    desk.act(desk.ada, NewDecision(action=Action.APPROVE, revision=1, seen=0))


def test_own_comments_say_what_became_of_them(work: WorkFactory) -> None:
    desk = Desk(work)
    with work() as w:
        ids = [make.comment(w, desk.site, desk.author, minutes_ago=n).id for n in range(1, PER_PAGE + 3)]
    desk.act(desk.ada, REMOVE)
    with work() as w:
        first = read_my_comments(w, desk.author)
        second = read_my_comments(w, desk.author, first.next_cursor)
        with pytest.raises(Invalid):
            read_my_comments(w, desk.ada, first.next_cursor)
    assert [one.id for one in (*first.comments, *second.comments)] == [desk.comment_id, *ids]
    assert second.next_cursor is None
    assert first.comments[0].state == f"Removed by a moderator: {Reason.SPAM.label}"
    assert first.comments[1].state == "Published"


def read_queue_of(desk: Desk) -> list[int]:
    with desk.work() as w:
        return [card.id for card in read_queue(w, desk.ada, "courier", QueueAsked()).cards]


def _counts(desk: Desk) -> tuple[int, int]:
    with desk.work() as w:
        article = w.session.get_one(ArticleRow, make.row(w, desk.comment_id).article_id)
        return article.version, article.count_published
