"""What moderators of the sample let stand: with what they removed, enough for a model to learn from."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from commentbox.domain.comment import Action, Status
from commentbox.services.train_triage import JOB
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.jobs import add_job

_EVERY = 25
_LONG_AGO = timedelta(hours=6)  # nobody at the desk seems to have been at it for hours just now


def let_stand(work: Work, rows: Iterable[CommentRow], by_id: int) -> Iterator[DecisionRow]:
    """One published comment in so many was approved a while after it was sent."""
    quiet = [row for row in rows if row.status is Status.PUBLISHED and row.created_at < work.now - _LONG_AGO]
    for row in quiet[::_EVERY]:
        row.count_decisions += 1
        yield DecisionRow(
            site_id=row.site_id,
            comment_id=row.id,
            revision=1,
            person_id=by_id,
            action=Action.APPROVE,
            reason=None,
            note="",
            status_before=row.status,
            status_after=row.status,
            created_at=row.created_at + timedelta(minutes=25),
        )


def ask_for_model(work: Work, site_id: int) -> None:
    """The worker makes it as soon as it starts, which takes a fraction of a second."""
    add_job(work.session, JOB, {"site_id": site_id, "person_id": None}, work.now)
