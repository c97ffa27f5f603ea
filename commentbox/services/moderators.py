"""The door every moderator's use case goes through."""

from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import require, why_not_moderate
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work
from commentbox.store.people import role_at


def site_named(work: Work, site_key: str) -> Site:
    """For staff: whether the site does not exist or is somebody else's makes no difference in the answer."""
    try:
        return get_site(work, site_key)
    except NotFound:
        raise _not_theirs(site_key) from None


def site_to_moderate(work: Work, actor: Actor | None, site_key: str) -> Site:
    """The site, if this person moderates it today.

    The role is read again: an actor carries one for a single site, and may have lost it since signing in.
    """
    site = site_named(work, site_key)
    if actor is not None and role_at(work.session, actor.id, site.id) is Role.READER:
        raise _not_theirs(site_key)
    require(why_not_moderate(actor))
    return site


def _not_theirs(site_key: str) -> NotFound:
    return NotFound("no_site", f"There is no site “{site_key[:40]}” among those you moderate.")
