"""A reader finds a comment good, or takes that back."""

from collections.abc import Collection
from dataclasses import dataclass

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import require, signed_in, why_not_vote
from commentbox.domain.ranking import score
from commentbox.services.sites import get_site
from commentbox.services.work import Work
from commentbox.store import votes
from commentbox.store.articles import publish_change
from commentbox.store.comments import lock_comment

MAX_ASKED = 500


@dataclass(frozen=True, kw_only=True)
class Votes:
    """How a comment stands after a vote."""

    count: int
    voted: bool


def vote(work: Work, actor: Actor | None, site_key: str, comment_id: int, *, up: bool) -> Votes:
    """One vote a person, whatever is sent however often; the count is taken from the votes themselves."""
    site = get_site(work, site_key)
    comment = lock_comment(work.session, site.id, comment_id)
    if comment is None or not comment.shown:
        raise NotFound("no_comment", "This comment is no longer there.")
    require(why_not_vote(actor, comment.author_id, comment.status, work.now))
    person = signed_in(actor)
    if up:
        votes.add_vote(work.session, comment.id, person.id, work.now)
    else:
        votes.take_vote_back(work.session, comment.id, person.id)
    counted = votes.count_votes(work.session, comment.id)
    if counted != comment.votes:
        comment.votes, comment.score = counted, score(counted)
        work.session.flush()  # before the article's row is taken: comments first, articles last, everywhere
        publish_change(work.session, comment.article_id, count=0)
    return Votes(count=counted, voted=up)


def my_votes(work: Work, actor: Actor | None, comment_ids: Collection[int]) -> set[int]:
    """Which of these comments the person voted for."""
    if len(comment_ids) > MAX_ASKED:
        raise Invalid("too_many", f"Ask for at most {MAX_ASKED} comments at a time.", field="comments")
    return votes.voted_on(work.session, signed_in(actor).id, comment_ids)
