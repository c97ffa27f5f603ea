"""The door every moderator's use case goes through, and how far whoever came in may look."""

from dataclasses import replace

from commentbox.domain.article_url import canonical
from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import require, signed_in
from commentbox.domain.rights import Reach, Right, why_not
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work
from commentbox.store.people import role_at, sections_at
from commentbox.store.reach import ids_within


def site_named(work: Work, site_key: str) -> Site:
    """For staff: whether the site does not exist or is somebody else's makes no difference in the answer."""
    try:
        return get_site(work, site_key)
    except NotFound:
        raise _not_theirs(site_key) from None


def site_to_moderate(work: Work, actor: Actor | None, site_key: str, right: Right = Right.MODERATE) -> Site:
    """The site, if this person has that right there today.

    The role is read again: an actor carries one for a single site, and may have lost it since signing in.
    """
    site = site_named(work, site_key)
    if actor is not None:
        role = role_at(work.session, actor.id, site.id)
        if not role.is_at_console:
            raise _not_theirs(site_key)
        actor = replace(actor, role=role)
    require(why_not(actor, right))
    return site


def reach_at(work: Work, actor: Actor | None, site: Site) -> Reach:
    """Which of the site's comments this person sees and decides about, as their row says today."""
    person = signed_in(actor)
    sections = sections_at(work.session, person.id, site.id)
    starts = [
        canonical(str(origin)) + section.removeprefix("/") for origin in site.origins for section in sections
    ]
    is_legal = role_at(work.session, person.id, site.id) is Role.LEGAL
    return Reach(starts=tuple(starts), only_legal=is_legal)


def check_within_reach(work: Work, actor: Actor | None, site: Site, comment_id: int) -> None:
    """Raises `NotFound` for a comment of the site that is none of theirs, as for one that is not there."""
    reach = reach_at(work, actor, site)
    if not reach.is_whole and not ids_within(work.session, site.id, {comment_id}, reach):
        raise NotFound("no_comment", "There is no such comment.")


def check_article(work: Work, actor: Actor | None, site: Site, url: str) -> None:
    """The same for an article at this address."""
    if not reach_at(work, actor, site).has_article(url):
        raise NotFound("no_article", "There is no such article.")


def _not_theirs(site_key: str) -> NotFound:
    return NotFound("no_site", f"There is no site “{site_key[:40]}” among those you moderate.")
