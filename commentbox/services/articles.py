"""Staff close an article's comments, or open them again."""

from dataclasses import dataclass

from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor
from commentbox.services.moderators import site_to_moderate
from commentbox.services.work import Work
from commentbox.store.articles import lock_article, publish_change
from commentbox.store.events import EventRow


@dataclass(frozen=True, kw_only=True)
class ArticleState:
    id: int
    title: str
    url: str
    is_open: bool


def set_open(work: Work, actor: Actor | None, site_key: str, article_id: int, is_open: bool) -> ArticleState:
    """Let readers comment on an article, or no longer; what was said stays. Asking twice changes nothing."""
    site = site_to_moderate(work, actor, site_key)
    article = lock_article(work.session, article_id)
    if article is None or article.site_id != site.id:
        raise NotFound("no_article", "There is no such article.")
    if (article.closed_at is None) is not is_open:
        article.closed_at = None if is_open else work.now
        kind = "opened" if is_open else "closed"
        work.session.add(EventRow(article_id=article.id, kind=kind, created_at=work.now))
        work.session.flush()  # the version is raised by an UPDATE statement on the same row
        publish_change(work.session, article.id, count=0)
    return ArticleState(id=article.id, title=article.title, url=article.url, is_open=is_open)
