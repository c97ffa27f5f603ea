"""A newsroom of two: a site, two moderators and one comment that waits."""

from collections.abc import Sequence

from sqlalchemy import select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.people import Actor, Role
from commentbox.services.flag_comment import flag_comment
from commentbox.services.review import Decided, NewDecision, decide, undo
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.jobs import JobRow
from tests import make
from tests.conftest import WorkFactory

APPROVE = NewDecision(action=Action.APPROVE, revision=1, seen=0)
REMOVE = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, note="Third time today.", revision=1, seen=0)
HOLD = NewDecision(action=Action.HOLD, revision=1, seen=0)


class Desk:
    """A site, two moderators and one comment: `act` decides in a transaction of its own."""

    def __init__(self, work: WorkFactory, status: Status = Status.HELD):
        self.work = work
        with work() as w:
            self.site = make.site(w)
            self.ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=self.site)
            self.ben = make.member(w, "Ben Ross", role=Role.MODERATOR, at=self.site)
            self.author = make.member(w, "Cy Lind")
            self.comment_id = make.comment(w, self.site, self.author, "Cheap umbrellas!", status=status).id

    def act(self, actor: Actor | None, new: NewDecision, *, comment_id: int | None = None) -> Decided:
        with self.work() as w:
            return decide(w, actor, "courier", comment_id or self.comment_id, new)

    def take_back(self, actor: Actor | None, decision_id: int) -> Decided:
        with self.work() as w:
            return undo(w, actor, "courier", decision_id)

    def flag(self, note: str = "") -> None:
        with self.work() as w:
            flag_comment(w, make.member(w), "courier", self.comment_id, "spam", note)

    def comment(self) -> CommentRow:
        with self.work() as w:
            return w.session.get_one(CommentRow, self.comment_id)

    def edit(self) -> None:
        """What an author's edit does to the numbers a decision is bound to."""
        with self.work() as w:
            row = w.session.get_one(CommentRow, self.comment_id)
            row.revision, row.source = row.revision + 1, "Cheap umbrellas, now with a link!"

    def letters(self) -> Sequence[JobRow]:
        with self.work() as w:
            return w.session.scalars(select(JobRow).where(JobRow.kind == "mail").order_by(JobRow.id)).all()

    def decisions(self) -> Sequence[DecisionRow]:
        with self.work() as w:
            return w.session.scalars(select(DecisionRow).order_by(DecisionRow.id)).all()
