"""An author changes a comment: the rules read it again, the old text is kept, and it can be taken back."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace

import pytest
from sqlalchemy import select

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import CommentboxError, Conflict, Forbidden, Invalid, NotSignedIn
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.services.edit_comment import Change, Changed, edit_comment, undo_edit
from commentbox.services.own_comments import own_comments, read_own
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import get_site
from commentbox.services.withdraw import withdraw
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.recount import recount
from commentbox.store.revisions import RevisionRow
from tests import make
from tests.conftest import Clock, WorkFactory

POLICY = replace(make.RELAXED, banned_words=("muppet",), pace_seconds=30)
GOOD, BETTER, BAD = "A bridge is for people.", "A bridge is for people on foot.", "The mayor is a muppet."


class Writer:
    """Somebody with one comment."""

    def __init__(self, work: WorkFactory, text: str = GOOD, policy: Policy = POLICY):
        self.work = work
        with work() as w:
            self.site = make.site(w, policy=policy)
            self.ann = make.member(w, "Ann Alder")
            self.ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=self.site)
        with work() as w:
            self.id = post_comment(w, self.ann, "courier", make.draft(text)).entry.id

    def edit(self, text: object, revision: int = 1, actor: Actor | None = None) -> Changed:
        with self.work() as w:
            return edit_comment(
                w, actor or self.ann, "courier", self.id, Change(text=text, revision=revision)
            )

    def undo(self, revision: int) -> Changed:
        with self.work() as w:
            return undo_edit(w, self.ann, "courier", self.id, revision)

    def decide(self, action: Action, revision: int, seen: int) -> None:
        with self.work() as w:
            decide(w, self.ada, "courier", self.id, NewDecision(action=action, revision=revision, seen=seen))

    def row(self) -> CommentRow:
        with self.work() as w:
            return make.row(w, self.id)

    def earlier(self) -> Sequence[RevisionRow]:
        with self.work() as w:
            return w.session.scalars(select(RevisionRow).order_by(RevisionRow.revision)).all()

    def decisions(self) -> Sequence[DecisionRow]:
        with self.work() as w:
            return w.session.scalars(select(DecisionRow).order_by(DecisionRow.id)).all()

    def numbers(self) -> tuple[int, int]:
        with self.work() as w:
            assert recount(w.session, 1) == 0
            article = w.session.scalars(select(ArticleRow)).one()
            return article.version, article.count_published


@pytest.fixture
def writer(work: WorkFactory) -> Writer:
    return Writer(work)


def test_the_new_text_is_on_the_page_and_the_old_one_is_kept(writer: Writer, clock: Clock) -> None:
    version, count = writer.numbers()
    clock.advance(minutes=4)
    changed = writer.edit("A bridge is for *people* on foot.")
    assert "<em>people</em>" in changed.entry.html
    assert (changed.entry.edited_at, changed.entry.status, changed.revision) == (clock(), Status.PUBLISHED, 2)
    assert writer.numbers() == (version + 1, count)
    (kept,) = writer.earlier()
    assert (kept.source, kept.revision, kept.edited_at) == (GOOD, 1, None)
    assert writer.decisions() == []


def test_after_the_window_it_stays_as_it_is(writer: Writer, clock: Clock) -> None:
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(Forbidden) as refused:
        writer.edit(BETTER)
    assert (refused.value.code, writer.earlier()) == ("too_late", [])


def test_a_retry_has_one_effect_also_after_the_window(writer: Writer, clock: Clock) -> None:
    first = writer.edit(BETTER)
    clock.advance(minutes=6)
    second = writer.edit(BETTER)
    assert (second.revision, second.is_repeat) == (first.revision, True)
    assert len(writer.earlier()) == 1


def test_the_same_text_changes_nothing(writer: Writer) -> None:
    assert writer.edit(f"{GOOD}\n").is_repeat
    assert (writer.row().edited_at, writer.earlier()) == (None, [])


def test_a_change_to_a_text_that_is_gone_is_refused(writer: Writer) -> None:
    writer.edit(BETTER)
    with pytest.raises(Conflict) as refused:
        writer.edit("Something else altogether.", revision=1)
    assert refused.value.code == "changed_elsewhere"
    assert writer.row().source == BETTER


def test_of_two_tabs_at_once_one_wins(writer: Writer) -> None:
    def attempt(text: str) -> str:
        try:
            return f"revision {writer.edit(text).revision}"
        except Conflict as error:
            return error.code

    with ThreadPoolExecutor(4) as pool:
        texts = [f"Version number {number} of what I think." for number in range(4)]
        told = [pool.submit(copy_context().run, attempt, text) for text in texts]
        found = sorted(answer.result() for answer in told)
    assert found == [*["changed_elsewhere"] * 3, "revision 2"]
    assert len(writer.earlier()) == 1


def test_what_the_author_can_mend_comes_back_and_changes_nothing(writer: Writer) -> None:
    for text in ("", "a" * 5001, None):
        with pytest.raises(Invalid):
            writer.edit(text)
    assert writer.row().source == GOOD


def test_its_own_old_text_and_its_own_haste_do_not_speak_against_it(writer: Writer) -> None:
    assert writer.edit(f"{GOOD} Really.").entry.status is Status.PUBLISHED


def test_a_change_that_is_held_takes_the_comment_off_the_page_and_loses_nothing(writer: Writer) -> None:
    changed = writer.edit(BAD)
    assert (changed.entry.status, changed.is_off_page, changed.count) == (Status.HELD, True, 0)
    assert "muppet" in changed.entry.html
    assert (writer.earlier()[0].source, writer.earlier()[0].status) == (GOOD, Status.PUBLISHED)
    (decision,) = writer.decisions()
    assert (decision.person_id, decision.action, decision.revision) == (None, Action.HOLD, 2)
    assert writer.numbers()[1] == 0
    back = writer.undo(2)
    assert (back.entry.status, back.count, back.entry.edited_at) == (Status.PUBLISHED, 1, None)
    assert (writer.row().source, writer.row().revision) == (GOOD, 3)
    assert (writer.undo(2).is_repeat, writer.row().revision) == (True, back.revision)


def test_what_only_the_rules_held_is_free_once_it_is_mended(work: WorkFactory) -> None:
    writer = Writer(work, BAD)
    assert writer.row().status is Status.HELD
    assert writer.edit(GOOD).entry.status is Status.PUBLISHED
    assert [decision.action for decision in writer.decisions()] == [Action.HOLD, Action.APPROVE]
    assert writer.undo(2).entry.status is Status.HELD


def test_what_a_moderator_held_stays_held(writer: Writer) -> None:
    writer.decide(Action.HOLD, 1, 0)
    assert writer.edit(BETTER).entry.status is Status.HELD
    assert writer.row().source == BETTER


def test_a_moderator_decides_only_about_the_text_they_saw(writer: Writer) -> None:
    writer.edit(BETTER)
    with pytest.raises(Conflict) as refused:
        writer.decide(Action.APPROVE, 1, 0)
    assert refused.value.code == "edited_meanwhile"
    writer.edit(BAD, revision=2)
    with pytest.raises(Conflict) as refused:
        writer.decide(Action.APPROVE, 2, 0)
    assert refused.value.code == "edited_meanwhile"


def test_what_a_moderator_looked_at_is_not_taken_back(writer: Writer) -> None:
    writer.edit(BAD)
    writer.decide(Action.APPROVE, 2, 1)
    with pytest.raises(Conflict) as refused:
        writer.undo(2)
    assert refused.value.code == "decided_meanwhile"


def test_a_change_can_be_taken_back_for_ten_minutes(writer: Writer, clock: Clock) -> None:
    writer.edit(BETTER)
    clock.advance(minutes=10, seconds=1)
    with pytest.raises(Conflict):
        writer.undo(2)
    with pytest.raises(Conflict):
        writer.undo(1)


def test_only_its_author_and_only_while_it_is_there(writer: Writer, work: WorkFactory) -> None:
    with work() as w:
        other = make.member(w)
    for actor in (other, writer.ada, replace(writer.ann, id=other.id)):
        with pytest.raises(CommentboxError):
            writer.edit(BETTER, actor=actor)
    with work() as w, pytest.raises(NotSignedIn):
        edit_comment(w, None, "courier", writer.id, Change(text=BETTER, revision=1))
    with work() as w:
        withdraw(w, writer.ann, writer.id)
    with pytest.raises(Forbidden):
        writer.edit(BETTER)
    assert writer.row().source == GOOD


def test_through_one_sites_door_another_sites_comment_is_not_reached(
    writer: Writer, work: WorkFactory
) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
    for act in (
        lambda w: edit_comment(w, writer.ann, "gazette", writer.id, Change(text=BETTER, revision=1)),
        lambda w: withdraw(w, writer.ann, writer.id, "gazette"),
        lambda w: read_own(w, writer.ann, get_site(w, "gazette"), writer.id),
    ):
        with work() as w, pytest.raises(CommentboxError):
            act(w)
    assert (writer.row().source, writer.row().status) == (GOOD, Status.PUBLISHED)


def test_one_is_told_what_one_may_do_with_ones_own(writer: Writer, work: WorkFactory, clock: Clock) -> None:
    with work() as w:
        other = make.comment(w, text="Somebody else’s.").id
    writer.edit(BETTER)
    with work() as w:
        found = own_comments(w, writer.ann, writer.site, [writer.id, other])
        assert set(found) == {writer.id}
        assert (found[writer.id].may_withdraw, found[writer.id].undo_until is not None) == (True, True)
        assert own_comments(w, None, writer.site, [writer.id]) == {}
        assert read_own(w, writer.ann, writer.site, writer.id).text == BETTER
    clock.advance(minutes=11)
    with work() as w:
        own = own_comments(w, writer.ann, writer.site, [writer.id])[writer.id]
        assert (own.edit_until, own.undo_until, own.may_withdraw) == (None, None, True)
