"""The drills at a size that fits the suite; by hand they are run at full size (docs/architecture.md)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Conflict
from commentbox.domain.people import Actor, Role
from commentbox.services.desk import sit_down
from commentbox.services.review import NewDecision, decide
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.claims import ClaimRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.drills import completeness, decisions

APPROVE = NewDecision(action=Action.APPROVE, revision=1, seen=0)
REMOVE = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, revision=1, seen=0)


def test_decisions_in_every_order_are_explained_by_the_log(work: WorkFactory) -> None:
    done = decisions.run(work, 16)
    assert len(done) >= 9


def test_a_queue_with_moderators_who_go_away_is_worked_off_to_the_end(
    work: WorkFactory, clock: Clock
) -> None:
    drill = completeness.Drill(work, clock, 24)
    seen = drill.run()
    drill.check()
    assert seen.gone


def test_of_two_who_decide_at_once_one_wins_and_the_other_reads_both(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with work() as w:
        site = make.site(w)
        ada = make.member(w, "Ada Desk", role=Role.MODERATOR, at=site)
        ben = make.member(w, "Ben Desk", role=Role.MODERATOR, at=site)
        ids = [make.comment(w, status=Status.HELD).id for _ in range(12)]
    start = Barrier(2)

    def act(who: Actor, new: NewDecision) -> dict[int, str]:
        told = {}
        for comment_id in ids:
            start.wait(30)
            try:
                with begin(engine, settings, clock()) as w:
                    told[comment_id] = decide(w, who, "courier", comment_id, new).message
            except Conflict as error:
                told[comment_id] = str(error.message)
        return told

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(act, ada, APPROVE), pool.submit(act, ben, REMOVE)
        adas, bens = one.result(), other.result()
    for comment_id in ids:
        with work() as w:
            row = make.row(w, comment_id)
        assert row.count_decisions == 1
        if row.status is Status.PUBLISHED:
            assert adas[comment_id] == "Approved: it is on the page."
            assert "Ada Desk approved this comment. Your decision to remove it" in bens[comment_id]
        else:
            assert bens[comment_id] == "Removed: advertising or spam."
            assert "Ben Desk removed this comment" in adas[comment_id]
            assert "Your decision to approve it" in adas[comment_id]


def test_what_two_take_in_hand_at_once_is_in_one_hand(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with work() as w:
        site = make.site(w)
        desk = [make.member(w, role=Role.MODERATOR, at=site) for _ in range(4)]
        ids = [make.comment(w, status=Status.HELD).id for _ in range(3)]
    start = Barrier(len(desk))

    def take(who: Actor) -> set[int]:
        start.wait(30)
        with begin(engine, settings, clock()) as w:
            return set(ids) - set(sit_down(w, who, "courier", ids, ids).claimed)

    with ThreadPoolExecutor(len(desk)) as pool:
        hands = list(pool.map(take, desk))
    with work() as w:
        claims = {row.comment_id: row.person_id for row in w.session.scalars(select(ClaimRow))}
    assert set(claims) == set(ids)
    for who, hand in zip(desk, hands, strict=True):
        assert hand == {comment_id for comment_id, holder in claims.items() if holder == who.id}
