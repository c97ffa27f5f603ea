"""A reader opens a conversation: pages, orders, branches, placeholders, and what a page costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.ranking import Sort
from commentbox.domain.reactions import VoteKind
from commentbox.domain.thread import Entry, ThreadPage, flatten
from commentbox.services.counts import count_comments
from commentbox.services.read_thread import (
    ROOTS_PER_PAGE,
    read_conversation,
    read_replies,
    read_thread,
    waiting_comments,
)
from commentbox.services.sites import get_site
from commentbox.services.vote import vote
from commentbox.store.comments import CommentRow
from commentbox.store.status import change_status
from tests import make
from tests.conftest import WorkFactory


@pytest.fixture(autouse=True)
def _site(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)


def page(work: WorkFactory, sort: Sort = Sort.NEWEST, cursor: str | None = None) -> ThreadPage:
    with work() as w:
        return read_thread(w, "courier", make.ARTICLE, sort, cursor)


def ids(entries: tuple[Entry, ...]) -> list[int]:
    return [entry.id for entry in entries]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Every statement that is sent while the block runs."""
    sent: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_an_article_nobody_commented_on_is_empty_and_stays_unwritten(work: WorkFactory) -> None:
    found = page(work)
    assert (found.roots, found.article.id, found.article.count) == ((), None, 0)


@pytest.mark.parametrize("sort", Sort)
def test_pages_cover_every_root_once_and_in_order(work: WorkFactory, sort: Sort) -> None:
    total = 2 * ROOTS_PER_PAGE + 3
    with work() as w:
        voters = [make.member(w) for _ in range(3)]
        rows = [make.comment(w, minutes_ago=number // 2) for number in range(total)]
        for number, row in enumerate(rows):
            for voter in voters[: number % 4]:
                vote(w, voter, "courier", row.id, VoteKind.UP)
            if sort is Sort.REPLIES:
                for _ in range(number % 3):
                    make.comment(w, parent=row)
            row.picked_at, row.picked_revision = w.now + timedelta(minutes=number), row.revision
        w.session.flush()
        for row in rows:
            w.session.refresh(row)
        expected = {
            Sort.NEWEST: sorted(rows, key=lambda row: (row.created_at, row.id), reverse=True),
            Sort.OLDEST: sorted(rows, key=lambda row: (row.created_at, row.id)),
            Sort.BEST: sorted(rows, key=lambda row: (row.votes, row.id), reverse=True),
            Sort.REPLIES: sorted(rows, key=lambda row: (row.count_replies, row.id), reverse=True),
            Sort.PICKS: rows[::-1],
        }[Sort.BEST if sort is Sort.SIDES else sort]  # no question here has sides
        wanted = [row.id for row in expected]
    seen: list[int] = []
    cursor = None
    for _ in range(3):
        found = page(work, sort, cursor)
        seen += ids(found.roots)
        cursor = found.next_cursor
    assert seen == wanted
    assert cursor is None


def test_a_comment_that_arrives_meanwhile_shifts_no_page(work: WorkFactory) -> None:
    with work() as w:
        rows = [make.comment(w, minutes_ago=60 - number).id for number in range(ROOTS_PER_PAGE + 5)]
    first = page(work)
    with work() as w:
        make.comment(w)
    second = page(work, cursor=first.next_cursor)
    assert ids(first.roots) + ids(second.roots) == rows[::-1]


def test_a_bookmark_opens_only_its_own_thread_and_order(work: WorkFactory) -> None:
    with work() as w:
        for _ in range(ROOTS_PER_PAGE + 1):
            make.comment(w)
            make.comment(w, url=f"{make.PAPER}/other")
    cursor = page(work, Sort.NEWEST).next_cursor
    assert cursor is not None
    for url, sort in ((make.ARTICLE, Sort.OLDEST), (f"{make.PAPER}/other", Sort.NEWEST)):
        with pytest.raises(Invalid), work() as w:
            read_thread(w, "courier", url, sort, cursor)


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "é", "a" * 10_000])
def test_a_forged_bookmark_is_refused(work: WorkFactory, cursor: str) -> None:
    with work() as w:
        make.comment(w)
    with pytest.raises(Invalid):
        page(work, cursor=cursor)


def test_a_root_comes_with_its_first_replies_as_a_tree(work: WorkFactory) -> None:
    with work() as w:
        root = make.comment(w)
        reply = make.comment(w, parent=root)
        deeper = make.comment(w, parent=reply)
        others = [make.comment(w, parent=root) for _ in range(3)]
        tree = [root.id, reply.id, deeper.id, others[0].id]
    (found,) = page(work).roots
    assert [entry.id for entry in flatten([found])] == tree
    assert found.count_replies == 5


def test_more_replies_hang_under_comments_the_page_has(work: WorkFactory) -> None:
    with work() as w:
        root = make.comment(w)
        replies = [make.comment(w, parent=root)]
        for _ in range(59):
            replies.append(make.comment(w, parent=replies[-1]))
        wanted = [reply.id for reply in replies]
        root_id = root.id
    (found,) = page(work).roots
    seen = [entry.id for entry in flatten(found.replies)]
    with work() as w:
        first = read_replies(w, "courier", root_id, seen[-1])
        assert first.groups[0].parent_id == seen[-1]
        assert (first.next_after is not None, first.count_left) == (True, 60 - 3 - 50)
        second = read_replies(w, "courier", root_id, first.next_after or 0)
    seen += [entry.id for branch in (first, second) for entry in flatten(branch.groups)]
    assert seen == wanted


def test_a_removed_comment_with_replies_leaves_a_placeholder_without_its_words(work: WorkFactory) -> None:
    with work() as w:
        root = make.comment(w, text="The words that go.")
        reply = make.comment(w, parent=root)
        change_status(w.session, root, Status.REMOVED)
        reply_id = reply.id
    (found,) = page(work).roots
    assert (found.html, found.author, found.is_placeholder) == ("", None, True)
    assert ids(found.replies) == [reply_id]


def test_a_branch_with_nothing_left_disappears(work: WorkFactory) -> None:
    with work() as w:
        root = make.comment(w)
        reply = make.comment(w, parent=root)
        leaf = make.comment(w, parent=reply)
        for row in (root, reply, leaf):
            change_status(w.session, row, Status.REMOVED)
    found = page(work)
    assert (found.roots, found.article.count) == ((), 0)


def test_a_held_comment_is_seen_by_its_author_alone(work: WorkFactory) -> None:
    with work() as w:
        ann, bob = make.member(w), make.member(w)
        held = make.comment(w, author=ann, text="Wait for me.", status=Status.HELD)
        site = get_site(w, "courier")
        assert [entry.id for entry in waiting_comments(w, ann, site, held.article_id)] == [held.id]
        assert waiting_comments(w, bob, site, held.article_id) == ()
        assert waiting_comments(w, None, site, held.article_id) == ()
        held_id = held.id
    assert page(work).roots == ()
    with pytest.raises(NotFound), work() as w:
        read_conversation(w, "courier", held_id)


def test_a_permalink_shows_what_is_answered_above_and_the_answers_below(work: WorkFactory) -> None:
    with work() as w:
        chain = [make.comment(w)]
        for _ in range(5):
            chain.append(make.comment(w, parent=chain[-1]))
        wanted = [row.id for row in chain]
        found = read_conversation(w, "courier", wanted[3])
    assert ids(found.ancestors) == wanted[:3]
    assert ids(found.entry.replies) == [wanted[4]]
    assert found.entry.replies[0].count_replies == 1
    assert found.is_whole


def test_a_very_deep_permalink_names_only_the_nearest_above(work: WorkFactory) -> None:
    with work() as w:
        last: CommentRow = make.comment(w)
        for _ in range(40):
            last = make.comment(w, parent=last)
        found = read_conversation(w, "courier", last.id)
    assert len(found.ancestors) == 20
    assert not found.is_whole


def test_another_sites_comment_is_not_here(work: WorkFactory) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
        other = make.comment(w, "gazette", url="https://gazette.example/a").id
    with pytest.raises(NotFound), work() as w:
        read_conversation(w, "courier", other)


def test_counts_are_given_by_the_address_asked_for(work: WorkFactory) -> None:
    with work() as w:
        make.comment(w)
        asked = [f"{make.ARTICLE}?utm_medium=x", f"{make.PAPER}/none", "nonsense"]
        assert count_comments(w, "courier", asked) == {asked[0]: 1, asked[1]: 0, asked[2]: 0}


def test_a_page_costs_the_same_queries_at_every_size(work: WorkFactory, engine: Engine) -> None:
    costs = []
    for size in (1, 60):
        with work() as w:
            for _ in range(size):
                root = make.comment(w)
                make.comment(w, parent=make.comment(w, parent=root))
        with counted(engine) as sent:
            page(work)
        costs.append(len(sent))
    assert costs == [6, 6]


def test_a_title_that_came_with_a_held_comment_is_not_shown_before_it(work: WorkFactory) -> None:
    with work() as w:
        held = make.comment(w, status=Status.HELD).id
    assert page(work).article.title == ""
    with work() as w:
        change_status(w.session, w.session.get_one(CommentRow, held), Status.PUBLISHED)
    assert page(work).article.title == "The bridge"
