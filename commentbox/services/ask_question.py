"""Staff put a question under an article, or take it away."""

from collections.abc import Sequence

from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.question import Question, clean_options, clean_question
from commentbox.domain.staff import StaffAct
from commentbox.services.moderators import check_article, site_to_moderate
from commentbox.services.staff import note
from commentbox.services.work import Work
from commentbox.store import questions
from commentbox.store.articles import ArticleRow, lock_article, publish_change


def ask_question(
    work: Work, actor: Actor | None, site_key: str, article_id: int, text: object, options: Sequence[str]
) -> None:
    """A new question, or other words for the one that is there.

    Once somebody has answered, the answers to choose from stay as they are: `Conflict`.
    """
    site = site_to_moderate(work, actor, site_key)
    question, labels = clean_question(text), clean_options(options)
    article = work.session.get(ArticleRow, article_id)
    if article is None or article.site_id != site.id:
        raise _no_article()
    check_article(work, actor, site, article.url)
    before = questions.question_of(work.session, article.id)
    if before is not None and (before.text, _labels(before)) == (question, labels):
        return
    row = _row(work, article, before)
    row.text = question
    work.session.flush()  # its options name its id
    if before is None or _labels(before) != labels:
        _set_options(work, row, labels)
    note(
        work, site.id, StaffAct.ASKED, by_id=signed_in(actor).id, article_id=article.id,
        detail=" / ".join((question, *labels)),
    )  # fmt: skip
    lock_article(work.session, article.id)
    article.has_question = True
    work.session.flush()  # the version is raised by an UPDATE statement on the same row
    publish_change(work.session, article.id, count=0)


def drop_question(work: Work, actor: Actor | None, site_key: str, article_id: int) -> None:
    """With every answer, and what comments show of them. Doing it twice is no harm."""
    site = site_to_moderate(work, actor, site_key)
    article = work.session.get(ArticleRow, article_id)
    if article is None or article.site_id != site.id:
        raise _no_article()
    check_article(work, actor, site, article.url)
    found = questions.question_of(work.session, article.id)
    row = None if found is None else questions.lock_question(work.session, found.id, to_change=True)
    if found is None or row is None:
        return
    text = row.text
    questions.show_instead(work.session, article.id, None, None)
    questions.drop_question(work.session, row.id)
    note(work, site.id, StaffAct.UNASKED, by_id=signed_in(actor).id, article_id=article.id, detail=text)
    lock_article(work.session, article.id)
    article.has_question = False
    work.session.flush()  # as above
    publish_change(work.session, article.id, count=0)


def _row(work: Work, article: ArticleRow, before: Question | None) -> questions.QuestionRow:
    if before is None:
        lock_article(work.session, article.id)
        if questions.question_of(work.session, article.id) is not None:
            raise _meanwhile()
        row = questions.QuestionRow(article_id=article.id, text="", created_at=work.now)
        work.session.add(row)
        return row
    found = questions.lock_question(work.session, before.id, to_change=True)
    if found is None:
        raise _meanwhile()
    return found


def _set_options(work: Work, row: questions.QuestionRow, labels: Sequence[str]) -> None:
    if row.over_at is not None or any(option.count for option in questions.options_of(work.session, row.id)):
        raise Conflict(
            "answered",
            "Readers have answered, so the answers stay as they are. To ask anew, take it away first.",
        )
    questions.drop_options(work.session, row.id)
    made = (
        questions.OptionRow(question_id=row.id, place=place, label=label, count=0)
        for place, label in enumerate(labels)
    )
    work.session.add_all(made)


def _labels(question: Question) -> tuple[str, ...]:
    return tuple(option.label for option in question.options)


def _no_article() -> NotFound:
    return NotFound("no_article", "There is no such article.")


def _meanwhile() -> Conflict:
    return Conflict(
        "question_changed", "Somebody else has changed the question meanwhile. Look at it and try again."
    )
