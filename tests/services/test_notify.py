"""Who is told of what: in the transaction of what happened, and never of what is not so any more."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Invalid
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.services.erase import erase
from commentbox.services.erasure_log import Erasure
from commentbox.services.flag_comment import flag_comment
from commentbox.services.notices import IN_THE_BOX, mark_read, read_news, read_talks, unread_here
from commentbox.services.notify import tell_of_comment
from commentbox.services.people_pages import mute, unmute
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide, undo
from commentbox.services.sites import Site
from commentbox.services.withdraw import put_back, withdraw
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.notices import NoticeRow
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import Clock, WorkFactory

REMOVE = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, revision=1, seen=0)
APPROVE = NewDecision(action=Action.APPROVE, revision=1, seen=0)


class Talk:
    """Ann has said something; Bob can answer; Ada moderates."""

    def __init__(self, work: WorkFactory) -> None:
        self.work = work
        with work() as w:
            self.site: Site = make.site(w)
            self.ann, self.bob = make.member(w, "Ann Alder"), make.member(w, "Bob Birch")
            self.ada = make.member(w, "Ada Quill", role=Role.MODERATOR, at=self.site)
            self.root = make.comment(w, self.site, self.ann, "Quinces for all.").id

    def answer(self, who: Actor, text: str = "Agreed entirely.", parent: int | None = None) -> int:
        with self.work() as w:
            draft = make.draft(text, parent=self.root if parent is None else parent)
            return post_comment(w, who, "courier", draft).entry.id

    def told(self, who: Actor) -> Sequence[str]:
        """The sentences, newest first, those that are read in brackets."""
        with self.work() as w:
            news = read_news(w, who, self.site).notices
            assert unread_here(w, who, self.site) == sum(notice.is_unread for notice in news)
            return [notice.what if notice.is_unread else f"({notice.what})" for notice in news]

    def read(self, who: Actor) -> None:
        with self.work() as w:
            mark_read(w, who, w.now.isoformat(), self.site)


@pytest.fixture
def talk(work: WorkFactory) -> Talk:
    return Talk(work)


def test_who_is_answered_is_told_once(talk: Talk) -> None:
    answer = talk.answer(talk.bob)
    assert talk.told(talk.ann) == ["Bob Birch answered you"]
    with talk.work() as w:
        tell_of_comment(w, w.session.get_one(CommentRow, answer))
    assert talk.told(talk.ann) == ["Bob Birch answered you"]
    assert talk.told(talk.bob) == []


def test_nobody_is_told_of_their_own_acts(talk: Talk) -> None:
    talk.answer(talk.ann, "As I, @Ann Alder, said.")
    assert talk.told(talk.ann) == []


def test_muted_people_are_not_heard_of_whenever_they_were_muted(talk: Talk) -> None:
    talk.answer(talk.bob)
    with talk.work() as w:
        mute(w, talk.ann, talk.bob.id)
    assert talk.told(talk.ann) == []
    talk.answer(talk.bob, "And once more.")
    with talk.work() as w:
        unmute(w, talk.ann, talk.bob.id)
    assert talk.told(talk.ann) == ["Bob Birch answered you"]


def test_what_goes_before_it_is_read_was_never_told(talk: Talk) -> None:
    answer = talk.answer(talk.bob)
    with talk.work() as w:
        withdraw(w, talk.bob, answer)
    assert talk.told(talk.ann) == []
    with talk.work() as w:
        assert w.session.scalars(select(NoticeRow)).all() == []
        put_back(w, talk.bob, answer)
    assert talk.told(talk.ann) == ["Bob Birch answered you"]
    talk.read(talk.ann)
    assert talk.told(talk.ann) == ["(Bob Birch answered you)"]
    with talk.work() as w:
        decide(w, talk.ada, "courier", answer, REMOVE)
    assert talk.told(talk.ann) == []  # and what was read is not shown while it is off the page


def test_a_held_answer_is_told_of_when_it_is_published(work: WorkFactory) -> None:
    talk = Talk(work)
    with work() as w:
        held = make.comment(
            w, talk.site, talk.bob, parent=w.session.get_one(CommentRow, talk.root), status=Status.HELD
        ).id
    assert talk.told(talk.ann) == []
    with work() as w:
        decide(w, talk.ada, "courier", held, APPROVE)
    assert talk.told(talk.ann) == ["Bob Birch answered you"]
    assert talk.told(talk.bob) == ["Your comment is on the page"]


def test_a_decision_is_told_and_a_slip_of_the_finger_is_not(talk: Talk) -> None:
    with talk.work() as w:
        decision = decide(w, talk.ada, "courier", talk.root, REMOVE).decision_id
    assert talk.told(talk.ann) == ["A moderator removed your comment"]
    with talk.work() as w:
        undo(w, talk.ada, "courier", decision)
    assert talk.told(talk.ann) == []


def test_a_decision_that_was_read_is_put_right_by_its_undoing(talk: Talk, clock: Clock) -> None:
    with talk.work() as w:
        decision = decide(w, talk.ada, "courier", talk.root, REMOVE).decision_id
    talk.read(talk.ann)
    clock.advance(minutes=5)
    with talk.work() as w:
        undo(w, talk.ada, "courier", decision)
    assert talk.told(talk.ann) == ["Your comment is on the page"]


@pytest.mark.parametrize(
    ("new", "what"),
    [(REMOVE, "A moderator looked at what you reported: it is removed"),
     (APPROVE, "A moderator looked at what you reported: it stays")],
)  # fmt: skip
def test_who_reported_learns_what_became_of_it(talk: Talk, new: NewDecision, what: str) -> None:
    with talk.work() as w:
        flag_comment(w, talk.bob, "courier", talk.root, "spam", "Bought.")
        decision = decide(w, talk.ada, "courier", talk.root, new).decision_id
    assert talk.told(talk.bob) == [what]
    with talk.work() as w:
        (notice,) = read_news(w, talk.bob, talk.site).notices
        assert bool(notice.excerpt) is (new is APPROVE)  # removed words are nobody's to read again
        undo(w, talk.ada, "courier", decision)
    assert talk.told(talk.bob) == []


def test_a_pick_is_told(talk: Talk) -> None:
    with talk.work() as w:
        pick = NewDecision(action=Action.PICK, revision=1, seen=0)
        decision = decide(w, talk.ada, "courier", talk.root, pick).decision_id
    assert talk.told(talk.ann) == ["The newsroom features your comment"]
    with talk.work() as w:
        undo(w, talk.ada, "courier", decision)
    assert talk.told(talk.ann) == []


def test_imported_authors_are_told_nothing(talk: Talk) -> None:
    with talk.work() as w:
        w.session.get_one(PersonRow, talk.ann.id).source = "disqus"
    talk.answer(talk.bob)
    assert talk.told(talk.ann) == []


def test_what_comes_after_the_list_was_drawn_stays_unread(talk: Talk, clock: Clock) -> None:
    talk.answer(talk.bob)
    with talk.work() as w:
        until = read_news(w, talk.ann, talk.site).until
    clock.advance(seconds=1)
    talk.answer(talk.bob, "And once more.")
    with talk.work() as w:
        mark_read(w, talk.ann, until, talk.site)
    assert talk.told(talk.ann) == ["Bob Birch answered you", "(Bob Birch answered you)"]
    for bad in (None, "", "yesterday", "2026-05-04T12:00:00"):
        with pytest.raises(Invalid) as refused, talk.work() as w:
            mark_read(w, talk.ann, bad)
        assert refused.value.field == "until"


def test_what_is_older_than_the_list_stays_unread_until_all_of_it_is_read(talk: Talk, clock: Clock) -> None:
    for number in range(IN_THE_BOX + 2):
        talk.answer(talk.bob, f"Answer {number} about {'quinces ' * number}.")
        clock.advance(minutes=2)
    with talk.work() as w:
        news = read_news(w, talk.ann, talk.site)
    assert (len(news.notices), news.count_older) == (IN_THE_BOX, 2)
    for since, left in ((news.since, 2), (None, 0)):
        with talk.work() as w:
            mark_read(w, talk.ann, news.until, talk.site, since=since)
            assert unread_here(w, talk.ann, talk.site) == left
    with talk.work() as w:
        assert read_news(w, talk.ann, talk.site).count_older == 0


def test_the_page_groups_by_conversation_across_sites_and_pages(work: WorkFactory, clock: Clock) -> None:
    talk = Talk(work)
    with work() as w:
        other = make.site(w, "gazette")
        far = make.comment(w, other, talk.ann, "Pears for all.", url="https://paper.example/pears")
        post_comment(w, talk.bob, "gazette", make.draft("No pears.", parent=far.id))
    clock.advance(minutes=1)
    for number in range(32):
        talk.answer(talk.bob, f"Agreed for the reason number {number}.")
    with work() as w:
        first = read_talks(w, talk.ann)
        assert [(group.site_name, len(group.notices)) for group in first.talks] == [("Courier", 30)]
        rest = read_talks(w, talk.ann, first.next_cursor)
        assert [(group.site_name, len(group.notices)) for group in rest.talks] == [
            ("Courier", 2), ("Gazette", 1),
        ]  # fmt: skip
        assert rest.next_cursor is None
        address = rest.talks[1].notices[0].address
        assert address.startswith("https://paper.example/pears#comment-")


def test_all_goes_with_the_account(talk: Talk, engine: Engine, settings: Settings, clock: Clock) -> None:
    talk.answer(talk.bob)
    talk.answer(talk.ann, "Thank you.", parent=talk.root)
    clock.advance(minutes=1)
    erase(
        lambda writing: begin(engine, settings, clock(), writing=writing),
        Erasure(person_id=talk.ann.id, choice="keep", at=clock()),
    )
    with talk.work() as w:
        assert w.session.scalars(select(NoticeRow).where(NoticeRow.person_id == talk.ann.id)).all() == []


def test_many_answers_at_once_are_each_told_once(
    talk: Talk, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with talk.work() as w:
        people = [make.member(w) for _ in range(8)]
    drafts = [make.draft(f"An answer for a reason, number {n}.", parent=talk.root) for n in range(8)]

    def post(number: int) -> None:
        with begin(engine, settings, clock()) as w:
            post_comment(w, people[number % 8], "courier", drafts[number % 8])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(post, range(16)))
    assert len(talk.told(talk.ann)) == 8


def test_premoderated_answers_wait_with_their_notice(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w, policy=Policy(premoderate=True, pace_seconds=0))
        ann, bob = make.member(w), make.member(w)
        root = make.comment(w, site, ann).id
    with work() as w:
        post_comment(w, bob, "courier", make.draft("Held for a while.", parent=root))
    with work() as w:
        assert unread_here(w, ann, site) == 0
