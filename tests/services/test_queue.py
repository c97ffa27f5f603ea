"""What waits, in which order, and at what cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.services.flag_comment import flag_comment
from commentbox.services.queue import CARDS_PER_PAGE, QueueAsked, QueuePage, read_card, read_queue
from commentbox.services.review import NewDecision, decide, undo
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from tests import make
from tests.conftest import WorkFactory

ALL = QueueAsked()


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w)


@pytest.fixture
def ada(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)


def _page(work: WorkFactory, actor: Actor, asked: QueueAsked = ALL) -> QueuePage:
    with work() as w:
        return read_queue(w, actor, "courier", asked)


def _flagged(work: Work, site: Site, *, flags: int = 1, note: str = "", **kinds: Any) -> CommentRow:
    row = make.comment(work, site, **kinds)
    for _ in range(flags):
        flag_comment(work, make.member(work), site.key, row.id, "abuse", note)
    return row


def _decide(
    work: Work, actor: Actor, row: CommentRow, action: Action, *, reason: Reason | None = None
) -> int:
    row = work.session.get_one(CommentRow, row.id)
    new = NewDecision(action=action, reason=reason, revision=row.revision, seen=row.count_decisions)
    return decide(work, actor, "courier", row.id, new).decision_id


def test_what_has_waited_for_more_of_its_time_comes_first(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        newest = make.comment(w, site, status=Status.HELD, minutes_ago=1)
        oldest = make.comment(w, site, status=Status.HELD, minutes_ago=30)
        middle = _flagged(
            w, site, minutes_ago=30
        )  # reported just now: what readers see, and two signs of harm
        make.comment(w, site)
        make.comment(w, site, status=Status.REMOVED)
    page = _page(work, ada)
    assert [card.id for card in page.cards] == [oldest.id, middle.id, newest.id]
    assert (page.counts.lanes, page.counts.waiting) == ({Lane.HELD: 2, Lane.REPORTED: 1}, 3)
    assert all(card.is_waiting for card in page.cards)


@pytest.mark.parametrize(("only", "statuses"), [("held", {Status.HELD}), ("reported", {Status.PUBLISHED})])
def test_one_kind_alone_can_be_asked_for(
    work: WorkFactory, site: Site, ada: Actor, only: str, statuses: set[Status]
) -> None:
    with work() as w:
        make.comment(w, site, status=Status.HELD)
        _flagged(w, site)
    page = _page(work, ada, QueueAsked(only=only))
    assert {card.status for card in page.cards} == statuses
    assert page.counts.waiting == 2


def test_an_unknown_kind_is_refused(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w, pytest.raises(Invalid):
        read_queue(w, ada, "courier", QueueAsked(only="everything"))


def test_a_held_comment_with_flags_counts_once(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        _flagged(w, site, flags=2).status = Status.HELD
    assert _page(work, ada).counts.waiting == 1


def test_what_its_author_took_back_waits_no_more(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        _flagged(w, site).status = Status.WITHDRAWN
    page = _page(work, ada)
    assert (page.cards, page.counts.waiting) == ((), 0)


def test_another_sites_comments_are_in_another_queue(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        row = make.comment(w, make.site(w, "herald"), status=Status.HELD)
    assert _page(work, ada).cards == ()
    with work() as w, pytest.raises(NotFound):
        read_card(w, ada, "courier", row.id)
    with work() as w, pytest.raises(NotFound):
        read_queue(w, ada, "herald", ALL)


def test_pages_hold_everything_once_even_when_moments_are_equal(
    work: WorkFactory, site: Site, ada: Actor
) -> None:
    with work() as w:
        author = make.member(w)
        wanted = [make.comment(w, site, author, status=Status.HELD).id for _ in range(2 * CARDS_PER_PAGE + 1)]
    found: list[int] = []
    cursor = None
    for _ in range(3):
        page = _page(work, ada, QueueAsked(cursor=cursor))
        found += [card.id for card in page.cards]
        cursor = page.next_cursor
    assert found == wanted
    assert cursor is None


def test_a_bookmark_goes_on_though_its_comment_is_decided(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        rows = [make.comment(w, site, status=Status.HELD) for _ in range(CARDS_PER_PAGE + 2)]
    first = _page(work, ada)
    with work() as w:
        _decide(w, ada, rows[CARDS_PER_PAGE - 1], Action.APPROVE)
    second = _page(work, ada, QueueAsked(cursor=first.next_cursor))
    assert [card.id for card in second.cards] == [row.id for row in rows[CARDS_PER_PAGE:]]


def test_a_bookmark_of_another_view_is_refused(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        author = make.member(w)
        for _ in range(CARDS_PER_PAGE + 1):
            make.comment(w, site, author, status=Status.HELD)
    cursor = _page(work, ada).next_cursor
    with work() as w, pytest.raises(Invalid):
        read_queue(w, ada, "courier", QueueAsked(only="held", cursor=cursor))


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_full_page_costs_as_many_queries_as_a_single_card(
    work: WorkFactory, engine: Engine, site: Site, ada: Actor
) -> None:
    with work() as w:
        _flagged(w, site, parent=make.comment(w, site))
    with _counted(engine) as for_one:
        _page(work, ada)
    with work() as w:
        for _ in range(CARDS_PER_PAGE + 5):
            row = _flagged(w, site, flags=3, note="Look!", parent=make.comment(w, site))
            _decide(w, ada, row, Action.HOLD)
    with _counted(engine) as for_many:
        assert len(_page(work, ada).cards) == CARDS_PER_PAGE
    assert len(for_many) == len(for_one) <= 21


def test_the_counts_equal_a_recount_after_decisions_and_undos(
    work: WorkFactory, site: Site, ada: Actor
) -> None:
    with work() as w:
        held = [make.comment(w, site, status=Status.HELD) for _ in range(3)]
        flagged = [_flagged(w, site, flags=2) for _ in range(3)]
        _decide(w, ada, held[0], Action.APPROVE)
        removal = _decide(w, ada, flagged[0], Action.REMOVE, reason=Reason.ABUSE)
        _decide(w, ada, flagged[1], Action.APPROVE)
        undo(w, ada, "courier", removal)
    page = _page(work, ada)
    assert page.counts.lanes == {Lane.HELD: 2, Lane.REPORTED: 2}
    assert len(page.cards) == page.counts.waiting


def test_who_emptied_the_queue_is_told_how_much_they_did(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        rows = [make.comment(w, site, status=Status.HELD) for _ in range(3)]
        _decide(w, ada, rows[0], Action.APPROVE)
        _decide(w, ada, rows[0], Action.REMOVE, reason=Reason.SPAM)
        undo(w, ada, "courier", _decide(w, ada, rows[1], Action.APPROVE))
    assert _page(work, ada).count_done == 0  # two are waiting still
    with work() as w:
        _decide(w, make.member(w, "Ben Ross", role=Role.MODERATOR, at=site), rows[1], Action.APPROVE)
        _decide(w, ada, rows[2], Action.APPROVE)
    assert _page(work, ada).count_done == 2


def test_the_page_after_a_click_says_what_the_click_did(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        row = make.comment(w, site, make.member(w, "Cy Lind"), status=Status.HELD)
        decision = _decide(w, ada, row, Action.REMOVE, reason=Reason.SPAM)
    notice = _page(work, ada, QueueAsked(decision=decision)).notice
    assert notice is not None
    assert notice.message == "Cy Lind: Removed: advertising or spam."
    assert notice.undo_id == decision


@pytest.mark.parametrize("asked", [QueueAsked(decision=999), QueueAsked(article=999)])
def test_a_made_up_number_in_the_address_says_nothing(
    work: WorkFactory, site: Site, ada: Actor, asked: QueueAsked
) -> None:
    assert _page(work, ada, asked).notice is None
