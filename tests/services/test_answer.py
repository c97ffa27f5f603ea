"""The editor’s question: one answer a person, counts that hold, and nothing kept for longer than said."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select

from commentbox.domain.errors import CommentboxError, Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from commentbox.domain.people import Actor, Role
from commentbox.domain.question import YES_NO, Option, Question, clean_options
from commentbox.domain.ranking import Sort
from commentbox.services.answer import answer, forget_old_answers, my_answer, take_all_back
from commentbox.services.articles import set_open
from commentbox.services.ask_question import ask_question, drop_question
from commentbox.services.post_comment import post_comment
from commentbox.services.read_thread import read_thread
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.mine import all_about
from commentbox.store.questions import AnswerRow, OptionRow, question_of
from commentbox.store.recount import recount
from tests import make
from tests.conftest import Clock, WorkFactory

ASKED = "Should the bridge be closed to cars?"


class Scene:
    """An article with a question, and who asked it."""

    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            site = make.site(w)
            self.desk = make.member(w, "Ada Desk", role=Role.MODERATOR, at=site)
            self.ann = make.member(w, "Ann")
            self.article = make.comment(w).article_id
            ask_question(w, self.desk, "courier", self.article, ASKED, YES_NO)
        self.yes, self.no, self.unsure = (option.id for option in self.question().options)

    def question(self) -> Question:
        with self.work() as w:
            found = question_of(w.session, self.article)
        assert found is not None
        return found

    def counts(self) -> list[int]:
        return [option.count for option in self.question().options]

    def answer(self, actor: Actor | None, option: int | None) -> None:
        number = self.question_id
        with self.work() as w:
            answer(w, actor, "courier", number, option)

    @property
    def question_id(self) -> int:
        return self.question().id

    def say(self, actor: Actor, text: str) -> int:
        with self.work() as w:
            new = replace(make.draft(text), show_answer=True)
            return post_comment(w, actor, "courier", new).entry.id


@pytest.fixture
def scene(work: WorkFactory) -> Scene:
    return Scene(work)


def test_an_answer_counts_once_and_can_be_changed_and_taken_back(work: WorkFactory, scene: Scene) -> None:
    for option, counts in (
        (scene.yes, [1, 0, 0]),
        (scene.yes, [1, 0, 0]),
        (scene.no, [0, 1, 0]),
        (None, [0, 0, 0]),
        (None, [0, 0, 0]),
    ):
        scene.answer(scene.ann, option)
        assert scene.counts() == counts
        with work() as w:
            assert my_answer(w, scene.ann, question_of(w.session, scene.article)) == option


def test_only_a_change_makes_a_new_version(work: WorkFactory, scene: Scene) -> None:
    def version() -> int:
        with work() as w:
            return make.article_of(w).version

    before = version()
    for _ in range(3):
        scene.answer(scene.ann, scene.yes)
    assert version() == before + 1


def test_who_is_signed_out_closed_out_or_makes_up_an_answer_is_told_so(
    work: WorkFactory, scene: Scene
) -> None:
    question = scene.question_id
    with pytest.raises(NotSignedIn):
        scene.answer(None, scene.yes)
    with pytest.raises(Invalid, match="one of the answers"):
        scene.answer(scene.ann, 10**9)
    scene.answer(scene.ann, scene.yes)
    with work() as w:
        make.site(w, "herald", origins=("https://herald.example",))
    with pytest.raises(NotFound), work() as w:
        answer(w, scene.ann, "herald", question, scene.yes)
    with work() as w:
        set_open(w, scene.desk, "courier", scene.article, False)
    with pytest.raises(Forbidden, match="closed"):
        scene.answer(scene.ann, scene.no)
    scene.answer(scene.ann, None)
    assert scene.counts() == [0, 0, 0]


def test_what_stands_beside_a_comment_follows_its_authors_answer(work: WorkFactory, scene: Scene) -> None:
    scene.answer(scene.ann, scene.yes)
    shown = scene.say(scene.ann, "Because of the river.")
    with work() as w:
        post_comment(w, scene.ann, "courier", make.draft("And this I say without it."))

    def answers() -> list[str | None]:
        with work() as w:
            page = read_thread(w, "courier", make.ARTICLE, Sort.OLDEST)
            return [entry.answer for entry in page.roots if entry.author and entry.author.name == "Ann"]

    assert answers() == ["Yes", None]
    scene.answer(scene.ann, scene.no)
    assert answers() == ["No", None]
    scene.answer(scene.ann, None)
    assert answers() == [None, None]
    with work() as w:
        assert make.row(w, shown).option_id is None


def test_once_answered_the_answers_to_choose_from_stay(work: WorkFactory, scene: Scene) -> None:
    with work() as w:
        ask_question(w, scene.desk, "courier", scene.article, ASKED, ["For", "Against"])
    assert [option.label for option in scene.question().options] == ["For", "Against"]
    scene.answer(scene.ann, scene.question().options[0].id)
    with pytest.raises(Conflict), work() as w:
        ask_question(w, scene.desk, "courier", scene.article, ASKED, YES_NO)
    with work() as w:
        ask_question(w, scene.desk, "courier", scene.article, "Shall it be closed?", ["For", "Against"])
    assert (scene.question().text, scene.counts()) == ("Shall it be closed?", [1, 0])


def test_a_question_that_is_taken_away_leaves_nothing(work: WorkFactory, scene: Scene) -> None:
    scene.answer(scene.ann, scene.yes)
    scene.say(scene.ann, "Because of the river.")
    for _ in range(2):
        with work() as w:
            drop_question(w, scene.desk, "courier", scene.article)
    with work() as w:
        assert question_of(w.session, scene.article) is None
        assert w.session.scalar(select(func.count()).select_from(AnswerRow)) == 0
        assert set(w.session.scalars(select(CommentRow.option_id))) == {None}
        assert read_thread(w, "courier", make.ARTICLE, Sort.SIDES).sort is Sort.BEST


def test_only_this_sites_staff_ask(work: WorkFactory, scene: Scene) -> None:
    with work() as w:
        other = make.site(w, "herald", origins=("https://herald.example",))
        stranger = make.member(w, role=Role.MODERATOR, at=other)
    for actor in (scene.ann, stranger, None):
        with pytest.raises(CommentboxError), work() as w:
            ask_question(w, actor, "courier", scene.article, "Mine?", ())
    with pytest.raises(NotFound), work() as w:
        ask_question(w, stranger, "herald", scene.article, "Mine?", ())


def test_after_the_article_has_been_closed_long_enough_only_the_counts_are_left(
    work: WorkFactory, scene: Scene, clock: Clock
) -> None:
    scene.answer(scene.ann, scene.yes)
    shown = scene.say(scene.ann, "Because of the river.")
    with work() as w:
        set_open(w, scene.desk, "courier", scene.article, False)
    clock.advance(days=89)
    with work() as w:
        forget_old_answers(w)
        assert my_answer(w, scene.ann, question_of(w.session, scene.article)) == scene.yes
    clock.advance(days=1)
    with work() as w:
        forget_old_answers(w)
        assert my_answer(w, scene.ann, question_of(w.session, scene.article)) is None
        assert make.row(w, shown).option_id is None
        forget_old_answers(w)
    assert (scene.counts(), scene.question().is_over, scene.question().sides) == ([1, 0, 0], True, None)
    with work() as w:
        set_open(w, scene.desk, "courier", scene.article, True)
    with pytest.raises(Conflict, match="no more answers"):
        scene.answer(scene.ann, scene.no)


def test_an_answer_is_in_its_authors_archive_and_goes_with_the_account(
    engine: Engine, settings: Settings, clock: Clock, work: WorkFactory, scene: Scene
) -> None:
    scene.answer(scene.ann, scene.yes)
    with work() as w:
        (row,) = all_about(w.session, scene.ann.id)["answers"]
        assert (row["question"], row["answer"], row["article"]) == (ASKED, "Yes", make.ARTICLE)
    take_all_back(lambda writing: begin(engine, settings, clock(), writing=writing), scene.ann.id)
    with work() as w:
        assert all_about(w.session, scene.ann.id)["answers"] == []
    assert scene.counts() == [0, 0, 0]


def test_minds_changed_at_the_same_moment_leave_counts_that_hold(
    engine: Engine, settings: Settings, clock: Clock, work: WorkFactory, scene: Scene
) -> None:
    with work() as w:
        readers = [make.member(w) for _ in range(5)]
    choices, question = (scene.yes, scene.no, None, scene.unsure), scene.question_id

    def act(number: int) -> None:
        reader = readers[number % 5]
        with suppress(CommentboxError), begin(engine, settings, clock()) as w:
            if number % 7 == 0:
                new = replace(make.draft(f"Said number {number}."), show_answer=True)
                post_comment(w, reader, "courier", new)
            else:
                answer(w, reader, "courier", question, choices[number // 5 % 4])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(70)))
    with work() as w:
        kept = list(w.session.scalars(select(AnswerRow.option_id)))
        shown = w.session.execute(
            select(CommentRow.option_id, AnswerRow.option_id)
            .join(AnswerRow, AnswerRow.person_id == CommentRow.author_id)
            .where(CommentRow.option_id.is_not(None))
        )
        assert all(beside == own for beside, own in shown)
        assert recount(w.session, scene.article) == 0
    assert scene.counts() == [kept.count(option) for option in (scene.yes, scene.no, scene.unsure)]


def test_a_recount_sets_the_counts_right(work: WorkFactory, scene: Scene) -> None:
    scene.answer(scene.ann, scene.yes)
    with work() as w:
        w.session.get_one(OptionRow, scene.no).count = 4
    with work() as w:
        assert recount(w.session, scene.article) == 1
        assert recount(w.session, scene.article) == 0
    assert scene.counts() == [1, 0, 0]


def test_both_sides_take_turns_page_by_page(work: WorkFactory, scene: Scene) -> None:
    with work() as w:
        for number in range(30):
            row = make.comment(w)
            row.option_id = scene.yes if number < 23 else scene.no
            row.score = number
        make.comment(w).option_id = scene.unsure
    seen: list[str | None] = []
    cursor: str | None = None
    for _ in range(5):
        with work() as w:
            page = read_thread(w, "courier", make.ARTICLE, Sort.SIDES, cursor)
        seen += [entry.answer for entry in page.roots]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen[:14] == ["Yes", "No"] * 7
    assert seen[14:] == ["Yes"] * 16


def test_what_a_question_may_offer() -> None:
    assert clean_options(["", "For", " Against ", ""]) == ("For", "Against")
    for wrong in (["One"], list("abcdefg"), ["Yes", "yes"], ["x" * 61, "y"]):
        with pytest.raises(Invalid):
            clean_options(wrong)
    question = Question(
        id=1, text="?", options=tuple(Option(id=n, label=str(n), count=n) for n in range(1, 4))
    )
    assert [question.share(option) for option in question.options] == [17, 33, 50]
    assert question.sides is None
