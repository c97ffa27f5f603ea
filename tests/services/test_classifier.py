"""A classifier outside is asked after posting, over real HTTP: well, slow, wrong, huge, and not there."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import Invalid
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.services import fetch
from commentbox.services.ask_classifier import classify
from commentbox.services.classifiers import (
    ClassifierState,
    NewClassifier,
    remove_classifier,
    set_classifier,
    state_of,
)
from commentbox.services.edit_comment import Change, edit_comment
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import get_site
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.erase import blank
from commentbox.store.jobs import JobRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.classifying import SECRET, Classifier, classifying
from tests.services.post import Post


@pytest.fixture
def outside() -> Iterator[Classifier]:
    with classifying() as told:
        yield told


@pytest.fixture
def ann(work: WorkFactory, outside: Classifier) -> Actor:
    with work() as w:
        make.site(w)
    with work() as w:
        set_classifier(w, "courier", new(outside.address))
        return make.member(w, "Ann Reed")


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


def new(url: str, **values: object) -> NewClassifier:
    return NewClassifier(
        **{"name": "Our model", "url": url, "secret": SECRET, "note_at": 0.7, "hold_at": 0.95, **values}  # type: ignore[arg-type]
    )


def say(work: WorkFactory, who: Actor, text: str = "You oaf.") -> int:
    with work() as w:
        return post_comment(w, who, "courier", make.draft(text)).entry.id


def row(work: WorkFactory, comment_id: int) -> CommentRow:
    with work() as w:
        return make.row(w, comment_id)


def state(work: WorkFactory) -> ClassifierState:
    with work() as w:
        found = state_of(w, get_site(w, "courier").id)
    assert found is not None
    return found


def test_it_is_asked_afterwards_and_what_it_holds_leaves_the_page(
    work: WorkFactory, ann: Actor, outside: Classifier, post: Post
) -> None:
    number = say(work, ann)
    assert row(work, number).status is Status.PUBLISHED and outside.asked == []
    post.come()
    held = row(work, number)
    assert held.status is Status.HELD and held.lane is Lane.HELD and held.waits_since is not None
    reason = "Our model: insult 97% (insult). An oaf."
    assert [(found["rule"], found["reason"]) for found in held.findings] == [("classifier", reason)]
    (asked,) = outside.asked
    assert asked == {
        "id": f"{number}:1",
        "site": "courier",
        "article": make.ARTICLE,
        "language": None,
        "text": "You oaf.",
    }
    assert outside.signatures == [True]
    with work() as w:
        assert make.article_of(w).count_published == 0
    post.come()
    assert len(outside.asked) == 1


@pytest.mark.parametrize(("score", "outcome"), [(0.1, "publish"), (0.8, "note")])
def test_below_the_limit_it_is_only_noted(
    work: WorkFactory, ann: Actor, outside: Classifier, post: Post, score: float, outcome: str
) -> None:
    outside.score = score
    number = say(work, ann)
    post.come()
    found = row(work, number)
    assert found.status is Status.PUBLISHED and [each["outcome"] for each in found.findings] == [outcome]


def test_what_a_person_has_decided_stands_and_staff_are_only_noted(
    work: WorkFactory, ann: Actor, post: Post
) -> None:
    with work() as w:
        mo = make.member(w, "Mo Desk", role=Role.MODERATOR, at=get_site(w, "courier"))
    approved, own = say(work, ann), say(work, mo, "We oafs.")
    with work() as w:
        decide(w, mo, "courier", approved, NewDecision(action=Action.APPROVE, revision=1, seen=0))
    post.come()
    for number in (approved, own):
        found = row(work, number)
        assert found.status is Status.PUBLISHED and found.findings[0]["outcome"] == "note"


def test_a_changed_text_is_shown_again_and_an_erased_one_never(
    work: WorkFactory, ann: Actor, outside: Classifier, post: Post
) -> None:
    outside.score = 0.1
    number, gone = say(work, ann), say(work, ann, "Soon gone.")
    with work() as w:
        edit_comment(w, ann, "courier", number, Change(text="A fair point.", revision=1))
        blank(make.row(w, gone))
    post.come()
    assert [asked["id"] for asked in outside.asked] == [f"{number}:2"]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"secret": "another secret, which is not the one they share"}, "Signature is missing or wrong"),
        ({"body": b"<html>"}, "no JSON"),
        ({"body": b"[]"}, "no JSON object"),
        ({"body": b'{"scores": {"a": 2}}'}, "from 0 to 1"),
        ({"body": b'{"scores": {"a": 1}, "explanation": "two\\nlines"}'}, "on one line"),
        ({"body": b" " * (fetch.MAX_ANSWER + 10)}, "too large"),
        ({"status": 302}, "status 302"),
        ({"status": 401}, "status 401"),
        ({"status": 500}, "status 500"),
    ],
)
def test_a_wrong_answer_changes_nothing_and_is_told(
    work: WorkFactory, ann: Actor, outside: Classifier, post: Post, told: dict[str, object], error: str
) -> None:
    for name, value in told.items():
        setattr(outside, name, value)
    number = say(work, ann)
    post.come()
    found = row(work, number)
    assert found.status is Status.PUBLISHED and found.findings == []
    assert error in state(work).error and state(work).failures == 1
    assert len(outside.asked) == 1  # no redirect was followed


def test_a_slow_one_is_cut_off(
    work: WorkFactory, ann: Actor, outside: Classifier, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SILENCE", 0.2)
    outside.silence = threading.Event()
    number = say(work, ann)
    post.come()
    outside.silence.set()
    assert "Timeout" in state(work).error and row(work, number).status is Status.PUBLISHED


def test_after_failures_it_is_left_alone_and_then_asked_about_what_it_missed(
    work: WorkFactory, ann: Actor, outside: Classifier, post: Post, clock: Clock
) -> None:
    outside.status = 500
    numbers = [say(work, ann, f"You oaf, number {n}.") for n in range(6)]
    post.come()
    assert len(outside.asked) == 5 and state(work).resting_until is not None
    clock.advance(seconds=50)
    post.come()
    assert len(outside.asked) == 5
    clock.advance(seconds=20)
    post.come()
    assert len(outside.asked) == 6  # one question, and it is left alone for longer
    outside.status = 200
    clock.advance(minutes=5)
    post.come()
    assert state(work).failures == 0 and state(work).resting_until is None
    assert {row(work, number).status for number in numbers} == {Status.HELD}


def test_after_an_hour_a_comment_is_marked_as_unread_by_it(
    work: WorkFactory, ann: Actor, outside: Classifier, post: Post, clock: Clock
) -> None:
    outside.status = 500
    number = say(work, ann)
    for _ in range(20):
        post.come()
        clock.advance(minutes=5)
    assert [found["reason"] for found in row(work, number).findings] == [
        "Our model was not reached within an hour and has not read this."
    ]
    with work() as w:
        assert w.session.scalars(select(JobRow).where(JobRow.done_at.is_(None))).all() == []


def test_done_twice_it_holds_once(work: WorkFactory, ann: Actor) -> None:
    number = say(work, ann)
    with work() as w:
        payload = {"site_id": get_site(w, "courier").id, "comment_id": number, "revision": 1}
    for _ in range(2):
        classify(lambda _: work(), payload)
    found = row(work, number)
    assert found.count_decisions == 1 and len(found.findings) == 1


def test_without_one_nothing_is_written_down(work: WorkFactory, ann: Actor, outside: Classifier) -> None:
    with work() as w:
        remove_classifier(w, "courier")
    say(work, ann)
    with work() as w:
        assert w.session.scalars(select(JobRow).where(JobRow.kind == "classify")).all() == []


@pytest.mark.parametrize(
    "values",
    [
        {"url": "http://classifier.example/"},
        {"url": "ftp://127.0.0.1/"},
        {"url": "https://classifier.example/#part"},
        {"url": "file:///etc/passwd"},
        {"secret": "short"},
        {"note_at": 0.0},
        {"note_at": 0.9, "hold_at": 0.8},
    ],
)
def test_what_cannot_be_set_up_says_why(work: WorkFactory, ann: Actor, values: dict[str, object]) -> None:
    with work() as w, pytest.raises(Invalid):
        set_classifier(w, "courier", new(**{"url": "https://classifier.example/", **values}))  # type: ignore[arg-type]
