"""One thing said of several articles: each in a transaction of its own, with a result of its own."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from commentbox.domain.article_shorts import Short
from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.people import Actor
from commentbox.services.articles import set_up_in_short, undo_change
from commentbox.services.moderators import site_to_moderate
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow

MOST_ARTICLES = 100

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads
Change = tuple[int, int]  # an article, and the line in its log


@dataclass(frozen=True, kw_only=True)
class Result:
    """`change`: the line in the log, by which it is taken back; none where nothing was done."""

    article_id: int
    title: str
    message: str
    change: int | None = None
    is_done: bool = True


def set_up_many(
    open_work: Open, actor: Actor | None, site_key: str, articles: Sequence[int], do: Short, number: str
) -> list[Result]:
    """In the order of their numbers. What is so already stays so, and says it."""
    ids = sorted(set(articles))
    if not 1 <= len(ids) <= MOST_ARTICLES:
        raise Invalid("bad_items", f"Select from 1 to {MOST_ARTICLES} articles.", field="article")
    with open_work(False) as w:
        site_to_moderate(w, actor, site_key)

    def one(work: Work, article_id: int) -> tuple[str, int | None]:
        line = set_up_in_short(work, actor, site_key, article_id, do, number)
        return ("Done." if line is not None else "It was so already."), line

    return [_each(open_work, article_id, one) for article_id in ids]


def undo_many(open_work: Open, actor: Actor | None, site_key: str, changes: Sequence[Change]) -> list[Result]:
    """Each as it was before, if nobody has changed it since."""
    if not 1 <= len(changes) <= MOST_ARTICLES:
        raise Invalid("bad_items", "There is nothing to take back.", field="change")
    with open_work(False) as w:
        site_to_moderate(w, actor, site_key)
    found = []
    for article_id, line in sorted(set(changes)):

        def one(work: Work, article_id: int, line: int = line) -> tuple[str, None]:
            undo_change(work, actor, site_key, article_id, line)
            return "Taken back.", None

        found.append(_each(open_work, article_id, one))
    return found


def _each(open_work: Open, article_id: int, one: Callable[[Work, int], tuple[str, int | None]]) -> Result:
    """What one article's own trouble says, the others do not wait for; a wrong number is everybody's."""
    with open_work(True) as work:
        try:
            with work.session.begin_nested():
                message, line = one(work, article_id)
        except Invalid:
            raise
        except CommentboxError as error:
            return Result(article_id=article_id, title="", message=str(error), is_done=False)
        row = work.session.get_one(ArticleRow, article_id)
        title = row.title or row.url.partition("://")[2]
        return Result(article_id=article_id, title=title, message=message, change=line)
