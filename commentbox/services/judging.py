"""What the rules are told about a text and whoever wrote it, gathered before they are asked."""

from dataclasses import replace
from datetime import timedelta

from commentbox.domain.comment import Status
from commentbox.domain.moderation.text import text_key
from commentbox.domain.moderation.verdict import Draft, Policy
from commentbox.domain.people import Actor
from commentbox.domain.permissions import SIGNED_OUT
from commentbox.services.disposable import is_throwaway
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow, count_published_by, is_text_known, last_said_here, recent_by
from commentbox.store.people import PersonRow, lock_person


def as_they_are_now(work: Work, actor: Actor) -> Actor:
    """Locked, and read again: meanwhile they may have confirmed their address, or had enough."""
    person = lock_person(work.session, actor.id)
    if person is None or person.erase_at is not None or person.erased_at is not None:
        raise SIGNED_OUT.as_error()
    return replace(
        actor,
        name=person.name,
        verified=person.verified_at is not None,
        banned_until=person.banned_until,
        ban_reason=person.ban_reason,
    )


def draft_of(
    work: Work,
    site: Site,
    actor: Actor,
    text: str,
    *,
    is_reply: bool,
    article_id: int | None = None,
    changed: CommentRow | None = None,
) -> Draft:
    """Every fact the rules may ask for. A comment that is `changed` does not speak against itself.

    `article_id`: None until somebody has said something there.
    """
    author = work.session.get_one(PersonRow, actor.id)
    window = timedelta(hours=max(24, site.policy.repeat_window_hours))
    recent = recent_by(work.session, actor.id, work.now - window)
    own = [row for row in recent if row.site_id == site.id and row is not changed]
    since = timedelta(hours=site.policy.repeat_window_hours)
    is_counted = changed is not None and changed.status is Status.PUBLISHED
    is_first = changed is not None or not own
    slow = None if changed is not None else article_id
    return Draft(
        text=text,
        policy=_policy(work, site),
        author=actor,
        count_approved=count_published_by(work.session, actor.id, site.id) - is_counted,
        is_reply=is_reply,
        recent_texts=tuple(row.source for row in own if row.created_at >= work.now - since),
        is_known_elsewhere=is_text_known(work.session, site.id, text_key(text), actor.id, work.now - since),
        seconds_since_last=None if is_first else abs((work.now - own[0].created_at).total_seconds()),
        seconds_since_last_here=since_last_here(work, actor, slow, site.policy.slow_mode_seconds),
        has_disposable_address=is_throwaway(work.settings, author.email),
        is_without_challenge=author.without_challenge,
        count_removed_recently=sum(row.status is Status.REMOVED for row in own),
    )


def since_last_here(work: Work, actor: Actor, article_id: int | None, between: int) -> float | None:
    """How many seconds ago they spoke under that article, where that is less than `between`."""
    if article_id is None or not between:
        return None
    last = last_said_here(work.session, actor.id, article_id, work.now - timedelta(seconds=between))
    return None if last is None else (work.now - last).total_seconds()


def _policy(work: Work, site: Site) -> Policy:
    """Where no letter is ever sent nobody can confirm an address, and nobody waits for it."""
    return site.policy if work.settings.smtp_url else replace(site.policy, verified_only=False)
