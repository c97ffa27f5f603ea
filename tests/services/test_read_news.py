"""What happened since a page was drawn: each comment once, as it is now, and nothing that is not public."""

import pytest

from commentbox.domain.comment import Action, Status
from commentbox.domain.ranking import Sort
from commentbox.services.flag_comment import flag_comment
from commentbox.services.post_comment import post_comment
from commentbox.services.read_news import EVENTS_AT_ONCE, News, read_entries, read_news
from commentbox.services.read_thread import read_thread
from commentbox.services.review import NewDecision
from commentbox.services.withdraw import withdraw
from commentbox.store.events import EventRow
from tests import make
from tests.conftest import WorkFactory
from tests.services.desk import HOLD, REMOVE, Desk


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work, Status.PUBLISHED)


def news(desk: Desk, after: int = 0) -> News:
    with desk.work() as w:
        return read_news(w, "courier", make.ARTICLE, after)


def told(found: News) -> list[tuple[int, str, bool, Status]]:
    return [(change.id, change.kind, change.shown, change.status) for change in found.changes]


def say(desk: Desk, parent: int | None = None) -> int:
    with desk.work() as w:
        return post_comment(w, make.member(w), "courier", make.draft(parent=parent)).entry.id


def test_a_page_says_from_where_to_ask_and_nothing_is_told_twice(desk: Desk) -> None:
    with desk.work() as w:
        drawn = read_thread(w, "courier", make.ARTICLE, Sort.BEST).last_event
    root = say(desk)
    answer = say(desk, parent=root)
    found = news(desk, drawn)
    assert told(found) == [
        (root, "published", True, Status.PUBLISHED),
        (answer, "published", True, Status.PUBLISHED),
    ]
    assert [(change.parent_id, change.root_id) for change in found.changes] == [(None, None), (root, root)]
    assert news(desk, found.last).changes == ()
    assert news(desk, found.last).last == found.last


def test_a_comment_is_told_of_once_as_it_stands_now(desk: Desk) -> None:
    key = say(desk)
    removed = desk.act(desk.ada, REMOVE, comment_id=key)
    assert told(news(desk)) == [(key, "removed", False, Status.REMOVED)]
    desk.take_back(desk.ben, removed.decision_id)
    assert told(news(desk)) == [(key, "published", True, Status.PUBLISHED)]
    desk.act(desk.ada, NewDecision(action=Action.PICK, revision=1, seen=2), comment_id=key)
    assert told(news(desk)) == [(key, "picked", True, Status.PUBLISHED)]


def test_what_others_answered_stays_as_a_placeholder(desk: Desk) -> None:
    root = say(desk)
    say(desk, parent=root)
    before = news(desk).last
    desk.act(desk.ada, HOLD, comment_id=root)
    assert told(news(desk, before)) == [(root, "held", True, Status.HELD)]


def test_reports_are_nobodys_business_and_a_withdrawal_is(desk: Desk) -> None:
    with desk.work() as w:
        flag_comment(w, make.member(w), "courier", desk.comment_id, "spam", "")
    assert told(news(desk)) == []
    with desk.work() as w:
        withdraw(w, desk.author, desk.comment_id)
    assert told(news(desk)) == [(desk.comment_id, "withdrawn", False, Status.WITHDRAWN)]


def test_who_was_away_for_long_gets_it_in_parts(desk: Desk) -> None:
    with desk.work() as w:
        article = make.article_of(w).id
        for _ in range(EVENTS_AT_ONCE + 1):
            w.session.add(EventRow(article_id=article, comment_id=None, kind="opened", created_at=w.now))
    first = news(desk)
    rest = news(desk, first.last)
    assert (first.is_more, rest.is_more, rest.last) == (True, False, first.last + 1)


def test_entries_are_those_of_the_article_that_readers_see(desk: Desk) -> None:
    with desk.work() as w:
        held = make.comment(w, desk.site, status=Status.HELD).id
        elsewhere = make.comment(w, desk.site, url=f"{make.PAPER}/tram").id
        herald = make.comment(
            w, make.site(w, "herald", origins=("https://herald.example",)), url="https://herald.example/a"
        ).id
    with desk.work() as w:
        _, entries = read_entries(w, "courier", make.ARTICLE, [desk.comment_id, held, elsewhere, herald, 999])
    assert [entry.id for entry in entries] == [desk.comment_id]


def test_an_article_nobody_commented_on_has_no_news(desk: Desk) -> None:
    with desk.work() as w:
        found = read_news(w, "courier", f"{make.PAPER}/silent", 7)
        assert (found.last, found.changes, found.article.id) == (7, (), None)
        assert read_entries(w, "courier", f"{make.PAPER}/silent", [1])[1] == ()
