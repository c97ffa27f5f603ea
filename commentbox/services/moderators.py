"""The door every moderator's use case goes through, and how far whoever came in may look."""

from collections.abc import Sequence
from dataclasses import replace

from commentbox.domain.article_url import canonical
from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import require, signed_in
from commentbox.domain.rights import MODERATORS, NOT_WHOLE_SITE, Reach, Right, why_not
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work
from commentbox.store.people import role_at, sections_at, staff_of
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
    is_legal = role_at(work.session, person.id, site.id) is Role.LEGAL
    return Reach(starts=_starts(site, sections_at(work.session, person.id, site.id)), only_legal=is_legal)


def others_moderate(work: Work, site: Site, person_id: int, url: str | None) -> bool:
    """Whether somebody else moderates the article at this address, or without one the whole site."""
    for row, _ in staff_of(work.session, site.id):
        if row.person_id != person_id and row.role in MODERATORS:
            sections = row.sections or ()
            if not sections or (url is not None and Reach(starts=_starts(site, sections)).has_article(url)):
                return True
    return False


def check_within_reach(work: Work, actor: Actor | None, site: Site, comment_id: int) -> None:
    """Raises `NotFound` for a comment of the site that is none of theirs, as for one that is not there."""
    reach = reach_at(work, actor, site)
    if not reach.is_whole and not ids_within(work.session, site.id, {comment_id}, reach):
        raise NotFound("no_comment", "There is no such comment.")


def require_whole_site(work: Work, actor: Actor | None, site: Site) -> None:
    """Raises `Forbidden` for who moderates sections of it."""
    if not reach_at(work, actor, site).is_whole:
        require(NOT_WHOLE_SITE)


def check_article(work: Work, actor: Actor | None, site: Site, url: str) -> None:
    """The same for an article at this address."""
    if not reach_at(work, actor, site).has_article(url):
        raise NotFound("no_article", "There is no such article.")


def _starts(site: Site, sections: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        canonical(str(origin)) + section.removeprefix("/") for origin in site.origins for section in sections
    )


def _not_theirs(site_key: str) -> NotFound:
    return NotFound("no_site", f"There is no site “{site_key[:40]}” among those you moderate.")
