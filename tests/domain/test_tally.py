"""What a day comes to, from facts alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.lanes import Lane
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.tally import (
    MOST_SECTIONS,
    OTHERS,
    WHOLE,
    Day,
    Judged,
    Said,
    Step,
    lane_and_start,
    section_of,
    source_of,
    tally,
)
from commentbox.domain.waits import BEYOND, in_words, share_within, step_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
P, H, R = Status.PUBLISHED, Status.HELD, Status.REMOVED
ADA, BEN = 1, 2
BOX_HELD = Step(by_id=None, action=Action.HOLD, before=H, after=H, at=NOON)


def step(by: int | None, action: Action, before: Status, after: Status, minutes: int = 10) -> Step:
    return Step(by_id=by, action=action, before=before, after=after, at=NOON + timedelta(minutes=minutes))


def judged(made: Step, **facts: object) -> Judged:
    return replace(Judged(section="/sport/", step=made, said_at=NOON), **facts)  # type: ignore[arg-type]


def kinds(*decisions: Judged, section: str = WHOLE) -> dict[str, int]:
    found = tally(Day(judged=list(decisions)))
    return {kind: count for (name, kind), count in found.items() if name == section}


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://p.example/sport/a-game", "/sport/"),
        ("https://p.example/Sport/2026/a-game", "/sport/"),
        ("https://p.example/a-game", "/"),
        ("https://p.example/2026/11/a-game", "/"),
        ("https://p.example/", "/"),
    ],
)
def test_a_section_is_where_an_article_lies(url: str, section: str) -> None:
    assert section_of(url) == section


def test_people_are_counted_once_and_once_for_each_article() -> None:
    said = [
        Said(section="/sport/", article_id=1, author_id=1, is_reply=False, is_back=True),
        Said(section="/sport/", article_id=1, author_id=1, is_reply=True, is_back=True),
        Said(section="/", article_id=2, author_id=1, is_reply=False, is_back=True),
        Said(section="/", article_id=2, author_id=2, is_reply=False, is_back=False),
    ]
    found = tally(Day(said=said, sanctions=[SanctionKind.BAN], count_complaints=2, reported=["/"]))
    whole = {kind: count for (name, kind), count in found.items() if name == WHOLE}
    assert whole == {
        "posted": 4, "replies": 1, "published": 4, "people": 2, "returned": 1, "talks": 2, "talkers": 3,
        "reported": 1, "complaints": 2, "sanction:ban": 1,
    }  # fmt: skip
    assert found["/", "talkers"] == 2


def test_what_the_rules_hold_is_published_when_a_person_says_so() -> None:
    held = judged(BOX_HELD)
    approved = judged(step(ADA, Action.APPROVE, H, P), earlier=(BOX_HELD,))
    assert kinds(held) == {"held": 1, "published": -1}
    both = kinds(held, approved)
    assert both == {"held": 1, "held_approved": 1, "wait:held:10": 1}


def test_a_removal_says_why_and_what_brought_it_about() -> None:
    by_rules = judged(step(ADA, Action.REMOVE, H, R), reason=Reason.SPAM, earlier=(BOX_HELD,))
    by_report = judged(step(ADA, Action.REMOVE, P, R), reason=Reason.ABUSE, reported_at=NOON)
    found = kinds(by_rules, by_report)
    assert found["reason:spam"] == found["reason:abuse"] == 1
    assert found["source:rules"] == found["source:reports"] == 1
    assert found["held_removed"] == found["passed_removed"] == 1
    assert found["removed"] == 2


def test_what_was_taken_back_counts_for_nothing() -> None:
    assert kinds(judged(step(ADA, Action.REMOVE, P, R), is_undone=True)) == {}


@pytest.mark.parametrize(
    ("decision", "lane", "source"),
    [
        (judged(step(ADA, Action.REMOVE, P, R), complained_at=NOON, reported_at=NOON), Lane.LEGAL, "legal"),
        (judged(step(ADA, Action.REMOVE, H, R), earlier=(BOX_HELD,)), Lane.HELD, "rules"),
        (judged(step(ADA, Action.REMOVE, H, R), earlier=(BOX_HELD,), is_urgent=True), Lane.THREAT, "rules"),
        (judged(step(ADA, Action.REMOVE, P, R), reported_at=NOON), Lane.REPORTED, "reports"),
        (judged(step(ADA, Action.REMOVE, P, R), called=Lane.SAMPLE), Lane.SAMPLE, "moderators"),
        (
            judged(
                step(BEN, Action.REMOVE, P, R),
                called=Lane.OPINION,
                earlier=(step(ADA, Action.ASK, P, P, minutes=0),),
            ),
            Lane.OPINION,
            "moderators",
        ),
    ],
)
def test_where_a_decision_had_waited(decision: Judged, lane: Lane, source: str) -> None:
    assert lane_and_start(decision) == (lane, NOON)
    assert source_of(decision) == source


def test_a_moderators_own_removal_had_waited_nowhere() -> None:
    assert lane_and_start(judged(step(ADA, Action.REMOVE, P, R))) is None


def test_two_moderators_agree_or_do_not() -> None:
    kept = step(ADA, Action.APPROVE, P, P, minutes=1)
    agreed = judged(step(BEN, Action.APPROVE, P, P), earlier=(kept,))
    differed = judged(step(BEN, Action.REMOVE, P, R), earlier=(kept,))
    again = judged(step(ADA, Action.REMOVE, P, R), earlier=(kept,))
    edited = judged(replace(step(BEN, Action.REMOVE, P, R), revision=2), earlier=(kept,))
    undone = judged(
        replace(step(BEN, Action.APPROVE, R, P), is_undo=True), earlier=(step(ADA, Action.REMOVE, P, R),)
    )
    for decision, pairs, agreement in (
        (agreed, 1, 1), (differed, 1, 0), (again, 0, 0), (edited, 0, 0), (undone, 1, 0),
    ):  # fmt: skip
        found = kinds(decision)
        assert (found.get("pairs", 0), found.get("pairs_agreed", 0)) == (pairs, agreement)


def test_the_smallest_of_very_many_sections_are_one() -> None:
    said = [
        Said(section=f"/s-{name}/", article_id=name, author_id=1, is_reply=False, is_back=False)
        for name in range(MOST_SECTIONS + 5)
    ]
    found = tally(Day(said=said))
    assert found[OTHERS, "posted"] == 5
    assert len({name for name, _ in found}) == MOST_SECTIONS + 2


def test_times_are_kept_in_steps_that_add_up() -> None:
    assert [step_of(timedelta(minutes=m)) for m in (0, 1, 1.1, 30, 20_000)] == [1, 1, 2, 30, BEYOND]
    steps = {1: 5, 30: 4, BEYOND: 1}
    assert [share_within(steps, share) for share in (0.5, 0.9, 1)] == [1, 30, BEYOND]
    assert share_within({}, 0.5) is None
    assert [in_words(edge) for edge in (1, 60, BEYOND, None)] == [
        "within 1 minute", "within 60 minutes", "more than 7 days", "–",
    ]  # fmt: skip
