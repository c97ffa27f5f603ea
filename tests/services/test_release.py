"""Comments wait for their author's address to be confirmed, and for nothing else are published with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import Conflict
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.services.accounts import confirm_email
from commentbox.services.email_proof import make_proof
from commentbox.services.post_comment import Posted, post_comment
from commentbox.services.read_thread import waiting_comments
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import get_site
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.decisions import DecisionRow, decisions_of
from commentbox.store.people import person_by_id
from commentbox.store.recount import recount
from tests import make
from tests.conftest import Clock

POLICY = Policy(pace_seconds=0, hold_links_from_new=False, new_person_approved=0, banned_words=("muppet",))
Mailing = Callable[[], AbstractContextManager[Work]]


@pytest.fixture
def mailing(engine: Engine, settings: Settings, clock: Clock) -> Mailing:
    """Work on a server that sends mail: on another nobody can confirm anything."""
    sending = settings.model_copy(update={"smtp_url": "smtp://localhost:2525"})
    return lambda: begin(engine, sending, clock())


@pytest.fixture
def ann(mailing: Mailing) -> Actor:
    with mailing() as w:
        make.site(w, policy=POLICY)
        return make.member(w, "Ann Alder")


def post(mailing: Mailing, who: Actor, text: str, **more: object) -> Posted:
    with mailing() as w:
        return post_comment(w, who, "courier", make.draft(text, **more))  # type: ignore[arg-type]


def confirm(mailing: Mailing, who: Actor) -> None:
    with mailing() as w:
        person = person_by_id(w.session, who.id)
        assert person is not None
        confirm_email(w, make_proof(w.settings, who.id, person.email or "", w.now))


def test_a_comment_waits_and_its_author_is_told_why(mailing: Mailing, ann: Actor) -> None:
    posted = post(mailing, ann, "Bridges are for people.")
    assert (posted.entry.status, posted.entry.is_unconfirmed, posted.count) == (Status.HELD, True, 0)
    with mailing() as w:
        (finding,) = make.row(w, posted.entry.id).findings
        assert finding["rule"] == "unconfirmed"
        site, article = get_site(w, "courier"), make.article_of(w)
        (waiting,) = waiting_comments(w, ann, site, article.id)
        assert waiting.is_unconfirmed


def test_a_server_without_mail_lets_nobody_wait(
    engine: Engine, settings: Settings, clock: Clock, ann: Actor
) -> None:
    with begin(engine, settings, clock()) as w:
        assert post_comment(w, ann, "courier", make.draft()).entry.status is Status.PUBLISHED


def test_confirming_publishes_what_waits_for_this_alone(mailing: Mailing, ann: Actor) -> None:
    root = post(mailing, ann, "Bridges are for people.").entry.id
    other = post(mailing, ann, "So are ferries.", url=f"{make.PAPER}/ferry").entry.id
    bad = post(mailing, ann, "You muppet of a bridge.").entry.id
    confirm(mailing, ann)
    confirm(mailing, ann)
    with mailing() as w:
        rows = [make.row(w, number) for number in (root, other, bad)]
        assert [row.status for row in rows] == [Status.PUBLISHED, Status.PUBLISHED, Status.HELD]
        second = decisions_of(w.session, root)[1]
        assert (second.person_id, second.action, second.status_after) == (
            None,
            Action.APPROVE,
            Status.PUBLISHED,
        )
        assert rows[0].count_decisions == 2
        assert make.article_of(w).count_published == 1
        assert [recount(w.session, row.article_id) for row in rows] == [0, 0, 0]


def test_what_a_moderator_had_in_hand_stays_theirs(mailing: Mailing, ann: Actor) -> None:
    comment = post(mailing, ann, "Bridges are for people.").entry.id
    with mailing() as w:
        site = get_site(w, "courier")
        editor = make.member(w, role=Role.MODERATOR, at=site)
    with mailing() as w:
        decide(w, editor, "courier", comment, NewDecision(action=Action.HOLD, revision=1, seen=1))
    confirm(mailing, ann)
    with mailing() as w:
        assert make.row(w, comment).status is Status.HELD


def test_who_decides_just_then_is_told_that_it_is_published(mailing: Mailing, ann: Actor) -> None:
    comment = post(mailing, ann, "Bridges are for people.").entry.id
    with mailing() as w:
        editor = make.member(w, role=Role.MODERATOR, at=get_site(w, "courier"))
    confirm(mailing, ann)
    with mailing() as w, pytest.raises(Conflict, match="The box approved this comment"):
        decide(w, editor, "courier", comment, NewDecision(action=Action.HOLD, revision=1, seen=1))


def test_a_banned_person_s_comments_go_on_waiting(mailing: Mailing, ann: Actor, clock: Clock) -> None:
    comment = post(mailing, ann, "Bridges are for people.").entry.id
    with mailing() as w:
        make.sanctioned(w, ann.id, hours=9999)
    confirm(mailing, ann)
    with mailing() as w:
        assert make.row(w, comment).status is Status.HELD


def test_a_comment_on_its_way_while_the_address_is_confirmed_does_not_wait_for_ever(
    mailing: Mailing, ann: Actor
) -> None:
    with mailing() as w:
        roots = [make.comment(w, url=f"{make.PAPER}/{number % 2}").id for number in range(4)]
        others = [make.member(w) for _ in range(3)]
    people = [ann, *others]

    def say(number: int) -> None:
        post(mailing, people[number % 4], f"Remark number {number} here.", parent=roots[number // 4 % 4])

    acts = [lambda n=n: say(n) for n in range(32)]
    for place, person in enumerate(people):
        acts.insert(8 + 4 * place, lambda who=person: confirm(mailing, who))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda act: act(), acts))
    with mailing() as w:
        held = w.session.scalars(
            select(DecisionRow.comment_id).where(DecisionRow.action == Action.HOLD)
        ).all()
        assert {make.row(w, number).status for number in held} <= {Status.PUBLISHED}
        assert [recount(w.session, make.row(w, root).article_id) for root in roots] == [0, 0, 0, 0]
