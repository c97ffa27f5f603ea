"""Other rules are tried on what was said before: counted right, and nobody notices."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.run_trial import AT_ONCE, run_trial
from commentbox.services.sites import get_site
from commentbox.services.trials import TrialPage, apply_trial, begin_trial, read_trial
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.tables import METADATA
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post


@pytest.fixture
def ada(work: WorkFactory) -> Actor:
    with work() as w:
        site = make.site(
            w, policy=replace(make.RELAXED, banned_words=("dolt",), rules_off=("repeats", "copies"))
        )
        return make.member(w, "Ada Desk", role=Role.ADMIN, at=site)


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


def ask(work: WorkFactory, ada: Actor, days: int = 7, **settings: object) -> int:
    with work() as w:
        wanted = replace(get_site(w, "courier").policy, **settings)  # type: ignore[arg-type]
        return begin_trial(w, ada, "courier", wanted, days)


def read(work: WorkFactory, ada: Actor, number: int) -> TrialPage:
    with work() as w:
        return read_trial(w, ada, "courier", number)


def remove(work: WorkFactory, ada: Actor, comment: int) -> None:
    with work() as w:
        seen = make.row(w, comment).count_decisions
        new = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, note="", revision=1, seen=seen)
        decide(w, ada, "courier", comment, new)


def say(work: WorkFactory, *texts: str) -> list[int]:
    with work() as w:
        ann = make.member(w)
    ids = []
    for text in texts:
        with work() as w:
            ids.append(post_comment(w, ann, "courier", make.draft(text)).entry.id)
    return ids


def everything(work: WorkFactory) -> dict[str, list[str]]:
    skip = ("trials", "jobs")
    with work() as w:
        tables = [table for table in METADATA.sorted_tables if table.name not in skip]
        return {table.name: sorted(map(repr, w.session.execute(select(table)).all())) for table in tables}


def test_both_ways_are_counted_with_what_people_made_of_them(
    work: WorkFactory, ada: Actor, post: Post, clock: Clock
) -> None:
    say(work, "You oaf of long ago.")
    clock.advance(days=8)
    fair, oaf, other_oaf, _dolt = say(work, "A fair point.", "You oaf.", "Such an oaf!", "You dolt.")
    remove(work, ada, oaf)
    before = everything(work)
    number = ask(work, ada, banned_words=("oaf",))
    assert not read(work, ada, number).is_finished
    post.come()
    page = read(work, ada, number)
    assert page.is_finished and page.tally.read == 4
    assert (page.tally.now.all, page.tally.then.all) == (1, 2)
    assert page.said["then"] == ("Moderators removed 1 of those 2, left 1 standing without a decision.")
    assert {(each.id, each.is_newly) for each in page.samples} == {
        (oaf, True),
        (other_oaf, True),
        (_dolt, False),
    }
    assert everything(work) == before
    assert fair not in {each.id for each in page.samples}


def test_what_was_known_then_counts_and_not_what_came_later(
    work: WorkFactory, ada: Actor, post: Post
) -> None:
    with work() as w:
        ann = make.member(w)
        for hours in (52, 51, 26):
            make.comment(w, author=ann, text=f"See https://a.example/{hours}", minutes_ago=60 * hours)
    number = ask(work, ada, hold_links_from_new=True, new_person_approved=2)
    post.come()
    assert read(work, ada, number).tally.newly.all == 2


def test_a_long_trial_goes_on_in_steps_and_counts_each_comment_once(
    work: WorkFactory, ada: Actor, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with work() as w:
        ann = make.member(w)
        for number in range(2 * AT_ONCE + 3):
            make.comment(w, author=ann, text=f"You oaf number {number}.")
    number = ask(work, ada, banned_words=("oaf",))
    opened: list[bool] = []

    def open_work(writing: bool):  # type: ignore[no-untyped-def]
        opened.append(writing)
        return begin(engine, settings, clock(), writing=writing)

    run_trial(open_work, {"trial_id": number})
    run_trial(open_work, {"trial_id": number})  # a second worker, or a retry
    page = read(work, ada, number)
    assert (page.is_finished, page.tally.read, page.tally.newly.left) == (True, 103, 103)
    assert sum(each.is_newly for each in page.samples) == 15
    assert opened.count(True) == 3


def test_the_rules_are_watched_or_put_in_force_from_there(work: WorkFactory, ada: Actor, post: Post) -> None:
    number = ask(work, ada, banned_words=("oaf",))
    post.come()
    with work() as w:
        apply_trial(w, ada, "courier", number, is_real=False, reason="")
    (watched,) = say(work, "You oaf.")
    with work() as w:
        assert make.row(w, watched).status is Status.PUBLISHED
        apply_trial(w, ada, "courier", number, is_real=True, reason="It finds what it should.")
    with work() as w:
        site = get_site(w, "courier")
        assert (site.policy.banned_words, site.watched, site.version) == (("oaf",), None, 2)


def test_a_trial_of_outdated_rules_is_not_put_in_force(work: WorkFactory, ada: Actor, post: Post) -> None:
    first = ask(work, ada, banned_words=("oaf",))
    post.come()
    second = ask(work, ada, max_links=9)
    post.come()
    with work() as w:
        apply_trial(w, ada, "courier", first, is_real=True, reason="First.")
    with pytest.raises(Conflict), work() as w:
        apply_trial(w, ada, "courier", second, is_real=True, reason="Second.")


def test_who_may_try_and_what(work: WorkFactory, ada: Actor, clock: Clock) -> None:
    with work() as w:
        mo = make.member(w, "Mo", role=Role.MODERATOR, at=get_site(w, "courier"))
        make.site(w, "herald", policy=Policy(), origins=("https://herald.example",))
    for days in (0, 91):
        with pytest.raises(Invalid, match="days"):
            ask(work, ada, days, max_links=9)
    with pytest.raises(Invalid, match="in force"):
        ask(work, ada)
    with pytest.raises(Forbidden):
        ask(work, mo, max_links=9)
    number = ask(work, ada, max_links=9)
    with pytest.raises(Conflict, match="still at work"):
        ask(work, ada, max_links=8)
    assert read(work, mo, number).share_done == 0
    with pytest.raises(NotFound), work() as w:
        hal = make.member(w, "Hal", role=Role.ADMIN, at=get_site(w, "herald"))
        read_trial(w, hal, "herald", number)
    clock.advance(hours=7)
    assert ask(work, ada, max_links=8) > number
