"""Does the box agree with itself: the operator's look at counts and waiting work."""

from collections.abc import Sequence
from dataclasses import dataclass

from commentbox.services.work import Work
from commentbox.store.articles import all_article_ids
from commentbox.store.jobs import count_waiting_jobs, parked_jobs
from commentbox.store.recount import recount


@dataclass(frozen=True, kw_only=True)
class JobsWaiting:
    waiting: int
    parked: int


def list_articles(work: Work) -> Sequence[int]:
    return all_article_ids(work.session)


def mend_article(work: Work, article_id: int) -> int:
    """How many numbers did not agree with the comments; anything but 0 is a fault worth reporting.

    Each article in work of its own: readers go on writing, and a large box takes minutes.
    """
    return recount(work.session, article_id)


def look_at_jobs(work: Work) -> JobsWaiting:
    return JobsWaiting(waiting=count_waiting_jobs(work.session), parked=len(parked_jobs(work.session)))
