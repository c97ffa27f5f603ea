"""A newsroom with an appeal: Ada has removed a comment, Ben and Eve are there to answer."""

from sqlalchemy import select

from commentbox.domain.appeals import Outcome
from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.answer_appeal import Answered, NewAnswer, answer_appeal
from commentbox.services.appeals import Recourse, appeal_removal, recourse_about
from commentbox.services.check_log import check_log
from commentbox.services.my_standing import MySanction, read_standing
from commentbox.services.notices import read_news
from commentbox.services.queue import QueueAsked, QueuePage, read_queue
from commentbox.services.review import NewDecision, decide
from commentbox.store.appeals import AppealRow
from commentbox.store.jobs import JobRow
from commentbox.store.notices import NoticeRow
from commentbox.store.sanctions import SanctionRow
from tests import make
from tests.conftest import WorkFactory

WHY = "I quoted the minister, I insulted nobody."


class Court:
    """Ada has removed Cy's comment; Ben is her colleague, and Eve their administrator."""

    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            self.site = make.site(w)
            self.ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=self.site)
            self.ben = make.member(w, "Ben Ross", role=Role.MODERATOR, at=self.site)
            self.eve = make.member(w, "Eve Lamb", role=Role.ADMIN, at=self.site)
            self.cy = make.member(w, "Cy Lind")
            self.comment_id = make.comment(w, self.site, self.cy, "The minister is a weathercock.").id
        self.first = self.decide(Action.REMOVE)

    def decide(self, action: Action, by: Actor | None = None) -> int:
        with self.work() as w:
            row = make.row(w, self.comment_id)
            reason = Reason.ABUSE if action is Action.REMOVE else None
            new = NewDecision(action=action, reason=reason, revision=row.revision, seen=row.count_decisions)
            return decide(w, by or self.ada, "courier", self.comment_id, new).decision_id

    def appeal(self, words: str = WHY, *, by: Actor | None = None, decision: int | None = None) -> bool:
        with self.work() as w:
            number = decision or self.first
            return appeal_removal(w, by or self.cy, "courier", self.comment_id, number, words)

    def answer(
        self,
        outcome: Outcome,
        *,
        by: Actor | None = None,
        words: str = "We read it again.",
        alone: bool = False,
    ) -> Answered:
        new = NewAnswer(outcome=outcome, answer=words, is_alone=alone)
        appeal = self.rows()[-1].id
        with self.work() as w:
            return answer_appeal(w, by or self.ben, "courier", appeal, new)

    def rows(self) -> list[AppealRow]:
        with self.work() as w:
            return list(w.session.scalars(select(AppealRow).order_by(AppealRow.id)))

    def recourse(self) -> Recourse | None:
        with self.work() as w:
            return recourse_about(w, [make.row(w, self.comment_id)]).get(self.comment_id)

    def status(self) -> Status:
        with self.work() as w:
            return make.row(w, self.comment_id).status

    def letters(self) -> list[str]:
        """Those about appeals, in the order they were written."""
        with self.work() as w:
            jobs = w.session.scalars(select(JobRow).where(JobRow.kind == "mail").order_by(JobRow.id))
            return [str(job.payload["text"]) for job in jobs if "appeal is" in job.payload["subject"]]

    def bell(self) -> list[str]:
        with self.work() as w:
            return [row.kind.value for row in w.session.scalars(select(NoticeRow).order_by(NoticeRow.id))]

    def news(self) -> list[str]:
        """What the bell says of sanctions."""
        with self.work() as w:
            found = read_news(w, self.cy, self.site)
        return [notice.what for notice in found.notices if not notice.comment_id]

    def queue(self, actor: Actor, only: str | None = None) -> QueuePage:
        with self.work() as w:
            return read_queue(w, actor, "courier", QueueAsked(only=only))

    def is_log_whole(self) -> bool:
        return bool(list(check_log(lambda writing: self.work(), self.site)))

    def sanction(self, kind: SanctionKind = SanctionKind.BAN) -> int:
        """Imposed by Ada."""
        with self.work() as w:
            make.sanctioned(w, self.cy.id, kind)
            row = w.session.scalars(select(SanctionRow).order_by(SanctionRow.id.desc()).limit(1)).one()
            row.by_id = self.ada.id
            return row.id

    def standing(self) -> MySanction:
        with self.work() as w:
            return read_standing(w, self.cy)[0]
