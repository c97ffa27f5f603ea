"""Everything a newsroom wants to know about its triage before it lets it do more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor
from commentbox.domain.triage.outcomes import Outcomes
from commentbox.domain.triage.training import too_few
from commentbox.services.classifiers import ClassifierState, state_of
from commentbox.services.moderators import site_to_moderate
from commentbox.services.policies import change_policy
from commentbox.services.sites import Site
from commentbox.services.staff import site_to_administer
from commentbox.services.train_triage import MOST
from commentbox.services.work import Work
from commentbox.store.triage import TriageModelRow, labels, latest_models, texts_of

_VERSIONS = 30
_MEASURED = 2_000  # of the latest decisions


@dataclass(frozen=True, kw_only=True)
class ModelLine:
    version: int
    by: str
    at: datetime
    count: int
    problem: str
    later: Outcomes
    is_in_use: bool


@dataclass(frozen=True, kw_only=True)
class TriagePage:
    """`since`: what its scores were worth on comments that were decided after they had been scored;
    `blind`: the part of them that chance had chosen, whose score nobody was shown.
    """

    site: Site
    missing: str  # for a model, in words
    removed: int
    approved: int
    model: ModelLine | None
    threshold: int | None
    speak_for: Sequence[str]
    speak_against: Sequence[str]
    since: Outcomes
    blind: Outcomes
    versions: Sequence[ModelLine]
    classifier: ClassifierState | None


def read_triage(work: Work, actor: Actor | None, site_key: str) -> TriagePage:
    site = site_to_moderate(work, actor, site_key)
    found = labels(work.session, site.id, MOST)
    scored = [
        (each.score, each.label)
        for each in texts_of(work.session, site.id, found[:_MEASURED])
        if each.score is not None
    ]
    removed = sum(label.is_removed for label in found)
    kept = latest_models(work.session, site.id, _VERSIONS)
    row = next((row for row, _ in kept if row.digest and row.digest == site.triage_model), None)
    versions = [_line(each, name, is_in_use=each is row) for each, name in kept]
    model = next((each for each in versions if each.is_in_use), None)
    return TriagePage(
        site=site,
        missing=too_few(removed, len(found) - removed),
        removed=removed,
        approved=len(found) - removed,
        model=model,
        threshold=None if model is None else model.later.threshold_for(site.policy.triage_certainty),
        speak_for=[] if row is None else row.speak_for,
        speak_against=[] if row is None else row.speak_against,
        since=Outcomes.of((score, label.is_removed) for score, label in scored),
        blind=Outcomes.of((score, label.is_removed) for score, label in scored if label.was_blind),
        versions=versions,
        classifier=state_of(work, site.id),
    )


def set_triage(
    work: Work, actor: Actor | None, site_key: str, *, level: str, percent: int, seen: int, reason: str
) -> int:
    """What it may do from now on: another version of the rules, with all that belongs to one."""
    site = site_to_administer(work, actor, site_key)
    wanted = replace(site.policy, triage=level, triage_certainty=percent / 100)
    checked = Policy.from_dict(wanted.to_dict())
    return change_policy(work, actor, site_key, checked, seen=seen, reason=reason)


def _line(row: TriageModelRow, name: str | None, *, is_in_use: bool) -> ModelLine:
    return ModelLine(
        version=row.version,
        by=name or "",
        at=row.created_at,
        count=row.count,
        problem=row.problem,
        later=Outcomes.from_dict(row.later),
        is_in_use=is_in_use,
    )
