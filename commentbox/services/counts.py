"""How many comments articles have, for the numbers beside their headlines."""

from collections.abc import Sequence

from commentbox.domain.article_url import canonical
from commentbox.domain.errors import Invalid
from commentbox.domain.words import Words
from commentbox.services.sites import get_site
from commentbox.services.work import Work
from commentbox.store.articles import articles_by_urls

MAX_COUNTS = 100


def count_comments(work: Work, site_key: str, urls: Sequence[str]) -> dict[str, int]:
    """The number of published comments by the address asked for; 0 where there are none or it is not ours."""
    if len(urls) > MAX_COUNTS:
        raise Invalid(
            "too_many", Words("Ask for at most {most} addresses at a time.", most=MAX_COUNTS), field="url"
        )
    site = get_site(work, site_key)
    wanted = {url: _canonical_or_none(url) for url in urls}
    known = articles_by_urls(work.session, site.id, [url for url in wanted.values() if url is not None])
    counts = {url: row.count_published for url, row in known.items()}
    return {url: counts.get(found or "", 0) for url, found in wanted.items()}


def _canonical_or_none(url: str) -> str | None:
    try:
        return canonical(url)
    except Invalid:
        return None
