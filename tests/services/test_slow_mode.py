"""Slow mode counts for each article, also for two tabs at once; deleting does not shorten the wait."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select

from commentbox.domain.errors import TooFast
from commentbox.domain.people import Role
from commentbox.services.articles import Wanted, set_up_article
from commentbox.services.edit_comment import Change, edit_comment
from commentbox.services.post_comment import post_comment
from commentbox.services.slow_mode import slow_mode_here
from commentbox.services.withdraw import withdraw
from commentbox.store.comments import CommentRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.test_together import Together, together

__all__ = ["together"]

POLICY = replace(make.RELAXED, slow_mode_seconds=120)


def test_one_comment_every_so_often_under_one_article(work: WorkFactory, clock: Clock) -> None:
    with work() as w:
        site, ann = make.site(w, policy=POLICY), make.member(w, "Ann Alder")
        told = slow_mode_here(w, ann, site, None)
    assert told is not None and (told.seconds, told.wait, told.until) == (120, 0, clock.now)
    first_draft = make.draft("The first word.")
    with work() as w:
        first = post_comment(w, ann, "courier", first_draft).entry.id
    with work() as w:
        assert post_comment(w, ann, "courier", first_draft).is_repeat
        withdraw(w, ann, first)
    clock.advance(seconds=30)
    with work() as w, pytest.raises(TooFast) as refused:
        post_comment(w, ann, "courier", make.draft("The second word."))
    assert (refused.value.code, refused.value.retry_after) == ("slow_mode", 90)
    with work() as w:
        told = slow_mode_here(w, ann, site, make.row(w, first).article_id)
        assert told is not None and told.wait == 90
        assert (told.until - clock.now).total_seconds() == 90
        assert slow_mode_here(w, None, site, None) is None
    with work() as w:
        elsewhere = post_comment(
            w, ann, "courier", make.draft("And there.", url=f"{make.PAPER}/tram")
        ).entry.id
    with work() as w:
        edit_comment(w, ann, "courier", elsewhere, Change(text="And over there.", revision=1))
    clock.advance(seconds=90)
    with work() as w:
        post_comment(w, ann, "courier", make.draft("The second word."))


def test_an_article_may_be_slower_than_its_site_and_staff_write_on(work: WorkFactory, clock: Clock) -> None:
    with work() as w:
        site = make.site(w, policy=POLICY)
        ada, ann = make.member(w, role=Role.MODERATOR, at=site), make.member(w, "Ann Alder")
        article = make.comment(w, site, ann).article_id
        set_up_article(w, ada, "courier", article, Wanted(closes="open", slow_mode_seconds="3600"))
    clock.advance(minutes=10)
    with work() as w, pytest.raises(TooFast, match="1 hour between two comments"):
        post_comment(w, ann, "courier", make.draft("One more."))
    for text in ("One.", "Two."):
        with work() as w:
            post_comment(w, ada, "courier", make.draft(text))
    with work() as w:
        assert slow_mode_here(w, ada, site, article) is None


@pytest.mark.parametrize("mode", ["rules_off", "rules_watched"])
def test_nobody_is_told_to_wait_where_the_rule_is_not_in_force(work: WorkFactory, mode: str) -> None:
    with work() as w:
        site = make.site(w, policy=replace(POLICY, **{mode: ("slow_mode",)}))  # type: ignore[arg-type]
        ann = make.member(w)
    for text in ("One word.", "Another word."):
        with work() as w:
            post_comment(w, ann, "courier", make.draft(text))
    with work() as w:
        assert slow_mode_here(w, ann, site, make.article_of(w).id) is None


def test_of_two_tabs_at_once_one_is_refused(work: WorkFactory, together: Together) -> None:
    with work() as w:
        make.site(w, policy=POLICY)
        ann = make.member(w)
    drafts = [make.draft(f"Remark number {number} in another tab.") for number in range(8)]
    together([partial(post_comment, actor=ann, site_key="courier", new=new) for new in drafts])
    with work() as w:
        assert w.session.scalars(select(func.count(CommentRow.id))).one() == 1
