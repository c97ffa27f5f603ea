"""The publishers of this box: what a use case needs to know of the one it works for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from commentbox.domain.article_settings import ArticleSettings
from commentbox.domain.article_url import canonical
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.moderation.hours import opens_again
from commentbox.domain.moderation.section_defaults import defaults_for
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.origins import Origin, may_host_article, parse_site_origin
from commentbox.domain.text import clean_line
from commentbox.domain.words import Words
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, article_by_url
from commentbox.store.comments import site_of_comment
from commentbox.store.sites import SiteFacts, SiteRow, all_sites, site_by_id, site_by_key, site_facts

_KEY_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, kw_only=True)
class Site:
    """A publisher as the rest of the code sees it."""

    id: int
    key: str
    name: str
    origins: tuple[Origin, ...]
    policy: Policy
    watched: Policy | None = None  # another one, that only notes what it would find
    version: int = 1  # of the policy
    triage_model: str | None = None  # the digest of the model in use
    has_classifier: bool = False  # outside, that is asked about every comment

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The one in force, and the one on trial."""
        return (self.policy,) if self.watched is None else (self.policy, self.watched)

    def remembered_since(self, now: datetime) -> datetime:
        """From when on somebody else's text counts as said before."""
        return now - timedelta(hours=max(policy.repeat_window_hours for policy in self.policies))

    def settings_of(self, article: ArticleRow | None, url: str = "") -> ArticleSettings:
        """An article’s own settings, and its section’s for the rest; `url` of one that has no row yet."""
        own = ArticleSettings() if article is None else article.settings()
        section = defaults_for(self.policy.section_defaults, url if article is None else article.url)
        return own.with_defaults(section)

    def is_open(self, article: ArticleRow, now: datetime) -> bool:
        """Whether nobody has closed it, nor an end of its own or its section’s; hours are not asked."""
        return self.settings_of(article).is_open(article.active_at, now)

    def opens_again(self, article: ArticleRow | None, now: datetime, url: str = "") -> datetime | None:
        """When readers can comment there again by its opening hours; None while they can."""
        return opens_again(self.settings_of(article, url).opening_hours, self.policy.time_zone, now)

    def under(self, article: ArticleRow | None, now: datetime, url: str = "") -> "Site":
        """As it is for this article, with what was set for that; `url` of one that has no row yet."""
        own = self.settings_of(article, url)
        watched = None if self.watched is None else own.applied_to(self.watched, now)
        return replace(self, policy=own.applied_to(self.policy, now), watched=watched)


def get_site(work: Work, key: str) -> Site:
    known: Site | None = work.sites.get(key)
    if known is not None:
        return known
    row = site_facts(work.session, key) if is_key(key) else None
    if row is None:
        raise NotFound(
            "no_site",
            Words("There is no site “{key}” here. Check the site attribute of the embed.", key=key[:40]),
        )
    return _site(row)


def get_site_of_comment(work: Work, comment_id: int) -> Site:
    """The site a comment belongs to, where only the comment is known."""
    site_id = site_of_comment(work.session, comment_id)
    row = None if site_id is None else site_by_id(work.session, site_id)
    if row is None:
        raise NotFound("no_comment", "This comment is not here, or no longer.")
    return _site(row)


def get_site_by_id(work: Work, site_id: int) -> Site:
    """For a row that names its site."""
    return _site(work.session.get_one(SiteRow, site_id))


def list_sites(work: Work) -> Sequence[Site]:
    return [_site(row) for row in all_sites(work.session)]


def add_site(
    work: Work, *, key: str, name: str, origins: Sequence[str], policy: Policy | None = None
) -> Site:
    """A new publisher; `key` is what the embed names, `origins` are where its articles live."""
    if not is_key(key):
        raise Invalid("bad_key", "A site key is 2 to 40 small letters, digits or hyphens.", field="key")
    if site_by_key(work.session, key) is not None:
        raise Invalid("key_taken", f"There is a site “{key}” already.", field="key")
    parsed = tuple(dict.fromkeys(parse_site_origin(origin) for origin in origins))
    if not parsed:
        raise Invalid(
            "no_origin", "Name at least one origin, such as https://www.example.org.", field="origins"
        )
    row = SiteRow(
        key=key,
        name=clean_line(name, field="name", max_length=80),
        origins=[str(origin) for origin in parsed],
        policy=(policy or Policy()).to_dict(),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()  # the caller needs its id
    return _site(row)


def add_origin(work: Work, *, key: str, origin: str) -> Site:
    """The site's articles live on one more origin; naming one twice changes nothing."""
    row = site_by_key(work.session, get_site(work, key).key)
    parsed = str(parse_site_origin(origin))
    if row is not None and parsed not in row.origins:
        row.origins = [*row.origins, parsed]
        work.session.flush()  # the answer below is what is stored
    return get_site(work, key)


def article_url(site: Site, raw: object) -> str:
    """The canonical address of an article of this site; anybody else's is refused."""
    if not isinstance(raw, str):
        raise Invalid("bad_url", "Give the address of the article.", field="url")
    url = canonical(raw)
    if not may_host_article(url, site.origins):
        raise Invalid(
            "foreign_article", Words("This article is not on a page of {site}.", site=site.name), field="url"
        )
    return url


def find_article(work: Work, site: Site, raw: object) -> tuple[str, ArticleRow | None]:
    """The article's canonical address and its row, which the first comment makes."""
    url = article_url(site, raw)
    return url, article_by_url(work.session, site.id, url)


def is_key(key: str) -> bool:
    """Asked before the database is: PostgreSQL takes no text with a NUL in it."""
    return 2 <= len(key) <= 40 and set(key) <= _KEY_LETTERS


def _site(row: SiteRow | SiteFacts) -> Site:
    origins = tuple(parse_site_origin(origin) for origin in row.origins)
    return Site(
        id=row.id,
        key=row.key,
        name=row.name,
        origins=origins,
        policy=_policy(row.id, row.policy),
        watched=None if row.watched_policy is None else _policy(-row.id, row.watched_policy),
        version=row.policy_version,
        triage_model=row.triage_model,
        has_classifier=row.has_classifier,
    )


def _policy(key: int, kept: dict[str, Any]) -> Policy:
    """Read once for as long as it is the same: with lists of 10,000 words that is felt."""
    known = _READ.get(key)
    if known is None or known[0] != kept:
        known = _READ[key] = (dict(kept), Policy.from_dict(kept))
    return known[1]


_READ: dict[int, tuple[dict[str, Any], Policy]] = {}
