"""What findings add up to, and how a policy is read and kept."""

import json
from dataclasses import replace

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid, TooFast
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome, Policy, Rule, Verdict
from commentbox.domain.people import Actor, Role


def finding(outcome: Outcome, advice: str = "", retry_after: int | None = None) -> Finding:
    return Finding(rule="a_rule", outcome=outcome, reason="Because.", advice=advice, retry_after=retry_after)


def says(*outcomes: Outcome) -> tuple[Rule, ...]:
    """Rules that each find the given outcome in any draft."""
    return tuple(_rule(finding(outcome, "Mend it.")) for outcome in outcomes)


def _rule(found: Finding) -> Rule:
    return lambda _: found


def draft(role: Role) -> Draft:
    author = Actor(
        id=1,
        name="Ada",
        role=role,
        verified=True,
        is_staff_session=False,
    )
    return Draft(text="Hello", policy=Policy(), author=author)


@pytest.mark.parametrize(
    ("outcomes", "expected", "status"),
    [
        ((), Outcome.PUBLISH, Status.PUBLISHED),
        ((Outcome.NOTE,), Outcome.NOTE, Status.PUBLISHED),
        ((Outcome.NOTE, Outcome.PUBLISH), Outcome.NOTE, Status.PUBLISHED),
        ((Outcome.HOLD, Outcome.NOTE), Outcome.HOLD, Status.HELD),
        ((Outcome.HOLD, Outcome.REFUSE, Outcome.NOTE), Outcome.REFUSE, Status.HELD),
    ],
)
def test_the_strongest_finding_wins_and_none_is_lost(
    outcomes: tuple[Outcome, ...], expected: Outcome, status: Status
) -> None:
    verdict = judge(draft(Role.READER), says(*outcomes))
    assert verdict.outcome is expected
    assert verdict.status is status
    assert [found.outcome for found in verdict.findings] == list(outcomes)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMIN])
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Outcome.HOLD, Outcome.NOTE),
        (Outcome.NOTE, Outcome.NOTE),
        (Outcome.REFUSE, Outcome.REFUSE),
    ],
)
def test_staff_are_noted_where_readers_are_held(role: Role, found: Outcome, expected: Outcome) -> None:
    assert judge(draft(role), says(found)).outcome is expected


def test_a_refusal_gives_all_advice_at_once() -> None:
    verdict = Verdict(
        findings=(
            finding(Outcome.REFUSE, "Shorten it."),
            finding(Outcome.HOLD),
            finding(Outcome.REFUSE, "Wait.", 3),
        )
    )
    refusal = verdict.refusal
    assert isinstance(refusal, Invalid)
    assert (refusal.code, refusal.field, refusal.message) == ("a_rule", "text", "Shorten it. Wait.")


def test_a_refusal_that_waiting_mends_says_how_long() -> None:
    refusal = Verdict(findings=(finding(Outcome.REFUSE, "Wait.", 3), finding(Outcome.HOLD))).refusal
    assert isinstance(refusal, TooFast)
    assert refusal.retry_after == 3


def test_what_is_held_is_not_refused() -> None:
    assert Verdict(findings=(finding(Outcome.HOLD),)).refusal is None


@pytest.mark.parametrize(
    "kept", [finding(Outcome.NOTE), finding(Outcome.REFUSE, "Mend it."), finding(Outcome.REFUSE, "Wait.", 4)]
)
def test_a_finding_survives_being_stored(kept: Finding) -> None:
    assert Finding.from_dict(json.loads(json.dumps(kept.to_dict()))) == kept


def test_outcomes_have_words_for_the_record() -> None:
    assert [outcome.word for outcome in Outcome] == ["publish", "note", "hold", "refuse"]


def test_a_policy_survives_being_stored() -> None:
    policy = Policy(banned_words=("dolt", "oaf"), premoderate=True, shouting_ratio=0.5, max_links=0)
    assert Policy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy


def test_what_a_policy_does_not_mention_has_its_default() -> None:
    assert Policy.from_dict({"max_links": 7}) == replace(Policy(), max_links=7)


def test_entries_of_a_word_list_are_trimmed_and_kept_once() -> None:
    assert Policy.from_dict({"banned_words": [" dolt ", "oaf", "dolt"]}).banned_words == ("dolt", "oaf")


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_link": 1},
        {"max_links": "1"},
        {"max_links": True},
        {"max_links": -1},
        {"max_links": 1.5},
        {"max_length": 0},
        {"max_length": 10, "min_length": 11},
        {"premoderate": 1},
        {"premoderate": None},
        {"shouting_ratio": 0},
        {"shouting_ratio": 1.01},
        {"shouting_ratio": float("nan")},
        {"shouting_ratio": True},
        {"banned_words": "dolt"},
        {"banned_words": ["dolt", 3]},
        {"banned_words": [" "]},
        {"banned_words": ["x" * 101]},
        {"suspect_words": ["x"] * 10_001},
        {"banned_hosts": ["a shop"]},
        {"allowed_hosts": ["shop"]},
        {"read_senders": ["@com"]},
        {"refused_senders": ["0.0.0.0/0"]},
        {"read_sections": ["crime"]},
        {"section_defaults": ["/sport/ shut"]},
        {"section_defaults": ["/sport/ notice " + "x" * 300]},
        {"staffed_hours": ["mornings"]},
        {"time_zone": "Atlantis"},
        {"time_zone": "../etc/passwd"},
        {"time_zone": 1},
        {"removal_days": 31},
        {"alike": 0},
    ],
)
def test_a_policy_takes_no_nonsense(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid) as caught:
        Policy.from_dict(wrong)
    assert caught.value.code == "bad_policy"
    assert all(name in caught.value.message for name in wrong)


def test_all_that_is_wrong_with_a_policy_is_said_at_once() -> None:
    with pytest.raises(
        Invalid, match=r"max_links: must be.*premoderate: must be.*tone: there is no such setting"
    ):
        Policy.from_dict({"tone": "nice", "premoderate": "yes", "max_links": None, "max_length": 100})
