"""What the rules are told about a text and whoever wrote it, gathered before they are asked."""

from dataclasses import dataclass, replace
from datetime import timedelta

from commentbox.domain.comment import Status
from commentbox.domain.moderation.likeness import likeness_keys
from commentbox.domain.moderation.text import text_key
from commentbox.domain.moderation.verdict import Draft, Earlier, Policy
from commentbox.domain.people import Actor
from commentbox.domain.permissions import SIGNED_OUT
from commentbox.domain.sanctions import SanctionKind, find
from commentbox.services.disposable import is_throwaway
from commentbox.services.sites import Site
from commentbox.services.triage import score_of
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow, last_said_here
from commentbox.store.earlier import Said, Sought, count_approved_by, said_before
from commentbox.store.likenesses import keep_likeness
from commentbox.store.people import PersonRow, lock_person, role_at, sanctions_beside

OWN_WINDOW = timedelta(days=30)  # the longest a rule looks back
STOOD = timedelta(hours=24)  # what nobody has reported in that time is as good as approved


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a comment is to stand. `changed`: it does already, and gets another text.

    `before_id`: only what came before that comment is known.
    `network`: the /24 or /64 it is sent from, for the rules alone; kept nowhere.
    """

    site: Site
    url: str
    article_id: int | None = None  # until somebody has said something there
    is_reply: bool = False
    changed: CommentRow | None = None
    before_id: int | None = None
    network: str = ""


def as_they_are_now(work: Work, actor: Actor) -> Actor:
    """Locked, and read again: meanwhile they may have confirmed their address, or had enough."""
    person = lock_person(work.session, actor.id)
    if person is None or person.erase_at is not None or person.erased_at is not None:
        raise SIGNED_OUT.as_error()
    return replace(
        actor,
        name=person.name,
        verified=person.verified_at is not None,
        sanctions=sanctions_beside(person, work.now),
    )


def draft_of(work: Work, actor: Actor, text: str, place: Place) -> Draft:
    """Every fact the rules may ask for, in two queries; what is changed does not speak against itself."""
    site, changed = place.site, place.changed
    author = work.session.get_one(PersonRow, actor.id)
    sanctions = sanctions_beside(author, work.now)
    found = said_before(work.session, _sought(work, place, actor, text))
    if changed is not None:
        found = [each for each in found if each.id != changed.id]
    own = [each for each in found if each.author_id == actor.id and each.site_id == site.id]
    is_first = changed is not None or not own
    return Draft(
        text=text,
        policy=_policy(work, site.policy),
        watched=None if site.watched is None else _policy(work, site.watched),
        author=replace(actor, role=role_at(work.session, actor.id, site.id)),
        at=work.now,
        url=place.url,
        own_hosts=tuple(origin.host for origin in site.origins),
        count_approved=_count_approved(work, actor, place),
        is_reply=place.is_reply,
        earlier=tuple(_earlier(work, place, each) for each in own),
        others=tuple(_earlier(work, place, each) for each in found if each.author_id != actor.id),
        seconds_since_last=None if is_first else abs((work.now - own[0].created_at).total_seconds()),
        seconds_since_last_here=_since_last_here(work, actor, place),
        is_always_read=find(sanctions, SanctionKind.ALWAYS_READ, site.id, work.now) is not None,
        is_trusted=find(sanctions, SanctionKind.TRUST, site.id, work.now) is not None,
        has_disposable_address=is_throwaway(work.settings, author.email),
        mail_domain=(author.email or "").rpartition("@")[2],
        network=place.network,
        is_without_challenge=author.without_challenge,
        triage=score_of(work, site, text),
    )


def since_last_here(work: Work, actor: Actor, article_id: int | None, between: int) -> float | None:
    """How many seconds ago they spoke under that article, where that is less than `between`."""
    if article_id is None or not between:
        return None
    last = last_said_here(work.session, actor.id, article_id, work.now - timedelta(seconds=between))
    return None if last is None else (work.now - last).total_seconds()


def remember_text(work: Work, site: Site, comment: CommentRow) -> None:
    """So that a copy of it is recognised; where no rule asks for copies, nothing is kept."""
    if _is_likeness_wanted(site):
        keep_likeness(work.session, comment, likeness_keys(comment.source))


def _count_approved(work: Work, actor: Actor, place: Place) -> int:
    return count_approved_by(
        work.session,
        actor.id,
        place.site.id,
        work.now - STOOD,
        before_id=place.before_id,
        but_id=None if place.changed is None else place.changed.id,
    )


def _since_last_here(work: Work, actor: Actor, place: Place) -> float | None:
    if place.changed is not None:
        return None
    between = max(policy.slow_mode_seconds for policy in place.site.policies)
    return since_last_here(work, actor, place.article_id, between)


def _sought(work: Work, place: Place, actor: Actor, text: str) -> Sought:
    """Nearly the same text is looked for where a rule wants to know."""
    site = place.site
    return Sought(
        site_id=site.id,
        author_id=actor.id,
        text_key=text_key(text),
        keys=likeness_keys(text) if _is_likeness_wanted(site) else (),
        own_since=work.now - OWN_WINDOW,
        others_since=site.remembered_since(work.now),
        before_id=place.before_id,
    )


def _is_likeness_wanted(site: Site) -> bool:
    return any("copies" not in policy.rules_off for policy in site.policies)


def _earlier(work: Work, place: Place, said: Said) -> Earlier:
    return Earlier(
        text=said.source,
        seconds_ago=(work.now - said.created_at).total_seconds(),
        is_removed=said.status is Status.REMOVED,
        is_published=said.status is Status.PUBLISHED,
        is_here=said.article_id == place.article_id,
    )


def _policy(work: Work, policy: Policy) -> Policy:
    """Where no letter is ever sent nobody can confirm an address, and nobody waits for it."""
    return policy if work.settings.smtp_url else replace(policy, verified_only=False)
