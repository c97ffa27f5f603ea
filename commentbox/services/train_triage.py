"""The job that makes a site's model anew: by night where triage is on, and by hand."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commentbox.domain.errors import Invalid
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.triage.model import digest
from commentbox.domain.triage.outcomes import Outcomes
from commentbox.domain.triage.training import Example, Trained, too_few, train
from commentbox.services.sites import Site, list_sites
from commentbox.services.staff import site_to_administer
from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.sites import SiteRow, lock_site
from commentbox.store.triage import (
    TriageModelRow,
    drop_weights,
    labels,
    latest_models,
    texts_of,
)

JOB = "triage"
MOST = 10_000  # decisions to learn from
_NIGHT = range(2, 5)  # o'clock on the site
_A_NIGHT_AGO = timedelta(hours=20)
_KEPT = 3  # versions with their weights

Open = Callable[[bool], AbstractContextManager[Work]]


def ask_for_model(work: Work, actor: Actor | None, site_key: str) -> None:
    """The worker makes it; a second click makes the same one, which is no new version."""
    site = site_to_administer(work, actor, site_key)
    found = labels(work.session, site.id, MOST)
    removed = sum(label.is_removed for label in found)
    if problem := too_few(removed, len(found) - removed):
        raise Invalid("too_few_decisions", problem)
    add_job(work.session, JOB, {"site_id": site.id, "person_id": signed_in(actor).id}, work.now)


def ask_by_night(work: Work) -> None:
    """Once a night for every site where it is on and somebody has decided since."""
    for site in list_sites(work):
        if all(policy.triage == "off" for policy in site.policies) or not _is_night(site, work.now):
            continue
        last = next(iter(latest_models(work.session, site.id, 1)), None)
        newest = next(iter(labels(work.session, site.id, 1)), None)
        is_old = last is None or work.now - last[0].created_at >= _A_NIGHT_AGO
        is_behind = last is None or (newest is not None and newest.decision_id > last[0].last_decision_id)
        if is_old and is_behind:
            add_job(work.session, JOB, {"site_id": site.id, "person_id": None}, work.now)


def make_model(open_work: Open, payload: Mapping[str, Any]) -> str:
    """What came of it, in a sentence. The same decisions make the same model, however often it is done."""
    site_id = int(payload["site_id"])
    with open_work(False) as w:
        found = labels(w.session, site_id, MOST)
        texts = texts_of(w.session, site_id, found)
    trained = train(
        [
            Example(text=each.text, author_id=each.author_id, is_removed=each.label.is_removed)
            for each in reversed(texts)
        ]
    )
    newest = found[0].decision_id if found else 0
    with open_work(True) as w:
        return _keep(w, site_id, trained, newest, payload.get("person_id"))


def _keep(work: Work, site_id: int, trained: Trained | str, newest: int, by_id: int | None) -> str:
    lock_site(work.session, site_id)
    site = work.session.get_one(SiteRow, site_id, populate_existing=True)
    last = next(iter(latest_models(work.session, site_id, 1)), None)
    row = model_row(trained)
    if last is not None and (last[0].digest, last[0].problem) == (row.digest, row.problem):
        return row.problem or f"Nothing has changed: version {last[0].version} is the newest there can be."
    row.site_id, row.version = site_id, 1 if last is None else last[0].version + 1
    row.last_decision_id, row.by_id, row.created_at = newest, by_id, work.now
    work.session.add(row)
    if row.digest is None:
        return row.problem
    site.triage_model = row.digest
    drop_weights(work.session, site_id, before=row.version - _KEPT)
    return f"Version {row.version}, from {row.count:,} decisions."


def model_row(trained: Trained | str) -> TriageModelRow:
    if isinstance(trained, str):
        later = Outcomes().to_dict()
        return TriageModelRow(problem=trained, count=0, later=later, speak_for=[], speak_against=[])
    kept = trained.model.to_bytes()
    return TriageModelRow(
        digest=digest(kept),
        weights=kept,
        problem="",
        count=trained.count,
        later=trained.later.to_dict(),
        speak_for=list(trained.speak_for),
        speak_against=list(trained.speak_against),
    )


def _is_night(site: Site, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(site.policy.time_zone)).hour in _NIGHT
