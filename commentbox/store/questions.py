"""An article’s question: what it offers, who answered what, and how often each was chosen."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.question import Option, Question
from commentbox.store.articles import ArticleRow
from commentbox.store.base import Base, Id, inserting
from commentbox.store.comments import CommentRow


class QuestionRow(Base):
    """`over_at`: since then nobody’s answer is kept, and only the counts are."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("article_id"),)

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    text: Mapped[str]
    over_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class OptionRow(Base):
    __tablename__ = "options"
    __table_args__ = (UniqueConstraint("question_id", "place"),)

    id: Mapped[Id]
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    place: Mapped[int]
    label: Mapped[str]
    count: Mapped[int] = mapped_column(default=0)


class AnswerRow(Base):
    """One a person. It belongs to this question alone and is asked for nowhere else."""

    __tablename__ = "answers"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("options.id"), index=True)
    created_at: Mapped[datetime]


def question_of(session: Session, article_id: int) -> Question | None:
    query = select(QuestionRow).where(QuestionRow.article_id == article_id)
    row = session.scalars(query).one_or_none()
    return None if row is None else _question(session, row)


def questions_under(session: Session, article_ids: Collection[int]) -> dict[int, str]:
    """What is asked under each of these articles."""
    query = select(QuestionRow.article_id, QuestionRow.text).where(QuestionRow.article_id.in_(article_ids))
    return dict(session.execute(query).all())


def lock_question(session: Session, question_id: int, *, to_change: bool) -> QuestionRow | None:
    """Who answers shares this lock with others who do; who changes the question waits for all of them.

    It comes after a person’s lock, and before those of comments and articles.
    """
    query = select(QuestionRow).where(QuestionRow.id == question_id)
    query = query.with_for_update(read=not to_change, key_share=not to_change)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def options_of(session: Session, question_id: int) -> Sequence[OptionRow]:
    query = select(OptionRow).where(OptionRow.question_id == question_id).order_by(OptionRow.place)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def answer_of(session: Session, question_id: int, person_id: int) -> int | None:
    """The option the person has chosen."""
    row = session.get(AnswerRow, (question_id, person_id), populate_existing=True)
    return None if row is None else row.option_id


def set_answer(session: Session, question_id: int, person_id: int, option_id: int, now: datetime) -> None:
    values = {"question_id": question_id, "person_id": person_id, "option_id": option_id, "created_at": now}
    session.execute(
        inserting(session, AnswerRow)
        .values(values)
        .on_conflict_do_update(
            index_elements=["question_id", "person_id"], set_={"option_id": option_id, "created_at": now}
        )
    )


def take_answer_back(session: Session, question_id: int, person_id: int) -> None:
    row = AnswerRow
    session.execute(delete(row).where(row.question_id == question_id, row.person_id == person_id))


def move_count(session: Session, before: int | None, after: int | None) -> None:
    """One answer fewer for `before`, one more for `after`; in the order of their ids, as everybody locks."""
    for option_id in sorted({before, after} - {None}):  # type: ignore[type-var]  # None is just taken out
        step = 1 if option_id == after else -1
        row = OptionRow
        session.execute(update(row).where(row.id == option_id).values(count=row.count + step))


def show_instead(session: Session, article_id: int, person_id: int | None, option_id: int | None) -> None:
    """Beside the person’s comments that show their answer, or everybody’s, stands this one from now on."""
    query = select(CommentRow.id).where(CommentRow.article_id == article_id)
    query = query.where(CommentRow.option_id.is_not(None))
    if person_id is not None:
        query = query.where(CommentRow.author_id == person_id)
    query = query.order_by(CommentRow.id.desc()).with_for_update(key_share=True)
    ids = list(session.scalars(query))
    if ids:
        session.execute(update(CommentRow).where(CommentRow.id.in_(ids)).values(option_id=option_id))


def recount_answers(session: Session, article_id: int) -> int:
    """Set right the counts that do not agree with the answers, while those are kept; how many that were."""
    if not _wrong_counts(session, article_id):
        return 0
    question = question_of(session, article_id)
    if question is None or lock_question(session, question.id, to_change=True) is None:
        return 0
    wrong = _wrong_counts(session, article_id)
    for option_id, counted in wrong:
        session.execute(update(OptionRow).where(OptionRow.id == option_id).values(count=counted))
    return len(wrong)


def forget_answers(session: Session, question_id: int) -> None:
    """Nobody’s answer is left; the counts stay."""
    session.execute(delete(AnswerRow).where(AnswerRow.question_id == question_id))


def drop_options(session: Session, question_id: int) -> None:
    session.execute(delete(OptionRow).where(OptionRow.question_id == question_id))


def drop_question(session: Session, question_id: int) -> None:
    forget_answers(session, question_id)
    drop_options(session, question_id)
    session.execute(delete(QuestionRow).where(QuestionRow.id == question_id))


def answered_by(session: Session, person_id: int) -> Sequence[int]:
    query = select(AnswerRow.question_id).where(AnswerRow.person_id == person_id)
    return session.scalars(query.order_by(AnswerRow.question_id)).all()


def questions_to_end(session: Session) -> Sequence[tuple[int, ArticleRow]]:
    """Those whose answers are still kept."""
    query = select(QuestionRow.id, ArticleRow).join(ArticleRow, ArticleRow.id == QuestionRow.article_id)
    query = query.where(QuestionRow.over_at.is_(None))
    return [(key, article) for key, article in session.execute(query.order_by(QuestionRow.id))]


def _wrong_counts(session: Session, article_id: int) -> Sequence[tuple[int, int]]:
    """In one query, so that options and answers are of one moment."""
    counted = func.count(AnswerRow.person_id)
    query = select(OptionRow.id, counted).join(QuestionRow, QuestionRow.id == OptionRow.question_id)
    query = query.outerjoin(AnswerRow, AnswerRow.option_id == OptionRow.id)
    query = query.where(QuestionRow.article_id == article_id, QuestionRow.over_at.is_(None))
    query = query.group_by(OptionRow.id, OptionRow.count).having(OptionRow.count != counted)
    return [(key, number) for key, number in session.execute(query)]


def _question(session: Session, row: QuestionRow) -> Question:
    return Question(
        id=row.id,
        text=row.text,
        options=tuple(
            Option(id=option.id, label=option.label, count=option.count)
            for option in options_of(session, row.id)
        ),
        is_over=row.over_at is not None,
    )
