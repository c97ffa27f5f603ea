"""Under which addresses an article is found: further ones, a new one, and two articles that are one."""

from dataclasses import dataclass

from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.domain.staff import StaffAct
from commentbox.services.moderators import site_to_moderate
from commentbox.services.sites import Site, article_url
from commentbox.services.staff import note
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, lock_for_good, publish_change, row_at
from commentbox.store.base import add_if_new
from commentbox.store.merge import has_comments, lock_both, move_all
from commentbox.store.questions import lock_question, question_of


def add_address(work: Work, actor: Actor | None, site_key: str, article_id: int, url: object) -> None:
    """This address leads to the article as well, from now on. The same once more changes nothing.

    Raises `Conflict` where another article is at home.
    """
    site, article = _locked(work, actor, site_key, article_id)
    address = article_url(site, url)
    if address != article.url and _lead(work, site, address, article):
        _note(work, actor, article, StaffAct.LEADS, address)


def drop_address(work: Work, actor: Actor | None, site_key: str, article_id: int, url: object) -> None:
    """It is an article of its own again, with nothing under it. Doing it twice is no harm."""
    site, article = _locked(work, actor, site_key, article_id)
    row = row_at(work.session, site.id, article_url(site, url))
    if row is None or row.merged_into != article.id:
        return
    row.merged_into = None
    row.version = article.version + 1  # above what is known of this address
    _note(work, actor, article, StaffAct.LEADS_NOT, row.url)


def move_article(work: Work, actor: Actor | None, site_key: str, article_id: int, url: object) -> None:
    """It lives at that address now, and the one before leads there. The same once more changes nothing."""
    site, article = _locked(work, actor, site_key, article_id)
    address, before = article_url(site, url), article.url
    if address == before:
        return
    other = row_at(work.session, site.id, address)
    if other is not None and other.merged_into != article.id:
        raise _at_home(work, other)
    if other is not None:
        other.url = f"moving:{other.id}"  # two rows change places, and no two have one address
        work.session.flush()
    article.url = address
    work.session.flush()
    if other is not None:
        other.url = before
    else:
        _lead(work, site, before, article)
    _note(work, actor, article, StaffAct.MOVED, before)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What would be merged into an article."""

    title: str
    url: str
    count: int


def read_source(work: Work, actor: Actor | None, site_key: str, article_id: int, url: object) -> Source:
    """To be looked at before. Raises `NotFound` and `Conflict` as the merge itself does."""
    row = _source(work, actor, site_key, article_id, url)
    return Source(title=row.title or row.url.partition("://")[2], url=row.url, count=row.count_published)


def _source(work: Work, actor: Actor | None, site_key: str, article_id: int, url: object) -> ArticleRow:
    site = site_to_moderate(work, actor, site_key, Right.LEAD)
    source = row_at(work.session, site.id, article_url(site, url))
    if source is None:
        raise NotFound("no_article", "Nobody has commented on an article at this address.")
    target = work.session.get(ArticleRow, article_id)
    if target is None or target.site_id != site.id:
        raise NotFound("no_article", "There is no such article.")
    if source.id == target.id:
        raise Conflict("same_article", "This is the address of the article itself.")
    if source.merged_into not in (None, target.id) or target.merged_into is not None:
        raise _elsewhere()
    if source.has_question and target.has_question:
        raise Conflict("two_questions", "Both articles have a question. Take one of them away first.")
    return source


def merge_articles(work: Work, actor: Actor | None, site_key: str, article_id: int, url: object) -> None:
    """Everything under the article at that address moves under this one, and the address leads here.

    It cannot be undone. The same once more changes nothing. Who writes there meanwhile is waited for, or
    writes here.
    """
    source = _source(work, actor, site_key, article_id, url)
    if source.merged_into == article_id:
        return
    found = question_of(work.session, source.id)
    if found is not None:
        lock_question(work.session, found.id, to_change=True)
    rows = lock_both(work.session, source.site_id, source.id, article_id)
    if rows is None:
        raise Conflict(
            "merge_busy", "So much is being written there that it could not be merged. Try once more."
        )
    source, target = rows[source.id], rows[article_id]
    if source.merged_into == target.id:
        return
    _source(work, actor, site_key, article_id, url)  # again, now that nobody else may change them
    move_all(work.session, source, target)
    note(
        work,
        target.site_id,
        StaffAct.MERGED,
        by_id=signed_in(actor).id,
        article_id=target.id,
        detail=source.url,
    )


def _note(work: Work, actor: Actor | None, article: ArticleRow, act: StaffAct, detail: str) -> None:
    by_id = signed_in(actor).id
    note(work, article.site_id, act, by_id=by_id, article_id=article.id, detail=detail)
    work.session.flush()  # the version is raised by an UPDATE statement on the same row
    publish_change(work.session, article.id, count=0)


def _locked(work: Work, actor: Actor | None, site_key: str, article_id: int) -> tuple[Site, ArticleRow]:
    site = site_to_moderate(work, actor, site_key, Right.LEAD)
    article = lock_for_good(work.session, site.id, [article_id]).get(article_id)
    if article is None or article.merged_into is not None:
        raise NotFound("no_article", "There is no such article.")
    return site, article


def _lead(work: Work, site: Site, address: str, article: ArticleRow) -> bool:
    """Let a free address lead to the article; whether it did not before."""
    values = {"site_id": site.id, "url": address, "title": "", "merged_into": article.id}
    if add_if_new(work.session, ArticleRow, **values, active_at=work.now, created_at=work.now):
        return True
    row = row_at(work.session, site.id, address)
    if row is None or row.merged_into == article.id:
        return False
    raise _at_home(work, row)


def _at_home(work: Work, row: ArticleRow) -> Conflict:
    if row.merged_into is not None:
        return _elsewhere()
    if not has_comments(work.session, row.id):
        return Conflict("taken_address", "There is an article at this address. Merge it into this one first.")
    name = row.title or row.url.partition("://")[2]
    told = f"“{name}” is at this address, with comments of its own. Merge it into this one instead."
    return Conflict("taken_address", told)


def _elsewhere() -> Conflict:
    return Conflict("leads_elsewhere", "This address leads to another article already.")
