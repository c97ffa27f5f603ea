"""Threats and self-harm are found by phrases, and wait where they are seen first."""

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.lanes import Lane, lane_of
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.verdict import Outcome, Policy
from tests.domain.moderation.drafts import draft


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("I will find you, and then we will talk.", "threats"),
        ("We KNOW where you live!", "threats"),
        ("I\u2019ll kill you", "threats"),
        ("I will fiiind you", "threats"),
        ("Go and kill-yourself", "threats"),
        ("I want to die.", "self_harm"),
        ("Sometimes I wish I were dead", "self_harm"),
        ("I am suicidal and nobody hears me.", "self_harm"),
        ("This plan will kill the old market.", ""),
        ("A suicidal policy, and I will find another shop.", ""),
        ("The dog wants to die out there in the heat.", ""),
        ("I could kill for a coffee.", ""),
    ],
)
def test_the_short_lists_find_what_is_meant_and_little_else(text: str, rule: str) -> None:
    found = judge(draft(text, Policy())).findings
    urgent = [each for each in found if each.rule in ("threats", "self_harm")]
    assert [each.rule for each in urgent] == [rule] * bool(rule)
    assert all(each.outcome is Outcome.HOLD for each in urgent)


def test_the_lists_are_the_sites_own() -> None:
    policy = Policy(threats=("Ich finde dich",), self_harm=())
    assert [found.rule for found in judge(draft("Ich finde dich!", policy)).findings] == ["threats"]
    assert judge(draft("I will find you. I want to die.", policy)).findings == ()


@pytest.mark.parametrize("rule", ["threats", "self_harm"])
def test_they_wait_in_the_lane_of_threats(rule: str) -> None:
    assert lane_of(Status.HELD, None, {rule}, 0, 0) is Lane.THREAT
    assert lane_of(Status.PUBLISHED, None, {rule}, 0, 1) is Lane.THREAT
