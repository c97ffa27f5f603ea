"""Two moderators, an author, a classifier, a bulk act, undo and an import, in whatever order chance makes.

As many as you like: python -m tests.drills.decisions 10000
"""

import random
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import select

from commentbox.domain.classifier import Opinion
from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import CommentboxError
from commentbox.domain.people import Actor, Role
from commentbox.services.acts import Item, NewAct, begin_act, carry_out_act
from commentbox.services.ask_classifier import note_answer
from commentbox.services.classifiers import NewClassifier, set_classifier
from commentbox.services.edit_comment import Change, edit_comment
from commentbox.services.flag_comment import flag_comment
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide, undo
from commentbox.services.sign_in import open_session
from commentbox.services.tokens import hash_token
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.recount import recount
from tests import make
from tests.conftest import WorkFactory
from tests.drills.scratch import scratch
from tests.services.test_import_comments import article, bring, said

FAIR, HELD = "A fair point about it, number {}.", "You dolt, number {}."
LIMITS = NewClassifier(
    name="Model", url="https://classifier.example/", secret="s" * 32, note_at=0.5, hold_at=0.9
)
STEPS = {
    "look": 5, "approve": 4, "remove": 2, "hold": 2, "pick": 1, "undo": 2, "edit": 3, "classify": 2,
    "bulk": 1, "flag": 1, "bring": 0.2,
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """What a moderator has before their eyes."""

    revision: int
    seen: int
    text: str


class Drill:
    """One newsroom; `interleave` takes one comment through a course of events and checks what is left."""

    def __init__(self, work: WorkFactory, seed: int = 8) -> None:
        self.work, self.dice, self.done = work, random.Random(seed), Counter[str]()
        with work() as w:
            policy = replace(make.RELAXED, banned_words=("dolt",), rules_off=("repeats", "copies"))
            self.site = make.site(w, policy=policy)
        with work() as w:
            set_classifier(w, "courier", LIMITS)
            self.author, self.reader = make.member(w, "Ann Reed"), make.member(w, "Rea Der")
            names = ("Ada Desk", "Ben Desk")
            self.desk = [make.member(w, name, role=Role.MODERATOR, at=self.site) for name in names]
            self.token = open_session(w, self.desk[0].id, "staff")

    def interleave(self) -> None:
        number = sum(self.done.values())
        with self.work() as w:
            if self.dice.random() < 0.05:  # who has written thousands is read more slowly
                self.author = make.member(w)
            text = self.dice.choice((FAIR, HELD)).format(number)
            comment_id = post_comment(w, self.author, "courier", make.draft(text)).entry.id
        self.comment_id = comment_id
        self.views: dict[int, View] = {}
        self.made: dict[int, list[int]] = {}
        for step in self.dice.choices(list(STEPS), list(STEPS.values()), k=self.dice.randint(5, 10)):
            who = self.dice.choice(self.desk)
            with suppress(CommentboxError):
                getattr(self, f"_{step}")(who)
                self.done[step] += 1
        self._check()

    def _look(self, who: Actor) -> None:
        row = self._row()
        self.views[who.id] = View(row.revision, row.count_decisions, row.source)

    def _approve(self, who: Actor) -> None:
        self._decide(who, Action.APPROVE)

    def _remove(self, who: Actor) -> None:
        self._decide(who, Action.REMOVE)

    def _hold(self, who: Actor) -> None:
        self._decide(who, Action.HOLD)

    def _pick(self, who: Actor) -> None:
        self._decide(who, Action.PICK)

    def _decide(self, who: Actor, action: Action) -> None:
        """On what was seen, however long ago."""
        if who.id not in self.views:
            self._look(who)
        view, reason = self.views[who.id], Reason.SPAM if action is Action.REMOVE else None
        new = NewDecision(action=action, reason=reason, revision=view.revision, seen=view.seen)
        with self.work() as w:
            made = decide(w, who, "courier", self.comment_id, new)
            if not made.is_repeat:
                assert make.row(w, self.comment_id).source == view.text, (
                    "decided about words they had not seen"
                )
                self.made.setdefault(who.id, []).append(made.decision_id)

    def _undo(self, who: Actor) -> None:
        if self.made.get(who.id):
            with self.work() as w:
                undo(w, who, "courier", self.made[who.id][-1])

    def _edit(self, _who: Actor) -> None:
        text = self.dice.choice((FAIR, HELD)).format(self.dice.random())
        revision = self._row().revision
        with self.work() as w:
            edit_comment(w, self.author, "courier", self.comment_id, Change(text=text, revision=revision))

    def _classify(self, _who: Actor) -> None:
        """An answer to one of the last two texts."""
        revision = max(1, self._row().revision - self.dice.randint(0, 1))
        payload = {"site_id": self.site.id, "comment_id": self.comment_id, "revision": revision}
        with self.work() as w:
            note_answer(w, payload, Opinion(scores={"insult": self.dice.choice((0.2, 0.7, 0.95))}))

    def _bulk(self, _who: Actor) -> None:
        """Begun on what was seen, and carried out after something else has happened."""
        ada = self.desk[0]
        if ada.id not in self.views:
            self._look(ada)
        view = self.views[ada.id]
        item = Item(comment_id=self.comment_id, revision=view.revision, seen=view.seen)
        key = f"act-{self.dice.getrandbits(60):015}"
        new = NewAct(key=key, action=Action.APPROVE, reason=None, note="", items=[item])
        with self.work() as w:
            act = begin_act(w, ada, "courier", lambda: new, hash_token(self.token))
        self.dice.choice((self._edit, self._remove, self._look))(self.desk[1])
        carry_out_act(lambda _: self.work(), {"act_id": act})

    def _flag(self, _who: Actor) -> None:
        with self.work() as w:
            flag_comment(w, self.reader, "courier", self.comment_id, "spam", "")

    def _bring(self, _who: Actor) -> None:
        bring(self.work, self.site, [article(), said(f"k{self.dice.random()}")])

    def _row(self) -> CommentRow:
        with self.work() as w:
            return make.row(w, self.comment_id)

    def _check(self) -> None:
        """The log alone says how the comment came to stand where it stands."""
        with self.work() as w:
            comment = make.row(w, self.comment_id)
            query = select(DecisionRow).where(DecisionRow.comment_id == self.comment_id)
            rows = w.session.scalars(query.order_by(DecisionRow.id)).all()
        status = rows[0].status_before if rows else Status.PUBLISHED
        revision = 1
        for row in rows:
            assert row.status_before is status and row.revision >= revision, (row.id, status)
            status, revision = row.status_after, row.revision
        assert comment.status is status and comment.count_decisions == len(rows)
        assert comment.revision >= revision
        taken_back = [row.undoes_id for row in rows if row.undoes_id is not None]
        assert len(taken_back) == len(set(taken_back))


def run(work: WorkFactory, count: int) -> Counter[str]:
    """How often each step was carried out, after nothing was found wrong."""
    drill = Drill(work)
    for _ in range(count):
        drill.interleave()
    with work() as w:
        assert recount(w.session, make.article_of(w).id) == 0
    return drill.done


if __name__ == "__main__":
    count, began = int(sys.argv[1]), time.monotonic()
    with scratch() as work:
        done = run(work, count)
    told = ", ".join(f"{word} {times:,}" for word, times in sorted(done.items()))
    took = time.monotonic() - began
    print(f"{count:,} courses of events in {took:.0f} s, nothing wrong. Carried out: {told}")
