"""What an author is told by e-mail when a moderator removes a comment, or puts it back."""

from datetime import timedelta

from sqlalchemy import select

from commentbox.domain.appeals import Terms
from commentbox.domain.comment import Reason, Status
from commentbox.domain.notices import Letters, NoticeKind
from commentbox.domain.words import Words
from commentbox.services.letter import letter_to
from commentbox.services.sites import Site
from commentbox.services.stop_letters import stop_link
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.jobs import JobRow, add_job
from commentbox.store.people import PersonRow

UNDO_WINDOW = timedelta(minutes=2)  # a slip of the finger that is taken back at once alarms nobody
_MAX_QUOTE = 1000

WHY_REMOVED = {
    Reason.ABUSE: Words("It insults or demeans people."),
    Reason.SPAM: Words("It is advertising, or was sent many times."),
    Reason.OFF_TOPIC: Words("It is not about the article."),
    Reason.UNTRUE: Words("It states as a fact something that is untrue or misleading."),
    Reason.ILLEGAL: Words("We believe that publishing it would break the law."),
    Reason.PERSONAL_DATA: Words("It gives away somebody’s private details."),
    Reason.OTHER: Words("It does not keep to our rules for comments."),
}
BY_A_PERSON = Words("A person decided this, not a machine.")


def tell_of_removal(work: Work, site: Site, comment: CommentRow, removal_id: int, reason: Reason) -> bool:
    """Whether the author is told; imported authors have no address, and some want no such letters."""
    text = Words(
        "a moderator of {site} has removed this comment of yours:\n\n{quoted}\n\n"
        "The reason: {why}\n\n"
        "The article: {article}\n\n"
        "If you believe that this was a mistake, you can appeal until {until}. A different person from"
        " the one who decided will look at it:\n\n{link}",
        site=site.name,
        quoted=quoted(comment.source),
        why=WHY_REMOVED[reason].then(BY_A_PERSON),
        article=_article(work, comment),
        until=Terms(site.policy.appeal_days).open_until(work.now),
        link=f"{work.settings.base_url}/c/{comment.id}/own",
    )
    subject = Words("Your comment was removed ({site})", site=site.name)
    return _write(work, site, comment, subject, text, removal_id=removal_id)


def tell_of_return(work: Work, site: Site, comment: CommentRow, removal_id: int | None) -> None:
    """The removal no longer holds: its letter is not sent, or a second one puts the first right."""
    letter = None if removal_id is None else _unsent(work, removal_id)
    if letter is not None:
        work.session.delete(letter)
        return
    is_back = comment.status is Status.PUBLISHED
    text = Words(
        "{what}\n\n{quoted}\n\nThe article: {article}",
        what=_back(site) if is_back else _taken_back(site),
        quoted=quoted(comment.source),
        article=_article(work, comment),
    )
    back, again = (
        Words("Your comment is back ({site})", site=site.name),
        Words("Your comment is looked at again ({site})", site=site.name),
    )
    _write(work, site, comment, back if is_back else again, text)


def _back(site: Site) -> Words:
    return Words(
        "a moderator of {site} has looked again at this comment of yours and put it back:", site=site.name
    )


def _taken_back(site: Site) -> Words:
    return Words(
        "a moderator of {site} has taken back the removal of this comment of yours. It waits to be read once"
        " more:",
        site=site.name,
    )


def _unsent(work: Work, removal_id: int) -> JobRow | None:
    """Looks among unfinished jobs only, which are few, and locks: the worker must not take the letter now."""
    query = select(JobRow).where(JobRow.done_at.is_(None), JobRow.parked_at.is_(None), JobRow.kind == "mail")
    query = query.where(JobRow.payload["decision_id"].as_integer() == removal_id, JobRow.attempts == 0)
    return work.session.scalars(query.with_for_update()).one_or_none()


def _write(
    work: Work, site: Site, comment: CommentRow, subject: Words, text: Words, *, removal_id: int | None = None
) -> bool:
    author = work.session.get_one(PersonRow, comment.author_id)
    if author.email is None or author.decision_letters != Letters.AT_ONCE:
        return False
    whole = Words(
        "Dear {name},\n\n{text}\n\nThe moderators of {site}\n", name=author.name, text=text, site=site.name
    )
    language = author.language or site.policy.language
    stop = stop_link(work, author.id, (NoticeKind.DECISION,))
    letter = letter_to(work, author.email, subject, whole, language=language)
    payload = letter | {"decision_id": removal_id, "unsubscribe": stop}
    add_job(work.session, "mail", payload, work.now if removal_id is None else work.now + UNDO_WINDOW)
    return True


def quoted(source: str) -> str:
    """As in a letter, a long one cut."""
    text = source if len(source) <= _MAX_QUOTE else f"{source[:_MAX_QUOTE].rstrip()} …"
    return "\n".join(f"> {line}" for line in text.splitlines())


def _article(work: Work, comment: CommentRow) -> str:
    article = work.session.get_one(ArticleRow, comment.article_id)
    return f"{article.title}\n{article.url}" if article.title else article.url
