"""A comment gets its place in the moderators' line, anew with all that changes what it weighs."""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.comment import Status
from commentbox.domain.lanes import Lane, Report, Standing, is_waiting, lane_of, risk_of
from commentbox.domain.moderation.verdict import Finding, Outcome
from commentbox.domain.people import Actor, Role
from commentbox.domain.rights import Right, may
from commentbox.services.moderators import reach_at
from commentbox.services.sites import Site
from commentbox.services.triage import score_to_sort_by
from commentbox.services.work import Work
from commentbox.store.appeals import count_open
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import count_open_complaints
from commentbox.store.line import count_by_lane, removed_share, reports_about

RECORD_WINDOW = timedelta(days=90)
_QUIET = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What waits, counted afresh, each comment once; `waiting` leaves out what is for somebody else."""

    lanes: Mapping[Lane, int]
    waiting: int

    def of(self, lane: Lane) -> int:
        return self.lanes.get(lane, 0)


def lanes_for(actor: Actor) -> tuple[Lane, ...]:
    """Those in a person's queue; what was passed on to the lead waits for one, or an administrator."""
    if actor.role is Role.LEGAL:
        return (Lane.LEGAL,)
    return tuple(lane for lane in Lane if lane is not Lane.LEAD or may(actor.role, Right.LEAD))


def count_waiting(work: Work, site: Site, actor: Actor) -> Counts:
    """What is within their reach."""
    reach = reach_at(work, actor, site)
    lanes = count_by_lane(work.session, site.id, reach)
    appeals, for_others = count_open(work.session, site.id, actor.id, reach)
    lanes = {**lanes, Lane.APPEALS: appeals} if appeals else lanes
    waiting = sum(lanes.get(lane, 0) for lane in lanes_for(actor))
    return Counts(lanes=lanes, waiting=waiting - (for_others if Lane.APPEALS in lanes_for(actor) else 0))


def put_in_line(work: Work, comment: CommentRow) -> None:
    """To be called in the transaction that changed it, its row being locked or new."""
    if not is_waiting(comment.status, comment.open_flags, comment.called):
        comment.waits_since = None
        return
    findings = [Finding.from_dict(kept) for kept in comment.findings]
    reports = reports_about(work.session, comment.site_id, [comment.id]).get(comment.id, [])
    if comment.waits_since is None:
        comment.waits_since = _since(work, comment, reports)
    standing = Standing(
        lane=lane_of(
            comment.status,
            comment.called,
            {finding.rule for finding in findings if finding.would is None},
            count_open_complaints(work.session, comment.id) if comment.open_flags else 0,
            comment.open_flags,
        ),
        risk=risk_of(
            [finding.rule for finding in findings if finding.outcome >= Outcome.HOLD],
            [finding.rule for finding in findings if finding.outcome < Outcome.HOLD],
            reports,
            removed_share(work.session, comment.site_id, comment.author_id, work.now - RECORD_WINDOW),
            score_to_sort_by(work, comment),
        ),
        reach=_reach(work, comment),
        since=comment.waits_since,
    )
    comment.lane, comment.risk = standing.lane, standing.risk
    comment.reach, comment.place = standing.reach, standing.place


def draw(work: Work, site: Site, comment: CommentRow) -> None:
    """Let chance choose a new comment for moderators to look at; who knows its number cannot tell."""
    share = site.policy.sample_percent
    if not share or comment.status is not Status.PUBLISHED:
        return
    drawn = hmac.digest(work.settings.secret_key.encode(), f"sample\0{comment.id}".encode(), "sha256")
    if int.from_bytes(drawn[:4]) % 100 < share:
        call(work, comment, Lane.SAMPLE, None)
        put_in_line(work, comment)


def call(work: Work, comment: CommentRow, lane: Lane | None, by_id: int | None) -> None:
    """Pass the comment on to a lane, where its time begins anew; or to none any more."""
    if comment.called is not lane:
        comment.called, comment.waits_since = lane, None
    comment.called_by = None if lane is None else by_id


def _since(work: Work, comment: CommentRow, reports: Collection[Report]) -> datetime:
    if comment.called_by is None and reports:
        return min(report.at for report in reports)
    is_held = comment.status is Status.HELD and comment.called_by is None
    return (comment.edited_at or comment.created_at) if is_held else work.now


def _reach(work: Work, comment: CommentRow) -> int:
    """How many have been there, as far as we count: this page's comments, and who voted or answered."""
    article = work.session.get_one(ArticleRow, comment.article_id)
    is_quiet = work.now - article.active_at > _QUIET
    seen = comment.votes + comment.count_live if comment.status is Status.PUBLISHED else 0
    return seen + (article.count_published // 10 if is_quiet else article.count_published)
