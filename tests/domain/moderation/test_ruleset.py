"""One row for each sentence of the moderation policy."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.ruleset import RULES
from commentbox.domain.moderation.verdict import Draft, Earlier, Outcome, Policy
from commentbox.domain.triage.outcomes import Outcomes, Scored
from tests.domain.moderation.drafts import draft, judged, said

HOLD, NOTE, PUBLISH, REFUSE = Outcome.HOLD, Outcome.NOTE, Outcome.PUBLISH, Outcome.REFUSE


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(), PUBLISH),
        (draft(""), REFUSE),
        (draft(" \n\t\u200b\u2060\u3164 "), REFUSE),
        (draft("> **\n---"), REFUSE),
        (draft("👍"), PUBLISH),
        (draft("ab", Policy(min_length=3)), REFUSE),
        (draft("abc", Policy(min_length=3)), PUBLISH),
        (draft("é" * 5000), PUBLISH),
        (draft("é" * 5001), REFUSE),
        (draft("abcde", Policy(max_length=4)), REFUSE),
    ],
)
def test_length(given: Draft, expected: Outcome) -> None:
    assert judged(given, "length") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(seconds_since_last=None), PUBLISH),
        (draft(seconds_since_last=5.0), PUBLISH),
        (draft(seconds_since_last=4.9), REFUSE),
        (draft(seconds_since_last=-3.0), REFUSE),
        (draft(policy=Policy(pace_seconds=0), seconds_since_last=0.0), PUBLISH),
    ],
)
def test_pace(given: Draft, expected: Outcome) -> None:
    assert judged(given, "pace") is expected


def test_a_rule_that_is_off_finds_nothing_and_one_that_is_watched_holds_nothing() -> None:
    policy = Policy(banned_words=("oaf",), premoderate=True, rules_off=("premoderation",))
    verdict = judge(draft("You oaf.", replace(policy, rules_watched=("banned_words",))))
    (found,) = verdict.findings
    assert (found.rule, found.outcome, found.would) == ("banned_words", PUBLISH, HOLD)
    assert verdict.status is Status.PUBLISHED
    assert "Only watched: the comment would have waited." in found.reason


def test_another_policy_is_watched_and_only_what_it_finds_besides_is_kept() -> None:
    given = draft("You oaf, you dolt.", Policy(banned_words=("oaf",), suspect_words=("dolt",)))
    watched = Policy(banned_words=("oaf", "dolt"), suspect_words=("dolt",), premoderate=True)
    found = judge(replace(given, watched=watched)).findings
    assert [(each.rule, each.outcome, each.would) for each in found] == [
        ("banned_words", HOLD, None),
        ("suspect_words", NOTE, None),
        ("premoderation", PUBLISH, HOLD),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft("THIS IS AN OUTRAGE AND YOU KNOW IT"), HOLD),
        (draft("This is an outrage and YOU know it"), PUBLISH),
        (draft("WELL, QUITE RIGHT"), PUBLISH),
        (draft("NOBODY EVER CALLED ME 0123 456 789 AND 0123 456 780 ... !!!"), HOLD),
        (draft("ЭТО ПРОСТО БЕЗОБРАЗИЕ ТАКОЕ"), HOLD),
        (draft("这件事情真的让人非常生气我们应该一起想一想到底该怎么办才好"), PUBLISH),
        (draft("ABCDEFGHIJKLMNOPqrstuv", Policy(shouting_ratio=0.9)), PUBLISH),
        (draft("STOP IT", Policy(shouting_min_letters=5)), HOLD),
    ],
)
def test_shouting(given: Draft, expected: Outcome) -> None:
    assert judged(given, "shouting") is expected


@pytest.mark.parametrize(
    ("given", "rule", "expected"),
    [
        (draft("You blockhead!", Policy(banned_words=("blockhead",))), "banned_words", HOLD),
        (draft("You thinker!", Policy(banned_words=("blockhead",))), "banned_words", PUBLISH),
        (draft("You blockhead!"), "banned_words", PUBLISH),
        (draft("You blockhead!", Policy(suspect_words=("blockhead",))), "suspect_words", NOTE),
        (draft("You thinker!", Policy(suspect_words=("blockhead",))), "suspect_words", PUBLISH),
    ],
)
def test_word_lists(given: Draft, rule: str, expected: Outcome) -> None:
    assert judged(given, rule) is expected


def test_moderators_read_which_words_were_found() -> None:
    verdict = judge(
        draft("Dolts and blockheads, DOLTS", Policy(banned_words=("dolts", "blockheads", "oafs")))
    )
    assert [finding.reason for finding in verdict.findings] == [
        "Contains banned words: “dolts”, “blockheads”."
    ]


def test_every_rule_signs_its_findings_with_its_own_name() -> None:
    policy = Policy(
        premoderate=True,
        hold_new=True,
        slow_mode_seconds=60,
        banned_words=("awful",),
        suspect_words=("trees",),
        threats=("awful",),
        self_harm=("trees",),
        shouting_min_letters=1,
        registration_challenge=1000,
        banned_hosts=("a.example",),
        read_sections=("/crime/",),
        staffed_hours=("Mon 8-9",),
        triage="hold",
        read_senders=("@mail.example",),
    )
    shout = "AWFUL TREES HTTPS://A.EXAMPLE " + "A" * 5000
    everything = draft(
        shout,
        replace(policy, max_length=6000),
        seconds_since_last=0.0,
        at=datetime(2026, 5, 4, tzinfo=UTC),
        url="https://paper.example/crime/1",
        earlier=(Earlier(text=shout, seconds_ago=1, is_removed=True, is_published=False),) * 3,
        others=said(shout),
        is_always_read=True,
        count_approved=0,
        has_disposable_address=True,
        is_without_challenge=True,
        mail_domain="mail.example",
        seconds_since_last_here=0.0,
        triage=Scored(score=99, version=1, later=Outcomes.of([(90, True)] * 20)),
    )
    everything = replace(everything, author=replace(everything.author, verified=False))
    found = {finding.rule for finding in judge(everything).findings} | {judge(draft("")).findings[0].rule}
    assert found == {getattr(rule, "__name__", "") for rule in RULES}


@pytest.mark.parametrize(
    "evil",
    [
        "a" * 5000,
        "a " * 2500,
        "A.a/" * 1250,
        "://" * 1600,
        "://a.b.c.d.e.example " * 230,
        "www." * 1250,
        "((((" * 1250,
        "&#" * 2500,
        "\u0301" * 5000,
        "\ufdfa" * 5000,
        "> " * 2500,
        "\ud800" * 5000,
    ],
    ids=lambda evil: ascii(evil[:6]),
)
def test_no_text_keeps_the_judge_busy(evil: str) -> None:
    policy = Policy(banned_words=("blockhead", "a a b"), suspect_words=("aab*",))
    hosts = tuple(f"shop{number}.example" for number in range(10_000))
    policy = replace(policy, banned_hosts=hosts, allowed_hosts=hosts)
    earlier = said(*(evil + str(number) for number in range(5)))
    given = draft(evil, policy, earlier=earlier, others=earlier)
    assert min(seconds(given) for _ in range(3)) < 0.15


def seconds(given: Draft) -> float:
    started = time.process_time()
    judge(given)
    return time.process_time() - started
