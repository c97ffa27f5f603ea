"""A section's opening hours, slow mode and notice hold for articles that say nothing else, new ones too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commentbox.domain.article_shorts import Short
from commentbox.domain.errors import Forbidden, TooFast
from commentbox.domain.people import Role
from commentbox.domain.ranking import Sort
from commentbox.services.article_pages import read_article
from commentbox.services.articles import Wanted, set_up_article
from commentbox.services.many_articles import set_up_many, undo_many
from commentbox.services.post_comment import post_comment
from commentbox.services.read_thread import find_thread, read_thread
from commentbox.services.sites import get_site
from tests import make
from tests.conftest import Clock, WorkFactory

URL = f"{make.PAPER}/sport/final"
QUIET = ("/ close after 30", "/sport/ close after 2")
OPEN = ("/sport/ slow mode 60", "/sport/ notice Play fair.")


def test_outside_its_hours_a_section_takes_no_comments(work: WorkFactory, clock: Clock) -> None:
    begins = clock.now.replace(minute=0) + timedelta(hours=2)
    hours = f"/sport/ open daily {begins:%H:%M}-{begins + timedelta(hours=1):%H:%M}"
    with work() as w:
        make.site(w, policy=replace(make.RELAXED, section_defaults=(hours,)))
        ann = make.member(w, "Ann Alder")
        post_comment(w, ann, "courier", make.draft("Elsewhere."))
    with work() as w, pytest.raises(Forbidden) as refused:
        post_comment(w, ann, "courier", make.draft("Too early.", url=URL))
    assert refused.value.code == "outside_hours" and f"{begins:%H:%M}" in str(refused.value)
    with work() as w:
        view = read_thread(w, "courier", URL, Sort.BEST).article
        assert (view.is_open, view.opens_at) == (False, begins)
    clock.now = begins
    with work() as w:
        post_comment(w, ann, "courier", make.draft("In time.", url=URL))
        assert find_thread(w, "courier", URL).is_open
    clock.advance(hours=1)
    with work() as w:
        view = find_thread(w, "courier", URL)
        assert (view.is_open, view.opens_at) == (False, begins + timedelta(days=1))
        ada = make.member(w, role=Role.MODERATOR, at=get_site(w, "courier"))
    done = set_up_many(lambda _: work(), ada, "courier", [view.id or 0], Short.HOURS, "always")
    with work() as w:
        assert find_thread(w, "courier", URL).is_open
        assert read_article(w, ada, "courier", view.id or 0).inherited == []
    undo_many(lambda _: work(), ada, "courier", [(view.id or 0, done[0].change or 0)])
    with work() as w:
        assert not find_thread(w, "courier", URL).is_open


def test_an_article_takes_what_was_not_set_for_itself(work: WorkFactory, clock: Clock) -> None:
    with work() as w:
        site = make.site(w, policy=replace(make.RELAXED, section_defaults=OPEN))
        ada, ann = make.member(w, role=Role.MODERATOR, at=site), make.member(w, "Ann Alder")
        assert find_thread(w, "courier", URL).notice == "Play fair."
        post_comment(w, ann, "courier", make.draft("The first word.", url=URL))
    with work() as w, pytest.raises(TooFast):
        post_comment(w, ann, "courier", make.draft("The second word.", url=URL))
    with work() as w:
        article = find_thread(w, "courier", URL).id or 0
        taken = read_article(w, ada, "courier", article).inherited
        assert [line.said for line in taken] == ["slow mode 60 seconds", "notice Play fair."]
        set_up_article(w, ada, "courier", article, Wanted(closes="open", notice="Kick-off at eight."))
    with work() as w:
        assert find_thread(w, "courier", URL).notice == "Kick-off at eight."
        taken = read_article(w, ada, "courier", article).inherited
        assert [line.said for line in taken] == ["slow mode 60 seconds"]


def test_articles_of_a_section_close_after_quiet_days_but_for_those_with_an_end_of_their_own(
    work: WorkFactory, clock: Clock
) -> None:
    with work() as w:
        site = make.site(w, policy=replace(make.RELAXED, section_defaults=QUIET))
        ada, ann = make.member(w, role=Role.MODERATOR, at=site), make.member(w, "Ann Alder")
        make.comment(w, url=URL)
        make.comment(w)
    clock.advance(days=2)
    with work() as w:
        view = find_thread(w, "courier", URL)
        article = view.id or 0
        assert (view.is_open, view.idle_days) == (False, 2)
        assert find_thread(w, "courier", make.ARTICLE).is_open
        page = read_article(w, ada, "courier", article)
        assert [line.said for line in page.inherited] == ["close after 2 quiet days"]
    with work() as w, pytest.raises(Forbidden, match="closed"):
        post_comment(w, ann, "courier", make.draft("Too late.", url=URL))
    done = set_up_many(lambda _: work(), ada, "courier", [article], Short.OPEN, "")
    with work() as w:
        assert done[0].change and find_thread(w, "courier", URL).is_open
        page = read_article(w, ada, "courier", article)
        assert page.log[0].detail == "opened the comments, and quiet days count from here"
        assert not page.log[0].may_be_undone
        set_up_article(w, ada, "courier", article, Wanted(closes="open"))
    clock.advance(days=400)
    with work() as w:
        assert find_thread(w, "courier", URL).is_open
        assert read_article(w, ada, "courier", article).inherited == []
        assert not find_thread(w, "courier", make.ARTICLE).is_open
    set_up_many(lambda _: work(), ada, "courier", [article], Short.SECTION, "")
    with work() as w:
        assert not find_thread(w, "courier", URL).is_open
