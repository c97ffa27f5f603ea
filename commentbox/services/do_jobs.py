"""Claim what is due, and settle how it went."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from commentbox.services.answer import forget_old_answers
from commentbox.services.work import Work
from commentbox.store import (
    buckets,
    claims,
    complaints,
    email_codes,
    exports,
    invitations,
    jobs,
    likenesses,
    links,
    notice_letters,
    notices,
    passkeys,
    resets,
    sessions,
    spent,
    trials,
)
from commentbox.store.jobs import JobRow, claim_job
from commentbox.store.log_chain import help_to_find
from commentbox.store.readings import drop_old_readings
from commentbox.store.sanction_notices import drop_old_sanction_notices
from commentbox.store.sites import all_sites

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
KEPT = timedelta(days=30)
NOTICES_KEPT = timedelta(days=180)
READINGS_KEPT = timedelta(days=8)  # a moderator is told of a week
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Job:
    """One thing to do. It may be done twice if a worker dies, so whoever carries it out must not mind."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def next_job(work: Work) -> Job | None:
    """The next due job, ours until the lease ends."""
    row = claim_job(work.session, work.now, work.now + LEASE)
    if row is None:
        return None
    return Job(id=row.id, kind=row.kind, payload=dict(row.payload), attempts=row.attempts)


def finish(work: Work, job: Job) -> None:
    row = work.session.get_one(JobRow, job.id)
    row.done_at, row.leased_until, row.error = work.now, None, None
    row.payload = {}  # what was said in a letter is nobody's to read once it is sent


def fail(work: Work, job: Job, error: str) -> bool:
    """Try again later, waiting longer each time; after the fifth try the job is parked. Whether it was."""
    row = work.session.get_one(JobRow, job.id)
    row.error, row.leased_until = error[:500], None
    if job.attempts >= MAX_ATTEMPTS:
        row.parked_at = work.now
        return True
    row.run_at = work.now + timedelta(seconds=30 * 4 ** (job.attempts - 1))
    return False


def tidy(work: Work) -> None:
    """Forget sessions, codes, links and counters that have run out, and letters sent a while ago."""
    sessions.drop_expired(work.session, work.now)
    resets.drop_expired(work.session, work.now)
    links.drop_expired(work.session, work.now)
    exports.drop_expired(work.session, work.now)
    email_codes.drop_expired(work.session, work.now)
    passkeys.drop_expired(work.session, work.now)
    invitations.drop_expired(work.session, work.now)
    claims.drop_expired(work.session, work.now)
    complaints.drop_expired(work.session, work.now)
    buckets.drop_expired(work.session, work.now)
    spent.drop_expired(work.session, work.now)
    forget_old_answers(work)
    trials.drop_old_trials(work.session, work.now - KEPT)
    likenesses.drop_old_likenesses(work.session, work.now - KEPT)
    drop_old_readings(work.session, work.now - READINGS_KEPT)
    notices.drop_old_notices(work.session, work.now - NOTICES_KEPT)
    drop_old_sanction_notices(work.session, work.now - NOTICES_KEPT)
    notice_letters.drop_old_digests(work.session, work.now.date() - KEPT)
    jobs.drop_done(work.session, work.now - KEPT)
    for site in all_sites(work.session):
        help_to_find(work.session, site.id, _AT_ONCE)
