"""A reader says something to a comment with a click, or takes that back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.comment import FlagReason
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import Denial, require, signed_in, why_not_vote
from commentbox.domain.reactions import Reactions, VoteKind
from commentbox.domain.words import Words
from commentbox.services.sites import get_site
from commentbox.services.work import Work
from commentbox.store import votes
from commentbox.store.articles import publish_change
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.flags import FlagRow, flags_by

MAX_ASKED = 500


@dataclass(frozen=True, kw_only=True)
class Votes:
    """How a comment stands after a vote; `count` is empty as long as the page hides it too."""

    count: int | None
    kind: VoteKind | None


@dataclass(frozen=True, kw_only=True)
class MyReport:
    at: datetime
    reason: FlagReason
    note: str
    is_answered: bool


@dataclass(frozen=True, kw_only=True)
class MyVotes:
    """What one person said to some comments, by the comments' numbers."""

    kinds: Mapping[int, VoteKind]
    disagreed: Collection[int]
    reports: Mapping[int, MyReport]


NO_VOTES = MyVotes(kinds={}, disagreed=(), reports={})


def vote(work: Work, actor: Actor | None, site_key: str, comment_id: int, kind: VoteKind | None) -> Votes:
    """One vote a person, whatever is sent however often; no kind takes it back.

    The counts are taken from the votes themselves, under the comment's lock.
    """
    site = get_site(work, site_key)
    comment = _shown(work, site.id, comment_id)
    require(_why_not(work, actor, comment))
    person = signed_in(actor)
    if kind is VoteKind.DOWN and not site.policy.down_votes:
        raise Invalid("no_down_votes", "There are no votes against comments here.", field="vote")
    if kind is None:
        votes.take_vote_back(work.session, comment.id, person.id)
    else:
        votes.set_vote(work.session, comment.id, person.id, kind, work.now)
    if votes.count_again(work.session, comment):
        work.session.flush()  # before the article's row is taken: comments first, articles last, everywhere
        publish_change(work.session, comment.article_id, count=0)
    reactions = Reactions.of(site.policy, work.now)
    return Votes(count=reactions.count(comment.votes, comment.created_at), kind=kind)


def disagree(work: Work, actor: Actor | None, site_key: str, comment_id: int, *, does: bool) -> None:
    """Said to the moderators alone. It is no report: it brings, hides and sorts nothing."""
    comment = _shown(work, get_site(work, site_key).id, comment_id)
    require(_why_not(work, actor, comment))
    if does:
        votes.add_disagreement(work.session, comment.id, signed_in(actor).id, work.now)
    else:
        votes.take_disagreement_back(work.session, comment.id, signed_in(actor).id)


def my_votes(work: Work, actor: Actor | None, comment_ids: Collection[int]) -> MyVotes:
    """What the person said to these comments."""
    if len(comment_ids) > MAX_ASKED:
        raise Invalid(
            "too_many", Words("Ask for at most {most} comments at a time.", most=MAX_ASKED), field="comments"
        )
    person = signed_in(actor)
    return MyVotes(
        kinds=votes.votes_of(work.session, person.id, comment_ids),
        disagreed=votes.disagreed_with(work.session, person.id, comment_ids),
        reports={row.comment_id: _report(row) for row in flags_by(work.session, person.id, comment_ids)},
    )


def _report(row: FlagRow) -> MyReport:
    is_answered = row.settled_by is not None
    return MyReport(at=row.created_at, reason=row.reason, note=row.note, is_answered=is_answered)


def _why_not(work: Work, actor: Actor | None, comment: CommentRow) -> Denial | None:
    return why_not_vote(actor, comment.author_id, comment.status, now=work.now, site_id=comment.site_id)


def _shown(work: Work, site_id: int, comment_id: int) -> CommentRow:
    comment = lock_comment(work.session, site_id, comment_id)
    if comment is None or not comment.shown:
        raise NotFound("no_comment", "This comment is no longer there.")
    return comment
