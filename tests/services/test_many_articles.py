"""Conversations that run hot are found and cooled down; several articles are set up at once."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from commentbox.domain.article_settings import COOL_SECONDS
from commentbox.domain.article_shorts import Short
from commentbox.domain.burning import Sign
from commentbox.domain.comment import Status
from commentbox.domain.errors import Forbidden, Invalid, NotFound, TooFast
from commentbox.domain.people import Actor, Role
from commentbox.domain.reactions import VoteKind
from commentbox.services.article_pages import ArticlesPage, read_articles
from commentbox.services.flag_comment import flag_comment
from commentbox.services.many_articles import Result, set_up_many, undo_many
from commentbox.services.post_comment import post_comment
from commentbox.services.review import decide
from commentbox.services.slow_mode import slow_mode_here
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.votes import VoteRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.desk import REMOVE

OTHER = f"{make.PAPER}/tram"


class Desk:
    """Two articles, and somebody who looks after them."""

    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            self.site = make.site(w)
            self.ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=self.site)
            self.bridge = make.comment(w).article_id
            self.tram = make.comment(w, url=OTHER).article_id

    def open(self, writing: bool) -> AbstractContextManager[Work]:
        return self.work()

    def do(self, do: Short, number: str = "", *ids: int, who: Actor | None = None) -> list[Result]:
        return set_up_many(self.open, who or self.ada, "courier", ids or (self.bridge, self.tram), do, number)

    def page(self) -> ArticlesPage:
        with self.work() as w:
            return read_articles(w, self.ada, "courier", "")

    def version(self, article: int) -> int:
        with self.work() as w:
            return w.session.get_one(ArticleRow, article).version


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


def test_each_has_a_result_and_all_is_taken_back_at_once(desk: Desk) -> None:
    before = desk.version(desk.bridge)
    desk.do(Short.CLOSE, "", desk.tram)
    results = desk.do(Short.CLOSE)
    assert [(each.message, each.change is not None) for each in results] == [
        ("Done.", True), ("It was so already.", False),
    ]  # fmt: skip
    assert desk.version(desk.bridge) == before + 1
    again = desk.do(Short.CLOSE)
    assert [each.message for each in again] == ["It was so already."] * 2
    changes = [(each.article_id, each.change or 0) for each in results if each.change]
    assert [each.message for each in undo_many(desk.open, desk.ada, "courier", changes)] == ["Taken back."]
    (late,) = undo_many(desk.open, desk.ada, "courier", changes)
    assert (late.is_done, "changed again meanwhile" in late.message) == (False, True)
    assert {line.id: line.is_open for line in desk.page().lines} == {desk.bridge: True, desk.tram: False}


def test_what_is_not_theirs_or_makes_no_sense_changes_nothing(desk: Desk) -> None:
    with desk.work() as w:
        herald = make.site(w, "herald", origins=("https://herald.example",))
        theirs = make.comment(w, herald, url="https://herald.example/a").article_id
        analyst = make.member(w, role=Role.ANALYST, at=desk.site)
    fine, foreign = desk.do(Short.PREMODERATE, "", desk.bridge, theirs)
    assert (fine.is_done, foreign.is_done, foreign.title) == (True, False, "")
    for ids, do, number in (([], Short.CLOSE, ""), (range(1, 102), Short.CLOSE, "")):
        with pytest.raises(Invalid):
            set_up_many(desk.open, desk.ada, "courier", ids, do, number)
    for do, number in ((Short.COOL, "2"), (Short.COOL, ""), (Short.IDLE, "0"), (Short.SLOW, "fast")):
        with pytest.raises(Invalid):
            desk.do(do, number)
    with pytest.raises(Forbidden):
        desk.do(Short.CLOSE, who=analyst)
    with pytest.raises(NotFound):
        set_up_many(desk.open, desk.ada, "herald", [theirs], Short.CLOSE, "")


def test_a_cool_down_slows_holds_who_is_new_and_ends_by_itself(desk: Desk, clock: Clock) -> None:
    desk.do(Short.COOL, "3", desk.bridge)
    assert [each.message for each in desk.do(Short.COOL, "3", desk.bridge)] == ["It was so already."]
    with desk.work() as w:
        old, new = make.member(w), make.member(w)
        for _ in range(2):
            make.comment(w, author=old, url=OTHER, minutes_ago=25 * 60)
        assert post_comment(w, new, "courier", make.draft("Hello.")).entry.status is Status.HELD
        assert post_comment(w, old, "courier", make.draft("A word.")).entry.status is Status.PUBLISHED
        slow = slow_mode_here(w, old, desk.site, desk.bridge)
        assert slow is not None
        assert slow.seconds == COOL_SECONDS
        assert slow_mode_here(w, old, desk.site, desk.tram) is None
        with pytest.raises(TooFast):
            post_comment(w, old, "courier", make.draft("And another word."))
    clock.advance(hours=3)
    assert not any(line.is_cooling for line in desk.page().lines)
    with desk.work() as w:
        assert (
            post_comment(w, make.member(w), "courier", make.draft("Me too.")).entry.status is Status.PUBLISHED
        )


def test_a_thread_that_burns_is_shown_with_why(desk: Desk, clock: Clock) -> None:
    with desk.work() as w:
        for minutes in (10, 10, 10, 10, 200):
            hot = make.comment(w, minutes_ago=minutes)
        for _ in range(4):
            flag_comment(w, make.member(w), "courier", hot.id, "spam", "")
        make.comment(w, status=Status.HELD, minutes_ago=5)
        gone = make.comment(w, minutes_ago=5)
        decide(w, desk.ada, "courier", gone.id, REMOVE)
        recent = make.comment(w, minutes_ago=5)
        against = VoteRow(
            comment_id=recent.id, person_id=make.member(w).id, kind=VoteKind.DOWN, created_at=w.now
        )
        w.session.add(against)
    (found,) = desk.page().burning
    assert found.article.id == desk.bridge
    assert {factor.sign: (factor.now, factor.before) for factor in found.heat.factors} == {
        Sign.REPORTS: (4, 0),
        Sign.REMOVED: (1, 0),
        Sign.HELD: (1, 0),
        Sign.DOWN: (1, 0),
        Sign.PACE: (8, 1),
    }
    clock.advance(seconds=timedelta(hours=7).total_seconds())
    assert desk.page().burning == []
