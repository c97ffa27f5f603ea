"""The job behind a trial: it reads comments backwards, a few at a time, and notes how far it has come."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.trial import Tally, fate_of
from commentbox.domain.moderation.verdict import Outcome, Policy, Verdict
from commentbox.domain.people import Actor
from commentbox.services.judging import Place, draft_of
from commentbox.services.sites import Site, get_site_by_id
from commentbox.services.triage import score_kept
from commentbox.services.trials import JOB
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.jobs import add_job
from commentbox.store.people import PersonRow, role_at
from commentbox.store.trials import TrialRow, comments_before, decided_by_people, lock_trial

AT_ONCE = 50
STEPS = 20  # then whatever else waits has its turn
SAMPLES = 15  # each way

Open = Callable[[bool], AbstractContextManager[Work]]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """`cursor`: where the next one begins. `is_last`: there is nothing left in these days."""

    began_at: int
    tally: Tally
    samples: list[dict[str, Any]]
    cursor: int
    reached_at: datetime | None
    is_last: bool


def run_trial(open_work: Open, payload: Mapping[str, Any]) -> None:
    """Goes on where it was; two workers on one trial do no harm, for each step counts once."""
    trial_id = int(payload["trial_id"])
    for _ in range(STEPS):
        with open_work(False) as w:
            row = w.session.get(TrialRow, trial_id)
            if row is None or row.finished_at is not None:
                return
            step = _read(w, row)
        with open_work(True) as w:
            _note(w, trial_id, step)
    with open_work(True) as w:
        add_job(w.session, JOB, {"trial_id": trial_id}, w.now)


def _read(work: Work, row: TrialRow) -> _Step:
    site = replace(get_site_by_id(work, row.site_id), watched=Policy.from_dict(row.policy))
    found = comments_before(work.session, row.site_id, row.cursor, AT_ONCE)
    new = [each for each in found if each[0].created_at >= row.since]
    decided = decided_by_people(work.session, [comment.id for comment, _, _ in new])
    tally, samples = Tally.from_dict(row.tally), list(row.samples)
    for comment, person, article in new:
        now, then = _verdicts(work, site, comment, person, article)
        fate = fate_of(comment.status, decided.get(comment.id))
        tally = tally.add(now.outcome, then.outcome, fate)
        _sample(samples, comment, now, then)
    return _Step(
        began_at=row.cursor,
        tally=tally,
        samples=samples,
        cursor=found[-1][0].id if found else row.cursor,
        reached_at=new[-1][0].created_at if new else row.reached_at,
        is_last=len(new) < AT_ONCE,
    )


def _verdicts(
    work: Work, site: Site, comment: CommentRow, person: PersonRow, article: ArticleRow
) -> tuple[Verdict, Verdict]:
    """By the rules in force, and by the others: both with what there was to know at that time."""
    author = Actor(
        id=person.id,
        name=person.name,
        role=role_at(work.session, person.id, site.id),
        verified=person.verified_at is not None,
    )
    place = Place(
        site=site.under(article, comment.created_at),
        url=article.url,
        is_reply=comment.parent_id is not None,
        before_id=comment.id,
    )
    draft = draft_of(replace(work, now=comment.created_at), author, comment.source, place)
    draft = replace(draft, triage=score_kept(work, site, comment))
    other = replace(draft, policy=draft.watched or draft.policy, watched=None)
    return judge(replace(draft, watched=None)), judge(other)


def _sample(samples: list[dict[str, Any]], comment: CommentRow, now: Verdict, then: Verdict) -> None:
    is_newly = then.outcome >= Outcome.HOLD
    if is_newly is (now.outcome >= Outcome.HOLD):
        return
    if sum(each["newly"] is is_newly for each in samples) < SAMPLES:
        reasons = _reasons((then if is_newly else now).findings)
        samples.append({"id": comment.id, "newly": is_newly, "reasons": reasons})


def _reasons(findings: Sequence[Any]) -> list[str]:
    return [finding.reason for finding in findings if finding.outcome >= Outcome.HOLD]


def _note(work: Work, trial_id: int, step: _Step) -> None:
    row = lock_trial(work.session, trial_id)
    if row is None or row.finished_at is not None or row.cursor != step.began_at:
        return  # another worker was faster
    row.tally, row.samples, row.cursor = step.tally.to_dict(), step.samples, step.cursor
    row.reached_at = step.reached_at
    if step.is_last:
        row.finished_at = work.now
