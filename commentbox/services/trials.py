"""Changed rules are tried on the comments of the last days; nothing changes for anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.excerpt import shorten
from commentbox.domain.moderation.changes import differences
from commentbox.domain.moderation.trial import MAX_DAYS, Tally, in_words
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Reach
from commentbox.services.moderators import reach_at, site_to_moderate
from commentbox.services.policies import change_policy, watch_policy
from commentbox.services.sites import Site
from commentbox.services.staff import site_to_administer
from commentbox.services.work import Work
from commentbox.store.comments import last_comment_id
from commentbox.store.jobs import add_job
from commentbox.store.reach import ids_within
from commentbox.store.trials import TrialRow, latest_trials, texts_by_ids, trial_at

JOB = "trial"
_GIVEN_UP = timedelta(hours=6)
_EXCERPT = 240


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A comment on which the rules differ; `is_newly`: the others catch it, and else the other way round."""

    id: int
    is_newly: bool
    text: str
    status: Status
    reasons: Sequence[str]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TrialLine:
    id: int
    at: datetime
    is_finished: bool
    read: int


@dataclass(frozen=True, kw_only=True)
class TrialPage:
    """`said` puts the counts of `tally` into words."""

    site: Site
    id: int
    policy: Policy
    changes: Sequence[str]
    base_version: int
    since: datetime
    reached_at: datetime | None
    is_finished: bool
    share_done: float
    tally: Tally
    said: Mapping[str, str]
    samples: Sequence[Sample]


def begin_trial(work: Work, actor: Actor | None, site_key: str, wanted: Policy, days: int) -> int:
    """Its number; the worker does it. One at a time, so that nobody's waits behind another's for long."""
    site = site_to_administer(work, actor, site_key, is_locked=True)
    if not 1 <= days <= MAX_DAYS:
        raise Invalid("bad_days", f"Give a number of days from 1 to {MAX_DAYS}.", field="days")
    if not differences(site.policy, wanted):
        raise Invalid("same_rules", "These are the rules that are in force. Change something to try it.")
    last = latest_trials(work.session, site.id, 1)
    if last and last[0].finished_at is None and work.now - last[0].created_at < _GIVEN_UP:
        raise Conflict("trial_running", "Another trial is still at work. Try again in a minute.")
    row = TrialRow(
        site_id=site.id,
        by_id=signed_in(actor).id,
        base_version=site.version,
        policy=wanted.to_dict(),
        since=work.now - timedelta(days=days),
        cursor=last_comment_id(work.session) + 1,
        tally=Tally().to_dict(),
        samples=[],
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()  # the job names its number
    add_job(work.session, JOB, {"trial_id": row.id}, work.now)
    return row.id


def read_trial(work: Work, actor: Actor | None, site_key: str, trial_id: int) -> TrialPage:
    site = site_to_moderate(work, actor, site_key)
    row = _known(work, site, trial_id)
    tally, policy = Tally.from_dict(row.tally), Policy.from_dict(row.policy)
    names = ("now", "then", "newly", "no_longer")
    return TrialPage(
        site=site,
        id=row.id,
        policy=policy,
        changes=differences(site.policy, policy),
        base_version=row.base_version,
        since=row.since,
        reached_at=row.reached_at,
        is_finished=row.finished_at is not None,
        share_done=_share_done(row),
        tally=tally,
        said={name: in_words(getattr(tally, name)) for name in names},
        samples=_samples(work, site, row.samples, reach_at(work, actor, site)),
    )


def read_trials(work: Work, actor: Actor | None, site_key: str) -> Sequence[TrialLine]:
    """The latest few."""
    site = site_to_moderate(work, actor, site_key)
    return [
        TrialLine(
            id=row.id,
            at=row.created_at,
            is_finished=row.finished_at is not None,
            read=Tally.from_dict(row.tally).read,
        )
        for row in latest_trials(work.session, site.id, 5)
    ]


def apply_trial(
    work: Work, actor: Actor | None, site_key: str, trial_id: int, *, is_real: bool, reason: str
) -> None:
    """In force from now on, or only watched. Rules that were changed since the trial began are not lost."""
    site = site_to_administer(work, actor, site_key)
    row = _known(work, site, trial_id)
    wanted = Policy.from_dict(row.policy)
    if not is_real:
        watch_policy(work, actor, site_key, wanted)
        return
    change_policy(work, actor, site_key, wanted, seen=row.base_version, reason=reason)
    if site.watched == wanted:
        watch_policy(work, actor, site_key, None)


def _known(work: Work, site: Site, trial_id: int) -> TrialRow:
    row = trial_at(work.session, site.id, trial_id)
    if row is None:
        raise NotFound("no_trial", "There is no such trial, or no longer.")
    return row


def _share_done(row: TrialRow) -> float:
    if row.finished_at is not None:
        return 1.0
    if row.reached_at is None:
        return 0.0
    return min(1.0, max(0.0, (row.created_at - row.reached_at) / (row.created_at - row.since)))


def _samples(work: Work, site: Site, kept: Sequence[Mapping[str, Any]], reach: Reach) -> list[Sample]:
    ids = ids_within(work.session, site.id, [int(each["id"]) for each in kept], reach)
    texts = texts_by_ids(work.session, site.id, ids)
    return [
        Sample(
            id=each["id"],
            is_newly=each["newly"],
            text=shorten(texts[each["id"]][0], _EXCERPT),
            status=texts[each["id"]][1],
            reasons=each["reasons"],
            at=texts[each["id"]][2],
        )
        for each in kept
        if each["id"] in texts
    ]
