"""What readers of a site talk about most."""

from dataclasses import dataclass

from commentbox.domain.ranking import Window
from commentbox.services.sites import get_site
from commentbox.services.work import Work
from commentbox.store import recent

MOST = 10


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The articles with the most comments in a window, and how many: worth a minute."""

    places: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        return 100 + 100 * len(self.places)


@dataclass(frozen=True, kw_only=True)
class Discussed:
    url: str
    title: str
    recent: int  # published within the window
    count: int


def rank(work: Work, site_key: str, window: Window) -> Ranking:
    """Reads as much of an index as was said in the window; keep the answer for a while."""
    site = get_site(work, site_key)
    found = recent.most_discussed(work.session, site.id, work.now - window.span, MOST)
    return Ranking(places=tuple(found))


def most_discussed(work: Work, site_key: str, ranking: Ranking) -> list[Discussed]:
    """The articles of a ranking as they are now; one with no published comment left is gone at once."""
    ids = [article_id for article_id, _ in ranking.places]
    rows = recent.articles_by_ids(work.session, get_site(work, site_key).id, ids)
    return [
        Discussed(url=row.url, title=row.title, recent=number, count=row.count_published)
        for article_id, number in ranking.places
        if (row := rows.get(article_id)) is not None and row.count_published
    ]
