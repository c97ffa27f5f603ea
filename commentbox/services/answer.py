"""A reader answers the editor’s question, changes the answer, or takes it back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import SIGNED_OUT, require, signed_in, why_not_post
from commentbox.domain.question import Question
from commentbox.services.sites import Site, get_site, get_site_by_id
from commentbox.services.work import Work
from commentbox.store import questions
from commentbox.store.articles import ArticleRow, publish_change
from commentbox.store.people import lock_person

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads


@dataclass(frozen=True, kw_only=True)
class Answered:
    """How the question stands afterwards; `own` is the option this person has chosen."""

    url: str
    question: Question
    own: int | None


def answer(
    work: Work, actor: Actor | None, site_key: str, question_id: int, option_id: int | None
) -> Answered:
    """One answer a person, whatever is sent however often; no option takes it back, which is always possible.

    What it counts, and what stands beside the person’s comments, changes in the same transaction.
    """
    site, person = get_site(work, site_key), signed_in(actor)
    found = lock_person(work.session, person.id)
    if found is None or found.erase_at is not None or found.erased_at is not None:
        raise SIGNED_OUT.as_error()
    article = _article(work, site, question_id)
    if option_id is not None:
        require(why_not_post(actor, is_open=site.is_open(article, work.now), now=work.now, site_id=site.id))
    _settle(work, article, question_id, person.id, option_id)
    question = questions.question_of(work.session, article.id)
    assert question is not None  # noqa: S101 - locked above; for the type checker
    return Answered(url=article.url, question=question, own=option_id)


def question_under(work: Work, article: ArticleRow) -> Question | None:
    return questions.question_of(work.session, article.id) if article.has_question else None


def my_answer(work: Work, actor: Actor | None, question: Question | None) -> int | None:
    """What this person has answered; nobody else is ever told."""
    if actor is None or question is None:
        return None
    return questions.answer_of(work.session, question.id, actor.id)


def site_of_question(work: Work, question_id: int) -> Site:
    row = work.session.get(questions.QuestionRow, question_id)
    if row is None:
        raise _no_question()
    return get_site_by_id(work, work.session.get_one(ArticleRow, row.article_id).site_id)


def take_all_back(open_work: Open, person_id: int) -> None:
    """For an account that ends: question by question, and the counts are put right."""
    with open_work(False) as w:
        found = questions.answered_by(w.session, person_id)
    for question_id in found:
        with open_work(True) as w:
            lock_person(w.session, person_id)
            row = questions.lock_question(w.session, question_id, to_change=False)
            if row is not None:
                _settle(w, w.session.get_one(ArticleRow, row.article_id), question_id, person_id, None)


def forget_old_answers(work: Work) -> None:
    """Where an article has been closed long enough, who answered what is forgotten; the counts stay."""
    for question_id, article in questions.questions_to_end(work.session):
        site = get_site_by_id(work, article.site_id)
        kept = timedelta(days=site.policy.answers_kept_days)
        closing = site.settings_of(article).closing(article.active_at)
        if closing is None or closing + kept > work.now:
            continue
        row = questions.lock_question(work.session, question_id, to_change=True)
        if row is None:
            continue
        questions.forget_answers(work.session, question_id)
        questions.show_instead(work.session, article.id, None, None)
        row.over_at = work.now
        work.session.flush()  # before the article’s row is taken
        publish_change(work.session, article.id, count=0)


def _article(work: Work, site: Site, question_id: int) -> ArticleRow:
    """The article of a question of this site, which is not taken away meanwhile."""
    row = questions.lock_question(work.session, question_id, to_change=False)
    article = None if row is None else work.session.get(ArticleRow, row.article_id)
    if row is None or article is None or article.site_id != site.id:
        raise _no_question()
    if row.over_at is not None:
        raise Conflict("question_over", "This question takes no more answers.")
    return article


def _settle(work: Work, article: ArticleRow, question_id: int, person_id: int, option_id: int | None) -> None:
    session = work.session
    if option_id is not None and option_id not in {
        row.id for row in questions.options_of(session, question_id)
    }:
        raise Invalid("bad_option", "Choose one of the answers.", field="option")
    before = questions.answer_of(session, question_id, person_id)
    if before == option_id:
        return
    if option_id is None:
        questions.take_answer_back(session, question_id, person_id)
    else:
        questions.set_answer(session, question_id, person_id, option_id, work.now)
    questions.show_instead(session, article.id, person_id, option_id)
    questions.move_count(session, before, option_id)
    publish_change(session, article.id, count=0)


def _no_question() -> NotFound:
    return NotFound("no_question", "This question is not here, or no longer.")
