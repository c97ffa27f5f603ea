"""An account ends: after a day, completely, whatever happens on the way."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import CommentboxError, Forbidden, Invalid
from commentbox.domain.people import Actor, Role
from commentbox.domain.reactions import VoteKind
from commentbox.services import erase as erasing
from commentbox.services.change_email import ask_for_change
from commentbox.services.erase import NOBODY, ask_to_delete, carry_out
from commentbox.services.flag_comment import flag_comment
from commentbox.services.my_data import ask_for_data
from commentbox.services.names import change_bio, change_name
from commentbox.services.people_pages import mute
from commentbox.services.post_comment import post_comment
from commentbox.services.read_thread import read_conversation
from commentbox.services.review import NewDecision, decide
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.sure import Sure
from commentbox.services.vote import vote
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow
from commentbox.store.recount import recount
from commentbox.store.tables import METADATA
from commentbox.store.votes import count_votes
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post

# What must be nowhere afterwards: names, addresses, words, devices.
TRACES = (
    "Ann Alder", "Ann Ash", "annalder", "annash", "ann@new.example", "Secretly rowing", "Quinces for all",
    "quince", "Looks bought", "Netscape on Amiga", "mentions quinces",
)  # fmt: skip


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture
def ann(work: WorkFactory, post: Post) -> Actor:
    """Somebody who has left a trace in every table that can hold one."""
    with work() as w:
        site = make.site(w)
        ann, bob = make.member(w, "Ann Alder"), make.member(w, "Bob Birch")
        editor = make.member(w, role=Role.MODERATOR, at=site)
        root = make.comment(w, site, ann, "Quinces for all, I say.")
        make.comment(w, site, bob, "Agreed entirely.", parent=root)
        make.comment(w, site, ann, "Quinces for all the others.", status=Status.HELD)
        removed = make.comment(w, site, ann, "Quinces for all, sold cheaply.")
        other = make.comment(w, site, bob, "Words of somebody else.")
        vote(w, ann, "courier", other.id, VoteKind.UP)
        flag_comment(w, ann, "courier", other.id, "spam", "Looks bought.")
        flag_comment(w, bob, "courier", root.id, "spam", "Only mentions quinces.")
    with work() as w:
        new = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, note="Again quinces.", revision=1, seen=0)
        decide(w, editor, "courier", removed.id, new)
        change_name(w, ann, "Ann Ash")
        change_bio(w, ann, "Secretly rowing.")
        mute(w, ann, bob.id)
        mute(w, bob, ann.id)
        open_session(w, ann.id, "reader", device="Netscape on Amiga")
        ask_for_change(w, Sure(id=ann.id, token="x"), "ann@new.example")
        ask_for_data(w, Sure(id=ann.id, token="x"))
    post.come()
    return ann


def ask(work: WorkFactory, who: Actor, choice: object = "remove") -> None:
    with work() as w:
        ask_to_delete(w, Sure(id=who.id, token="x"), choice)


def dump(engine: Engine) -> str:
    """Every cell of every table."""
    with engine.connect() as connection:
        rows: Sequence[object] = [
            row for table in METADATA.sorted_tables for row in connection.execute(table.select())
        ]
    return "\n".join(map(repr, rows))


def found(engine: Engine, traces: Sequence[str] = TRACES) -> list[str]:
    text = dump(engine).lower()
    return [trace for trace in traces if trace.lower() in text]


def test_afterwards_no_table_holds_a_trace(
    work: WorkFactory, engine: Engine, post: Post, ann: Actor, clock: Clock
) -> None:
    assert len(found(engine)) >= 10
    ask(work, ann)
    (told,) = post.come()
    assert told["subject"] == "Your account will be deleted"
    clock.advance(hours=24)
    assert post.come()[-1]["subject"] == "Your account is deleted"
    assert found(engine) == []
    with work() as w:
        person = w.session.get_one(PersonRow, ann.id)
        assert (person.name, person.email, person.erased_at) == (NOBODY, None, w.now)
        assert all(recount(w.session, article.id) == 0 for article in w.session.scalars(select(ArticleRow)))
        statuses = w.session.scalars(select(CommentRow.status).where(CommentRow.author_id == ann.id)).all()
        assert sorted(statuses) == [Status.REMOVED, Status.WITHDRAWN, Status.WITHDRAWN]


def test_words_can_stay_without_the_name(
    work: WorkFactory, engine: Engine, post: Post, ann: Actor, clock: Clock
) -> None:
    ask(work, ann, "keep")
    clock.advance(hours=24)
    post.come()
    words = ("Quinces for all", "quince", "mentions quinces")
    assert found(engine, [trace for trace in TRACES if trace not in words]) == []
    with work() as w:
        root = w.session.scalars(select(CommentRow.id).order_by(CommentRow.id).limit(1)).one()
        entry = read_conversation(w, "courier", root).entry
        assert (entry.author, "Quinces" in entry.html) == (None, True)
        other = w.session.scalars(select(CommentRow).where(CommentRow.source.contains("somebody else"))).one()
        assert (other.votes, count_votes(w.session, other.id)) == (0, {})


def test_signing_in_within_a_day_keeps_the_account(
    work: WorkFactory, engine: Engine, post: Post, ann: Actor, clock: Clock
) -> None:
    with work() as w:
        before = open_session(w, ann.id, "reader")
    ask(work, ann)
    with work() as w:
        assert who_is(w, before, "reader") is None
    post.come()
    clock.advance(hours=23)
    with work() as w:
        open_session(w, ann.id, "reader")
    assert post.come()[-1]["subject"] == "Your account stays"
    clock.advance(hours=2)
    post.come()
    assert "Quinces for all" in dump(engine)


def test_after_the_day_nobody_signs_in_even_before_the_work_is_done(
    work: WorkFactory, ann: Actor, clock: Clock
) -> None:
    ask(work, ann)
    clock.advance(hours=24)
    with work() as w, pytest.raises(Invalid):
        open_session(w, ann.id, "reader")


def test_nothing_is_posted_on_the_way_out(work: WorkFactory, ann: Actor) -> None:
    ask(work, ann)
    with work() as w, pytest.raises(CommentboxError):
        post_comment(w, ann, "courier", make.draft("One more thing."))


def test_posting_and_asking_for_the_end_at_the_same_moment(
    work: WorkFactory, engine: Engine, settings: Settings, post: Post, ann: Actor, clock: Clock
) -> None:
    def act(number: int) -> None:
        with suppress(CommentboxError), begin(engine, settings, clock()) as w:
            if number == 8:
                ask_to_delete(w, Sure(id=ann.id, token="x"), "remove")
            else:
                post_comment(w, ann, "courier", make.draft(f"Quinces for all {number} of us."))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(16)))
    clock.advance(hours=24)
    post.come()
    assert found(engine) == []


def test_it_may_stop_anywhere_and_begin_anew(
    work: WorkFactory, engine: Engine, settings: Settings, post: Post, ann: Actor, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(erasing, "_AT_ONCE", 1)
    ask(work, ann)
    clock.advance(hours=24)
    for longest in range(1, 12):
        opened = 0

        def some(writing: bool, longest: int = longest):  # type: ignore[no-untyped-def]
            nonlocal opened
            opened += 1
            if opened > longest:
                raise ConnectionError
            return begin(engine, settings, clock(), writing=writing)

        with suppress(ConnectionError):
            carry_out(some, {"person_id": ann.id})
    post.come()
    assert found(engine) == []


def test_a_moderator_keeps_the_account_while_they_moderate(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        editor = make.member(w, role=Role.MODERATOR, at=site)
    with pytest.raises(Forbidden):
        ask(work, editor)


@pytest.mark.parametrize("choice", ["", None, "both", ["remove"]])
def test_one_of_two_choices(work: WorkFactory, ann: Actor, choice: object) -> None:
    with pytest.raises(Invalid):
        ask(work, ann, choice)


def test_the_log_of_erasures_names_nobody(
    work: WorkFactory, engine: Engine, settings: Settings, ann: Actor, clock: Clock, tmp_path: Path
) -> None:
    log = tmp_path / "erasures"
    logging = settings.model_copy(update={"erasure_log": str(log)})
    ask(work, ann)
    clock.advance(hours=24)
    carry_out(lambda writing: begin(engine, logging, clock(), writing=writing), {"person_id": ann.id})
    assert log.read_text() == (
        f'{{"person": {ann.id}, "choice": "remove", "at": "2026-05-05T12:00:00+00:00"}}\n'
    )
    carry_out(lambda writing: begin(engine, logging, clock(), writing=writing), {"person_id": ann.id})
    assert log.read_text().count("\n") == 1
