"""The publisher a request is about, read once for all who ask during it."""

from commentbox.services.sites import Site, get_site
from commentbox.web.language import know_site
from commentbox.web.work import reading, sites


def site_here(key: str) -> Site:
    """The site of that key. Ask before opening work: the first to ask opens its own."""
    known: dict[str, Site] = sites()
    if key not in known:
        with reading() as w:
            known[key] = get_site(w, key)
        know_site(known[key].policy.language)
    return known[key]
