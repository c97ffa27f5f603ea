"""Decisions to learn from, and a model that has learnt from such."""

from functools import cache

from bench.triage import made_decisions
from commentbox.domain.comment import Action, Status
from commentbox.domain.people import Actor
from commentbox.domain.triage.training import Trained, train
from commentbox.services.sites import get_site
from commentbox.services.train_triage import model_row
from commentbox.services.work import Work
from commentbox.store.decisions import DecisionRow
from commentbox.store.sites import SiteRow
from commentbox.store.triage import TriageModelRow
from tests import make

RUDE = "You are a stupid liar and everybody here knows it."
FAIR = "Thank you for writing about the bridge, it was about time."
_COLUMNS = ("digest", "weights", "problem", "count", "later", "speak_for", "speak_against")


def decide_many(
    work: Work, moderator: Actor, count: int, *, at: str = "courier", url: str = make.ARTICLE
) -> None:
    """Straight into the tables."""
    authors = [make.member(work) for _ in range(20)]
    for number, each in enumerate(made_decisions(count)):
        status = Status.REMOVED if each.is_removed else Status.PUBLISHED
        row = make.comment(work, at, authors[number % 20], each.text, url=url, status=status, minutes_ago=600)
        row.count_decisions = 1
        decision = DecisionRow(
            site_id=row.site_id, comment_id=row.id, revision=1, person_id=moderator.id, note="", reason=None,
            action=Action.REMOVE if each.is_removed else Action.APPROVE, status_before=Status.HELD,
            status_after=status, created_at=work.now,
        )  # fmt: skip
        work.session.add(decision)
        work.session.flush()


def put_model(work: Work, by_id: int, *, at: str = "courier") -> None:
    """In use, as if it had been made from this site's decisions."""
    site, kept = work.session.get_one(SiteRow, get_site(work, at).id), _model()
    site.triage_model = kept.digest
    values = {name: getattr(kept, name) for name in _COLUMNS}
    row = TriageModelRow(
        **values, site_id=site.id, version=1, last_decision_id=0, by_id=by_id, created_at=work.now
    )
    work.session.add(row)


@cache
def _model() -> TriageModelRow:
    found = train(made_decisions(1_000))
    assert isinstance(found, Trained)
    return model_row(found)
