"""What staff set for an article holds at the door, is on record, and can be undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.people import Actor, Role
from commentbox.services.article_pages import ArticlePage, read_article
from commentbox.services.articles import Wanted, set_open, set_up_article, undo_change
from commentbox.services.post_comment import post_comment
from commentbox.store.events import EventRow
from tests import make
from tests.conftest import Clock, WorkFactory


class Desk:
    """An article with one comment, and a moderator."""

    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            site = make.site(w)
            self.ada = make.member(w, "Ada", role=Role.MODERATOR, at=site)
            self.article = make.comment(w).article_id

    def set(self, closes: str = "open", **more: object) -> None:
        with self.work() as w:
            set_up_article(w, self.ada, "courier", self.article, Wanted(closes=closes, **more))  # type: ignore[arg-type]

    def page(self) -> ArticlePage:
        with self.work() as w:
            return read_article(w, self.ada, "courier", self.article)

    def undo(self) -> None:
        change = self.page().log[0]
        with self.work() as w:
            undo_change(w, self.ada, "courier", self.article, change.id)

    def post(self) -> Status:
        with self.work() as w:
            return post_comment(w, make.member(w), "courier", make.draft("One more word.")).entry.status

    def is_open(self) -> bool:
        return self.page().article.is_open


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


def test_comments_close_by_themselves_at_the_moment_that_was_set(desk: Desk, clock: Clock) -> None:
    at = clock.now + timedelta(hours=2)
    desk.set("at", closes_at=at.strftime("%Y-%m-%dT%H:%M"))
    clock.advance(minutes=119)
    assert desk.post() is Status.PUBLISHED
    clock.advance(minutes=1)
    with pytest.raises(Forbidden, match="closed"):
        desk.post()
    assert not desk.is_open()


def test_comments_close_after_quiet_days_and_every_comment_puts_that_off(desk: Desk, clock: Clock) -> None:
    desk.set("idle", idle_days="7")
    clock.advance(days=6)
    assert desk.post() is Status.PUBLISHED
    clock.advance(days=6)
    assert desk.is_open()
    clock.advance(days=1)
    with pytest.raises(Forbidden, match="closed"):
        desk.post()
    with desk.work() as w:
        set_open(w, desk.ada, "courier", desk.article, True)
    assert desk.post() is Status.PUBLISHED
    clock.advance(days=7)
    assert not desk.is_open()


def test_opening_wins_over_an_end_that_is_past(desk: Desk, clock: Clock) -> None:
    desk.set("at", closes_at=(clock.now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    clock.advance(hours=2)
    with desk.work() as w:
        assert set_open(w, desk.ada, "courier", desk.article, True).is_open
    assert desk.is_open()


def test_an_article_of_its_own_premoderation(desk: Desk, clock: Clock) -> None:
    desk.set(premoderate=True)
    assert desk.post() is Status.HELD
    desk.set()
    clock.advance(days=2)  # the same words are no repeat any more
    assert desk.post() is Status.PUBLISHED


def test_every_change_is_on_record_and_the_last_can_be_undone(desk: Desk, work: WorkFactory) -> None:
    with work() as w:
        before = make.article_of(w).version
    for _ in range(2):
        desk.set("section", notice="Please stay with the subject.")
    desk.set("closed", notice="Please stay with the subject.")
    log = desk.page().log
    assert [(each.detail, each.may_be_undone) for each in log] == [
        ("closed the comments", True),
        ("pinned the notice “Please stay with the subject.”", False),
    ]
    with pytest.raises(Conflict), work() as w:
        undo_change(w, desk.ada, "courier", desk.article, log[1].id)
    desk.undo()
    assert desk.is_open()
    assert desk.page().article.settings.notice
    with work() as w:
        assert make.article_of(w).version == before + 3
        kinds = w.session.scalars(select(EventRow.kind).order_by(EventRow.id)).all()
    assert [kind for kind in kinds if kind in ("closed", "opened")] == ["closed", "opened"]


def test_what_cannot_be_is_named_and_changes_nothing(desk: Desk, clock: Clock) -> None:
    past = (clock.now - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    for closes, field, more in (
        ("at", "closes_at", {"closes_at": past}),
        ("at", "closes_at", {"closes_at": "tomorrow"}),
        ("idle", "idle_days", {"idle_days": "0"}),
        ("open", "notice", {"notice": "x" * 501}),
        ("open", "slow_mode_seconds", {"slow_mode_seconds": "soon"}),
        ("sometimes", "closes", {}),
    ):
        with pytest.raises(Invalid) as told:
            desk.set(closes, **more)
        assert told.value.field == field
    assert desk.page().log == []


def test_only_this_sites_staff_set_anything(desk: Desk, work: WorkFactory) -> None:
    with work() as w:
        other = make.site(w, "herald", origins=("https://herald.example",))
        stranger: Actor = make.member(w, role=Role.MODERATOR, at=other)
    with pytest.raises(NotFound), work() as w:
        set_up_article(w, stranger, "herald", desk.article, Wanted(closes="closed"))
    with pytest.raises(NotFound), work() as w:
        undo_change(w, desk.ada, "courier", desk.article, 10**6)
