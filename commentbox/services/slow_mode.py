"""What a reader is told of slow mode before they write."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.moderation.rules.slow_mode import explained, seconds_left
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.judging import since_last_here
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.people import role_at


@dataclass(frozen=True, kw_only=True)
class SlowMode:
    """`seconds` between two comments, `wait` of them left. `until`: the whole minute in which it is over."""

    seconds: int
    wait: int
    until: datetime
    why: Words


def slow_mode_here(
    work: Work, actor: Actor | None, site: Site, article_id: int | None, url: str = ""
) -> SlowMode | None:
    """What holds for them under that article, or at that `url`; nothing where they may write as they like."""
    if actor is None or role_at(work.session, actor.id, site.id).is_newsroom:
        return None
    article = None if article_id is None else work.session.get_one(ArticleRow, article_id)
    policy = site.under(article, work.now, url).policy
    between = policy.slow_mode_seconds
    if not between or not policy.is_in_force("slow_mode"):
        return None
    wait = seconds_left(between, since_last_here(work, actor, article_id, between))
    end = work.now + timedelta(seconds=wait, minutes=1, microseconds=-1)
    return SlowMode(
        seconds=between, wait=wait, until=end.replace(second=0, microsecond=0), why=explained(between)
    )
