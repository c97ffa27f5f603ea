"""One comment every so often under one article, for readers."""

from dataclasses import replace

import pytest

from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.rules.slow_mode import seconds_left, slow_mode, span
from commentbox.domain.moderation.verdict import Draft, Policy
from commentbox.domain.people import Actor, Role

ANN = Actor(id=1, name="Ann Alder", role=Role.READER, verified=True)
DRAFT = Draft(text="Hello.", policy=Policy(slow_mode_seconds=120), author=ANN, count_approved=9)


@pytest.mark.parametrize(
    ("between", "since", "left"),
    [(0, 1.0, 0), (120, None, 0), (120, 0.0, 120), (120, 119.5, 1), (120, 120.0, 0), (120, -30.0, 120)],
)
def test_how_long_to_wait(between: int, since: float | None, left: int) -> None:
    assert seconds_left(between, since) == left
    policy = Policy(slow_mode_seconds=between)
    found = slow_mode(replace(DRAFT, policy=policy, seconds_since_last_here=since))
    assert (found.retry_after if found else 0) == left


def test_it_says_why_and_how_long() -> None:
    found = slow_mode(replace(DRAFT, seconds_since_last_here=75.0))
    assert found is not None
    assert found.advice == (
        "Slow mode: at least 2 minutes between two comments here, so that everybody is heard."
        " You can send yours in 45 seconds; your text is kept."
    )


def test_of_two_waits_the_longer_one_is_told() -> None:
    refusal = judge(replace(DRAFT, seconds_since_last=1.0, seconds_since_last_here=1.0)).refusal
    assert refusal is not None
    assert (refusal.code, refusal.retry_after) == ("slow_mode", 119)
    assert "quickly" not in refusal.message


def test_staff_are_free_of_it() -> None:
    staff = replace(ANN, role=Role.MODERATOR)
    assert slow_mode(replace(DRAFT, author=staff, seconds_since_last_here=1.0)) is None


def test_a_span_is_said_as_people_say_it() -> None:
    assert [span(90), span(60), span(1), span(7200)] == ["90 seconds", "1 minute", "1 second", "2 hours"]
