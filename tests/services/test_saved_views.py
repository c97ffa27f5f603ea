"""A moderator's own views of the queue: kept by name, counted live, and nobody else's."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.services.erase import erase
from commentbox.services.erasure_log import Erasure
from commentbox.services.post_comment import post_comment
from commentbox.services.queue import QueueAsked, read_queue
from commentbox.services.saved_views import MAX_VIEWS, NewView, View, delete_view, keep_view, read_views
from commentbox.services.sites import Site
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.line import Part, count_part
from commentbox.store.people import PersonRow
from commentbox.store.saved_views import SavedViewRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.store.plans import plan_of

SPORT, NEWS = f"{make.PAPER}/sport/game", f"{make.PAPER}/news/bridge"
SPORTY = NewView(name="Sport", section="/sport/")


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w)


@pytest.fixture
def ada(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)


def keep(work: WorkFactory, by: Actor, new: NewView) -> int:
    with work() as w:
        return keep_view(w, by, "courier", new)


def views(work: WorkFactory, site: Site, by: Actor) -> tuple[View, ...]:
    with work() as w:
        return read_views(w, site, by)


def shown(work: WorkFactory, by: Actor, view: int) -> list[int]:
    with work() as w:
        return [card.id for card in read_queue(w, by, "courier", QueueAsked(view=view)).cards]


def test_each_view_has_its_part_of_the_queue_and_counts_it(
    work: WorkFactory, site: Site, ada: Actor, clock: Clock
) -> None:
    with work() as w:
        old = make.member(w)
        w.session.get_one(PersonRow, old.id).created_at = clock.now - timedelta(days=400)
        sport = make.comment(w, site, old, url=SPORT, status=Status.HELD).id
        news = make.comment(w, site, url=NEWS, status=Status.HELD).id
        post_comment(w, make.member(w), "courier", replace(make.draft("Goal.", url=SPORT), language="de-AT"))
        post_comment(w, make.member(w), "courier", replace(make.draft("Tor.", url=SPORT), language="en"))
    cases: tuple[tuple[NewView, list[int], str], ...] = (
        (SPORTY, [sport], "/sport/"),
        (NewView(name="The bridge", article=NEWS), [news], "“The bridge”"),
        (NewView(name="New ones", is_new=True), [news], "new people"),
        (NewView(name="German", language="de-AT"), [sport], "pages in “de”"),
        (NewView(name="Held", lane="held"), [sport, news], "Held"),
        (NewView(name="Both", lane="held", section="/sport/", is_new=True), [], "Held, /sport/, new people"),
        (NewView(name="Reported", lane="reported"), [], "Reported"),
    )
    for new, ids, _ in cases:
        assert sorted(shown(work, ada, keep(work, ada, new))) == ids, new
    found = views(work, site, ada)
    assert [(view.name, view.count, view.says) for view in found] == [
        (new.name, len(ids), says) for new, ids, says in cases
    ]


def test_a_view_is_its_owners_alone(work: WorkFactory, site: Site, ada: Actor) -> None:
    kept = keep(work, ada, SPORTY)
    with work() as w:
        ben = make.member(w, "Ben Ross", role=Role.MODERATOR, at=site)
    with pytest.raises(NotFound), work() as w:
        delete_view(w, ben, "courier", kept)
    assert views(work, site, ben) == ()
    with pytest.raises(NotFound):
        shown(work, ben, kept)
    assert len(views(work, site, ada)) == 1
    with work() as w:
        delete_view(w, ada, "courier", kept)
    assert views(work, site, ada) == ()


def test_a_name_is_there_once(work: WorkFactory, ada: Actor) -> None:
    assert keep(work, ada, SPORTY) == keep(work, ada, replace(SPORTY, name="SPORT"))
    with pytest.raises(Conflict):
        keep(work, ada, replace(SPORTY, section="/news/"))


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewView(name=" ", lane="held"), "name"),
        (NewView(name="x" * 41, lane="held"), "name"),
        (NewView(name="All"), "lane"),
        (NewView(name="Words", language="german, please"), "language"),
        (NewView(name="Lead", lane="lead"), "lane"),
        (NewView(name="Sport", section="sport"), "section"),
        (NewView(name="There", article="https://elsewhere.example/a"), "article"),
        (NewView(name="Never", article=f"{make.PAPER}/never"), "article"),
    ],
)
def test_what_cannot_be_a_view_is_said_beside_its_field(
    work: WorkFactory, ada: Actor, new: NewView, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        keep(work, ada, new)
    assert refused.value.field == field


def test_there_are_never_more_than_digits(
    work: WorkFactory, site: Site, ada: Actor, engine: Engine, settings: Settings, clock: Clock
) -> None:
    def once(number: int) -> None:
        try:
            with begin(engine, settings, clock()) as w:
                keep_view(w, ada, "courier", NewView(name=f"No. {number}", lane="held"))
        except Invalid:
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(once, [number % 12 for number in range(24)]))
    assert len(views(work, site, ada)) == MAX_VIEWS
    assert keep(work, ada, NewView(name=views(work, site, ada)[0].name, lane="held"))


def test_views_go_with_the_account(
    work: WorkFactory, ada: Actor, engine: Engine, settings: Settings, clock: Clock
) -> None:
    keep(work, ada, SPORTY)
    erase(
        lambda writing: begin(engine, settings, clock(), writing=writing),
        Erasure(person_id=ada.id, choice="keep", at=clock()),
    )
    with work() as w:
        assert w.session.scalars(select(func.count()).select_from(SavedViewRow)).one() == 0


def test_a_count_reads_what_waits_and_no_more(engine: Engine, work: WorkFactory, clock: Clock) -> None:
    part = Part(url_starts=(SPORT,), joined_after=clock.now)
    steps = plan_of(engine, work, lambda session: count_part(session, 1, tuple(Lane), part, 100))
    assert any("ix_comments_waiting (site_id=? AND lane=?" in step for step in steps), steps
    assert not any(step.startswith("SCAN comments") for step in steps), steps
