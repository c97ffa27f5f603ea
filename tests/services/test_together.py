"""Many people at once: nobody waits in a circle, nothing is counted wrong, and the rules see everything."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import islice

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Action
from commentbox.domain.errors import CommentboxError
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.domain.reactions import VoteKind
from commentbox.services.articles import set_open
from commentbox.services.flag_comment import flag_comment
from commentbox.services.import_comments import Report, import_batch
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.vote import vote
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.recount import recount
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.test_import_comments import article, said

Act = Callable[[Work], object]
Together = Callable[[Sequence[Act]], list[object]]


@pytest.fixture
def together(engine: Engine, settings: Settings, clock: Clock) -> Together:
    """Each act in a transaction of its own, eight at a time; a refusal is an answer like any other."""

    def one(act: Act) -> object:
        with suppress(CommentboxError), begin(engine, settings, clock()) as w:
            return act(w)
        return None

    def run(acts: Sequence[Act]) -> list[object]:
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(one, acts))

    return run


def test_one_of_many_editors_picks_a_comment(work: WorkFactory, together: Together) -> None:
    with work() as w:
        site = make.site(w)
        comment = make.comment(w).id
        editors = [make.member(w, role=Role.MODERATOR, at=site) for _ in range(8)]
    pick = NewDecision(action=Action.PICK, revision=1, seen=0)
    done = together([partial(_decide, editor=editor, comment=comment, new=pick) for editor in editors])
    assert len([each for each in done if each is not None]) == 1
    with work() as w:
        row = make.row(w, comment)
        assert (row.count_decisions, row.picked_revision) == (1, 1)


def _decide(w: Work, *, editor: Actor, comment: int, new: NewDecision) -> object:
    return decide(w, editor, "courier", comment, new)


def test_replies_votes_flags_and_decisions_in_one_branch(work: WorkFactory, together: Together) -> None:
    with work() as w:
        site = make.site(w)
        root = make.comment(w)
        middle = make.comment(w, parent=root)
        ids = [root.id, middle.id, *(make.comment(w, parent=middle).id for _ in range(4))]
        article_id = root.article_id
        readers = [make.member(w) for _ in range(4)]
        editor = make.member(w, role=Role.MODERATOR, at=site)

    def switch(w: Work, comment_id: int) -> None:
        row = w.session.get_one(CommentRow, comment_id)
        action = Action.HOLD if row.count_decisions % 2 == 0 else Action.APPROVE
        new = NewDecision(action=action, revision=row.revision, seen=row.count_decisions)
        decide(w, editor, "courier", comment_id, new)

    def round_of(number: int) -> list[Act]:
        who, low = readers[number % 4], ids[2 + number % 4]
        new = make.draft(f"Answer number {number} to the middle.", parent=middle.id)
        return [
            lambda w: post_comment(w, who, "courier", new),
            lambda w: switch(w, low),
            lambda w: vote(w, who, "courier", root.id, VoteKind.UP if number % 3 else None),
            lambda w: flag_comment(w, who, "courier", middle.id, "spam", ""),
            lambda w: set_open(w, editor, "courier", article_id, number % 5 > 0),
            lambda w: recount(w.session, article_id),
        ]

    answers = together([act for number in range(40) for act in round_of(number)])
    assert set(islice(answers, 5, None, 6)) == {0}
    with work() as w:
        assert recount(w.session, article_id) == 0


def test_the_rules_see_what_the_same_person_sends_at_the_same_moment(
    work: WorkFactory, together: Together
) -> None:
    with work() as w:
        make.site(w, policy=Policy(pace_seconds=15, new_person_approved=0))
        ann = make.member(w)
    drafts = [make.draft(f"Remark number {number} of a machine.") for number in range(16)]
    together([partial(post_comment, actor=ann, site_key="courier", new=new) for new in drafts])
    with work() as w:
        assert len(w.session.scalars(select(CommentRow)).all()) == 1


def test_a_reply_sent_twice_at_the_same_moment_gets_one_answer(work: WorkFactory, together: Together) -> None:
    with work() as w:
        make.site(w)
        root, ann = make.comment(w).id, make.member(w)
    new = make.draft("Said once, sent often.", parent=root)
    answers = together([lambda w: post_comment(w, ann, "courier", new).entry.id] * 16)
    assert len(set(answers)) == 1
    assert answers[0] is not None


def test_two_imports_of_one_file_add_each_comment_once(work: WorkFactory, together: Together) -> None:
    with work() as w:
        site = make.site(w)
    report = Report()
    report.urls[make.ARTICLE] = article()
    batch = [(make.ARTICLE, said(str(number))) for number in range(60)]
    together([lambda w: import_batch(w, site, "disqus", batch, report)] * 4)
    assert (report.added, report.present) == (60, 180)
