"""Eight moderators at one queue, some of whom go away with comments in hand: none is lost, none done twice.

As many as you like: python -m tests.drills.completeness 50000
"""

import heapq
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Conflict
from commentbox.domain.lanes import Lane, pressure
from commentbox.domain.people import Actor, Role
from commentbox.services.desk import sit_down
from commentbox.services.review import NewDecision, decide
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.line import Part, stand_in_line
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.drills.scratch import scratch

MODERATORS = 8
IN_HAND = 3
SECONDS = (4, 20)  # for a decision
_GOES = 0.1  # of the turns end with somebody going away
BACK_WITHIN = timedelta(seconds=120)


@dataclass
class Seen:
    """`left`: when somebody went away with these in hand; `times`: how often; `waits`: for how long."""

    left: dict[int, datetime] = field(default_factory=dict)
    returned: list[timedelta] = field(default_factory=list)
    times: Counter[int] = field(default_factory=Counter)
    waits: dict[int, timedelta] = field(default_factory=dict)
    conflicts: int = 0
    gone: int = 0


class Drill:
    def __init__(self, work: WorkFactory, clock: Clock, count: int, seed: int = 9) -> None:
        self.work, self.clock, self.dice, self.seen = work, clock, random.Random(seed), Seen()
        self.began = clock.now
        with work() as w:
            self.site = make.site(w)
        for start in range(0, count, 1000):
            with work() as w:
                author = make.member(w)
                for number in range(start, min(start + 1000, count)):
                    row = make.comment(w, self.site, author, status=Status.HELD)
                    row.waits_since = clock.now - timedelta(seconds=number % 60)
        self.count = count

    def run(self) -> Seen:
        """Whoever is free next acts next. Who goes away is replaced, and still has in hand what they had."""
        turns = [(self.clock.now, number, self._moderator(number)) for number in range(MODERATORS)]
        number = MODERATORS
        while turns:
            self.clock.now, _, who = heapq.heappop(turns)
            hand = self._take(who)
            if not hand:
                if self._is_over():
                    continue
                heapq.heappush(turns, (self.clock.now + timedelta(seconds=30), number, who))
            elif self.dice.random() < _GOES:
                self.seen.gone += 1
                self.seen.left |= dict.fromkeys(hand, self.clock.now)
                self.seen.times.update(hand)
                heapq.heappush(turns, (self.clock.now, number, self._moderator(number)))
            else:
                self.clock.now += timedelta(seconds=self.dice.uniform(*SECONDS))
                self._decide(who, hand[0])
                heapq.heappush(turns, (self.clock.now, number, who))
            number += 1
        return self.seen

    def check(self) -> None:
        """Every one decided once; none had to wait for twice as long as it should; leases came back."""
        with self.work() as w:
            waiting = select(func.count()).where(CommentRow.site_id == self.site.id)
            assert w.session.scalar(waiting.where(CommentRow.status == Status.HELD)) == 0
            times = select(func.count(), func.count(DecisionRow.comment_id.distinct()))
            assert w.session.execute(times.where(DecisionRow.site_id == self.site.id)).one() == (
                self.count,
                self.count,
            )
        expected = timedelta(seconds=self.count * sum(SECONDS) / 2 / MODERATORS)
        for comment_id, wait in self.seen.waits.items():
            assert wait <= 2 * expected + self.seen.times[comment_id] * BACK_WITHIN
        assert max(self.seen.returned, default=timedelta(0)) <= BACK_WITHIN

    def _moderator(self, number: int) -> Actor:
        with self.work() as w:
            return make.member(w, f"Moderator {number}", role=Role.MODERATOR, at=self.site)

    def _take(self, who: Actor) -> list[int]:
        """The head of the line that is in nobody's hand, as the console takes it."""
        now = self.clock.now
        with self.work() as w:
            part = Part(not_for=(who.id, now))
            line = stand_in_line(w.session, self.site.id, tuple(Lane), {}, IN_HAND, part)
            line = sorted(line, key=lambda one: (-pressure(one.lane, one.place, now), one.comment_id))
            hand = [one.comment_id for one in line[:IN_HAND]]
        with self.work() as w:
            sit_down(w, who, "courier", hand, hand)
        for comment_id in hand:
            if (left := self.seen.left.pop(comment_id, None)) is not None:
                self.seen.returned.append(now - left)
        return hand

    def _decide(self, who: Actor, comment_id: int) -> None:
        action = self.dice.choice((Action.APPROVE, Action.REMOVE))
        reason = Reason.SPAM if action is Action.REMOVE else None
        new = NewDecision(action=action, reason=reason, revision=1, seen=0)
        try:
            with self.work() as w:
                decide(w, who, "courier", comment_id, new)
        except Conflict:
            self.seen.conflicts += 1
            return
        self.seen.waits[comment_id] = self.clock.now - self.began

    def _is_over(self) -> bool:
        with self.work() as w:
            held = select(CommentRow.id).where(CommentRow.site_id == self.site.id)
            return w.session.scalars(held.where(CommentRow.status == Status.HELD).limit(1)).first() is None


if __name__ == "__main__":
    count, began, clock = int(sys.argv[1]), time.monotonic(), Clock()
    with scratch(clock) as work:
        drill = Drill(work, clock, count)
        seen = drill.run()
        drill.check()
    took, back = time.monotonic() - began, max(seen.returned, default=timedelta(0))
    print(
        f"{count:,} comments in {took:.0f} s, each decided once; {seen.gone:,} moderators went away,"
        f" {seen.conflicts:,} decisions came second; the longest wait was {max(seen.waits.values())},"
        f" the longest until a lease came back {back}"
    )
