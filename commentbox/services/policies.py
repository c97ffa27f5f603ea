"""The rules of a site: who may see and change them, every version kept, none lost on the way."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.comment import Status
from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.moderation.changes import differences
from commentbox.domain.moderation.rulebook import RULEBOOK
from commentbox.domain.moderation.verdict import Finding, Outcome, Policy
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.staff import StaffAct
from commentbox.domain.text import clean_line
from commentbox.services.moderators import site_to_moderate
from commentbox.services.sender_check import check_senders
from commentbox.services.sites import Site
from commentbox.services.staff import note, site_to_administer
from commentbox.services.work import Work
from commentbox.store.people import person_by_id
from commentbox.store.policies import (
    PolicyVersionRow,
    latest_versions,
    policy_version,
    watched_findings,
)
from commentbox.store.sanctions import always_read_at
from commentbox.store.sites import SiteRow

MAX_REASON = 300
VERSIONS_SHOWN = 30
WATCHED_FOR = timedelta(days=30)
_BEFORE = "As it was before versions were counted."
_OUTSIDE = "Changed in the database itself."


@dataclass(frozen=True, kw_only=True)
class Version:
    number: int
    by: str
    reason: str
    changes: Sequence[str]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What a rule that is only watched has found, and what became of those comments."""

    rule: str
    count_held: int
    count_refused: int
    count_noted: int
    count_removed: int  # of all these, by moderators


@dataclass(frozen=True, kw_only=True)
class AlwaysRead:
    id: int
    sanction_id: int
    name: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class PolicyPage:
    """`trial`: how the policy differs that is on trial for the whole site, if there is one."""

    site: Site
    versions: Sequence[Version]
    watched: Sequence[Watched]
    trial: Sequence[str]
    trial_since: datetime | None
    always_read: Sequence[AlwaysRead]


@dataclass(frozen=True, kw_only=True)
class VersionPage:
    """One earlier version; `back`: what would change if it came back, and nothing for the one in force."""

    site: Site
    version: Version
    back: Sequence[str]


def read_policy(work: Work, actor: Actor | None, site_key: str) -> PolicyPage:
    site = site_to_moderate(work, actor, site_key)
    row = work.session.get_one(SiteRow, site.id)
    return PolicyPage(
        site=site,
        versions=[_version(*found) for found in latest_versions(work.session, site.id, VERSIONS_SHOWN)],
        watched=_count_watched(work, site),
        trial=() if site.watched is None else differences(site.policy, site.watched),
        trial_since=row.watched_since,
        always_read=[
            AlwaysRead(id=found.person_id, sanction_id=found.id, name=name, since=found.created_at)
            for found, name in always_read_at(work.session, site.id, 100, work.now)
        ],
    )


def read_version(work: Work, actor: Actor | None, site_key: str, number: int) -> VersionPage:
    site = site_to_moderate(work, actor, site_key)
    row = _known(work, site, number)
    by = None if row.by_id is None else person_by_id(work.session, row.by_id)
    back = differences(site.policy, _policy_of(row))
    return VersionPage(site=site, version=_version(row, by.name if by else None), back=back)


def change_policy(
    work: Work,
    actor: Actor | None,
    site_key: str,
    wanted: Policy,
    *,
    seen: int,
    reason: str,
    agreed: Collection[str] | None = (),
) -> int:
    """The number of the version that is in force afterwards; the same rules again make no new one.

    `seen` is the version the change was made from: where somebody else has changed it meanwhile, nothing is.
    `agreed`: the mail domains and networks whoever changes it has looked at; None for what was in force once.
    """
    site = site_to_administer(work, actor, site_key, is_locked=True)
    row = work.session.get_one(SiteRow, site.id, populate_existing=True)
    if row.policy_version != seen:
        raise _outdated(row.policy_version)
    before = Policy.from_dict(row.policy)
    changes = differences(before, wanted)
    if not changes:
        return row.policy_version
    if agreed is not None:
        check_senders(work, site.id, before, wanted, agreed)
    _keep_what_was(work, row, before)
    row.policy, row.policy_version = wanted.to_dict(), row.policy_version + 1
    by_id, why = signed_in(actor).id, clean_reason(reason)
    _add_version(work, row, changes, by_id=by_id, reason=why)
    note(work, site.id, StaffAct.POLICY, by_id=by_id, why=why, detail=_detail(row, changes))
    return row.policy_version


def bring_back(work: Work, actor: Actor | None, site_key: str, number: int, *, seen: int) -> int:
    """An earlier version is in force again, as a new one."""
    site = site_to_administer(work, actor, site_key)
    wanted = _policy_of(_known(work, site, number))
    reason = f"Version {number} is back."
    return change_policy(work, actor, site_key, wanted, seen=seen, reason=reason, agreed=None)


def watch_policy(work: Work, actor: Actor | None, site_key: str, wanted: Policy | None) -> None:
    """What `wanted` finds besides the rules in force is only noted from now on; None ends that."""
    site = site_to_administer(work, actor, site_key, is_locked=True)
    row = work.session.get_one(SiteRow, site.id, populate_existing=True)
    kept = None if wanted is None else wanted.to_dict()
    if row.watched_policy == kept:
        return
    row.watched_policy, row.watched_since = kept, None if kept is None else work.now
    changes = [] if wanted is None else differences(Policy.from_dict(row.policy), wanted)
    detail = json.dumps({"changes": changes, "sha256": None if kept is None else _digest(kept)})
    note(work, site.id, StaffAct.WATCH, by_id=signed_in(actor).id, detail=detail)


def clean_reason(raw: str) -> str:
    try:
        return clean_line(raw, field="reason", max_length=MAX_REASON)
    except Invalid:
        raise Invalid(
            "no_reason", "Say in a few words why: your colleagues will ask.", field="reason"
        ) from None


def _outdated(now: int) -> Conflict:
    return Conflict(
        "rules_changed",
        f"The rules have been changed meanwhile; version {now} is in force. What you see below is still"
        " yours: compare, and save once more to put it in the place of theirs.",
        field="version",
    )


def _known(work: Work, site: Site, number: int) -> PolicyVersionRow:
    row = policy_version(work.session, site.id, number)
    if row is None:
        raise NotFound("no_version", "There is no such version of the rules.")
    return row


def _policy_of(row: PolicyVersionRow) -> Policy:
    """A setting there was at that time and is no more is left out."""
    known = Policy().to_dict()
    return Policy.from_dict({name: value for name, value in row.policy.items() if name in known})


def _keep_what_was(work: Work, row: SiteRow, before: Policy) -> None:
    """The version in force may be older than this table, or have been changed past it."""
    kept = policy_version(work.session, row.id, row.policy_version)
    if kept is None:
        _add_version(work, row, [], by_id=None, reason=_BEFORE)
    elif changes := differences(_policy_of(kept), before):
        row.policy_version += 1
        _add_version(work, row, changes, by_id=None, reason=_OUTSIDE)


def _add_version(work: Work, row: SiteRow, changes: list[str], *, by_id: int | None, reason: str) -> None:
    version = PolicyVersionRow(
        site_id=row.id,
        version=row.policy_version,
        policy=dict(row.policy),
        changes=changes,
        by_id=by_id,
        reason=reason,
        created_at=work.now,
    )
    work.session.add(version)


def _detail(row: SiteRow, changes: list[str]) -> str:
    kept = {"version": row.policy_version, "changes": changes, "sha256": _digest(row.policy)}
    return json.dumps(kept, ensure_ascii=False)


def _digest(policy: dict[str, object]) -> str:
    """So that the chained log vouches for the whole version, and not only for the words about it."""
    return hashlib.sha256(json.dumps(policy, sort_keys=True).encode()).hexdigest()


def _version(row: PolicyVersionRow, name: str | None) -> Version:
    return Version(
        number=row.version, by=name or "", reason=row.reason, changes=row.changes, at=row.created_at
    )


def _count_watched(work: Work, site: Site) -> list[Watched]:
    found: Counter[tuple[str, Outcome, bool]] = Counter()
    for comment in watched_findings(work.session, site.id, work.now - WATCHED_FOR):
        for kept in map(Finding.from_dict, comment.findings):
            if kept.would is not None:
                found[kept.rule, kept.would, comment.status is Status.REMOVED] += 1
    return [
        Watched(
            rule=RULEBOOK[name].title if name in RULEBOOK else name,
            count_held=_sum(found, name, Outcome.HOLD),
            count_refused=_sum(found, name, Outcome.REFUSE),
            count_noted=_sum(found, name, Outcome.NOTE),
            count_removed=sum(count for (rule, _, gone), count in found.items() if rule == name and gone),
        )
        for name in dict.fromkeys(rule for rule, _, _ in found)
    ]


def _sum(found: Counter[tuple[str, Outcome, bool]], name: str, would: Outcome) -> int:
    return found[name, would, True] + found[name, would, False]
