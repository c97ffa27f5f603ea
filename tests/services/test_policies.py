"""The rules change for a reason, version by version; no change is lost, and the log vouches for each."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.domain.staff import StaffAct
from commentbox.services.check_log import check_log
from commentbox.services.policies import (
    bring_back,
    change_policy,
    read_policy,
    read_version,
    watch_policy,
)
from commentbox.services.post_comment import post_comment
from commentbox.services.sites import get_site
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.sites import SiteRow
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory


@pytest.fixture
def ada(work: WorkFactory) -> Actor:
    with work() as w:
        site = make.site(w)
        return make.member(w, "Ada Desk", role=Role.ADMIN, at=site)


def change(work: WorkFactory, actor: Actor, seen: int, **settings: object) -> int:
    with work() as w:
        wanted = replace(get_site(w, "courier").policy, **settings)  # type: ignore[arg-type]
        return change_policy(w, actor, "courier", wanted, seen=seen, reason="An evening like that.")


def policy(work: WorkFactory) -> Policy:
    with work() as w:
        return get_site(w, "courier").policy


def test_a_change_is_a_version_with_who_when_why_and_what(work: WorkFactory, ada: Actor) -> None:
    assert change(work, ada, 1, max_links=5, banned_words=("oaf", "dolt")) == 2
    with work() as w:
        page = read_policy(w, ada, "courier")
        first, before = page.versions
        assert (first.number, first.by, first.reason, first.at) == (
            2, "Ada Desk", "An evening like that.", w.now,
        )  # fmt: skip
        assert first.changes == [
            "Links, so many are all right: 5, was 2",
            "Banned words: added “oaf”, “dolt”",
        ]
        assert (before.number, before.by, page.site.version) == (1, "", 2)


def test_the_staff_log_holds_it_and_the_chain_is_intact(work: WorkFactory, ada: Actor) -> None:
    change(work, ada, 1, max_links=5)
    with work() as w:
        line = w.session.scalars(select(StaffLogRow).where(StaffLogRow.act == StaffAct.POLICY)).one()
        assert (line.by_id, line.note) == (ada.id, "An evening like that.")
        kept = json.loads(line.detail or "{}")
        assert (kept["version"], len(kept["sha256"])) == (2, 64)
        site = get_site(w, "courier")
    assert [head.place for head in check_log(lambda _: work(), site)][-1] == 1


def test_a_change_from_an_outdated_page_changes_nothing(work: WorkFactory, ada: Actor) -> None:
    change(work, ada, 1, max_links=5)
    with pytest.raises(Conflict):
        change(work, ada, 1, pace_seconds=60)
    assert (policy(work).max_links, policy(work).pace_seconds) == (5, 0)


def test_of_changes_that_arrive_together_one_wins(
    engine: Engine, settings: Settings, work: WorkFactory, ada: Actor, clock: Clock
) -> None:
    def once(number: int) -> bool:
        try:
            with begin(engine, settings, clock()) as w:
                wanted = replace(get_site(w, "courier").policy, max_links=10 + number)
                change_policy(w, ada, "courier", wanted, seen=1, reason="Me first.")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(once, range(4))) == 1
    with work() as w:
        assert [each.number for each in read_policy(w, ada, "courier").versions] == [2, 1]


def test_the_same_rules_again_are_no_version_and_no_reason_is_asked(work: WorkFactory, ada: Actor) -> None:
    with work() as w:
        assert change_policy(w, ada, "courier", get_site(w, "courier").policy, seen=1, reason="") == 1
        assert not read_policy(w, ada, "courier").versions


def test_a_change_needs_a_reason_and_an_administrator(work: WorkFactory, ada: Actor) -> None:
    with pytest.raises(Invalid, match="why"), work() as w:
        change_policy(w, ada, "courier", Policy(), seen=1, reason=" ")
    with work() as w:
        mo = make.member(w, "Mo", role=Role.MODERATOR, at=get_site(w, "courier"))
        assert read_policy(w, mo, "courier").site.version == 1
    with pytest.raises(Forbidden):
        change(work, mo, 1, max_links=9)


def test_an_earlier_version_comes_back_as_a_new_one(work: WorkFactory, ada: Actor) -> None:
    before = policy(work)
    change(work, ada, 1, max_links=5)
    with work() as w:
        assert read_version(w, ada, "courier", 1).back == ["Links, so many are all right: 2, was 5"]
        assert bring_back(w, ada, "courier", 1, seen=2) == 3
    assert policy(work) == before
    with pytest.raises(NotFound), work() as w:
        bring_back(w, ada, "courier", 9, seen=3)


def test_what_was_changed_in_the_database_is_a_version_too(work: WorkFactory, ada: Actor) -> None:
    change(work, ada, 1, max_links=5)
    with work() as w:
        row = w.session.scalars(select(SiteRow)).one()
        row.policy = {**row.policy, "max_links": 7}
    change(work, ada, 2, pace_seconds=9)
    with work() as w:
        versions = read_policy(w, ada, "courier").versions
    assert [(each.number, each.by) for each in versions] == [
        (4, "Ada Desk"),
        (3, ""),
        (2, "Ada Desk"),
        (1, ""),
    ]


def test_a_policy_is_read_once_until_it_changes(work: WorkFactory, ada: Actor) -> None:
    assert policy(work) is policy(work)
    with work() as w:
        row = w.session.scalars(select(SiteRow)).one()
        row.policy = {**row.policy, "banned_words": ["oaf"]}
    assert policy(work).banned_words == ("oaf",)


def test_a_comment_names_the_version_it_was_judged_by(work: WorkFactory, ada: Actor) -> None:
    change(work, ada, 1, max_links=5)
    with work() as w:
        ann = make.member(w)
        posted = post_comment(w, ann, "courier", make.draft())
        assert make.row(w, posted.entry.id).policy_version == 2


def test_other_rules_are_tried_for_real_and_change_nothing(work: WorkFactory, ada: Actor) -> None:
    with work() as w:
        wanted = replace(get_site(w, "courier").policy, banned_words=("oaf",))
        watch_policy(w, ada, "courier", wanted)
    with work() as w:
        posted = post_comment(w, make.member(w), "courier", make.draft("The mayor is an oaf."))
        assert posted.entry.status is Status.PUBLISHED
    with work() as w:
        page = read_policy(w, ada, "courier")
        (found,) = page.watched
        assert (found.rule, found.count_held, found.count_removed) == ("Banned words", 1, 0)
        assert page.trial == ["Banned words: added “oaf”"]
        watch_policy(w, ada, "courier", None)
    with work() as w:
        assert read_policy(w, ada, "courier").trial == ()
