"""One row for each sentence of the moderation policy."""

import time
from dataclasses import replace

import pytest

from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.ruleset import RULES
from commentbox.domain.moderation.verdict import Draft, Outcome, Policy
from commentbox.domain.people import Actor, Role

HOLD, NOTE, PUBLISH, REFUSE = Outcome.HOLD, Outcome.NOTE, Outcome.PUBLISH, Outcome.REFUSE
LONG = "The council should have asked the people who live on this street before it cut down forty trees."
NEARLY = LONG.replace("forty", "fifty")


def draft(
    text: str = "A fair point.", policy: Policy | None = None, role: Role = Role.READER, **facts: object
) -> Draft:
    author = Actor(
        id=1,
        name="Ada",
        role=role,
        banned_until=None,
        ban_reason=None,
        verified=True,
        is_staff_session=False,
    )
    regular = Draft(text=text, policy=policy or Policy(), author=author, count_approved=10)
    return replace(regular, **facts)  # type: ignore[arg-type]  # each row names only the facts it is about


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


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(LONG, recent_texts=("Something else.",)), PUBLISH),
        (draft(LONG, recent_texts=("Something else.", LONG)), REFUSE),
        (draft(LONG, recent_texts=(LONG.upper().replace(" ", "  ") + "!!!",)), REFUSE),
        (draft("Well said", recent_texts=("well said!",)), REFUSE),
        (draft("Well said", recent_texts=("well said!",), is_reply=True), PUBLISH),
        (draft("👍", recent_texts=("👎",)), PUBLISH),
        (draft(LONG, recent_texts=(NEARLY,)), HOLD),
        (draft("I agree with the first part", recent_texts=("I agree with the second part",)), PUBLISH),
        (draft(LONG, is_known_elsewhere=True), HOLD),
        (draft("I could not agree more", is_known_elsewhere=True), PUBLISH),
        (draft(LONG, is_known_elsewhere=True, recent_texts=(LONG,)), REFUSE),
    ],
)
def test_repeats(given: Draft, expected: Outcome) -> None:
    assert judged(given, "repeats") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(policy=Policy(premoderate=True)), HOLD),
        (draft(policy=Policy(premoderate=False)), PUBLISH),
    ],
)
def test_premoderation(given: Draft, expected: Outcome) -> None:
    assert judged(given, "premoderation") is expected


@pytest.mark.parametrize(("count", "expected"), [(0, PUBLISH), (2, PUBLISH), (3, HOLD), (9, HOLD)])
def test_removals(count: int, expected: Outcome) -> None:
    assert judged(draft(count_removed_recently=count), "removals") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft(count_approved=0), PUBLISH),
        (draft(policy=Policy(hold_new=True), count_approved=0), HOLD),
        (draft(policy=Policy(hold_new=True), count_approved=1), HOLD),
        (draft(policy=Policy(hold_new=True), count_approved=2), PUBLISH),
        (draft(policy=Policy(hold_new=True, new_person_approved=0), count_approved=0), PUBLISH),
    ],
)
def test_newcomers(given: Draft, expected: Outcome) -> None:
    assert judged(given, "newcomers") is expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft("See https://a.example and https://b.example/c"), PUBLISH),
        (draft("https://a.example https://b.example https://c.example"), HOLD),
        (draft("[one](https://a.example)[two](https://b.example)[three](//c.example)"), HOLD),
        (draft("See https://a.example", count_approved=1), HOLD),
        (draft("See https://a.example", count_approved=2), PUBLISH),
        (draft("See https://a.example", Policy(hold_links_from_new=False), count_approved=0), PUBLISH),
        (draft("See https://a.example", Policy(max_links=0)), HOLD),
        (draft("See WWW.A.EXAMPLE", count_approved=0), HOLD),
        (draft("See ｈｔｔｐｓ：／／a.example", count_approved=0), HOLD),
        (draft("See pills.example/offer.", count_approved=0), HOLD),
        (draft("Cheap at pills.shop!", count_approved=0), HOLD),
        (draft("No space.Here and/or there, 3.5/10, e.g./i.e., me@mail.example", count_approved=0), PUBLISH),
    ],
)
def test_links(given: Draft, expected: Outcome) -> None:
    assert judged(given, "links") is expected


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
        shouting_min_letters=1,
        registration_challenge=1000,
    )
    everything = draft(
        "AWFUL TREES HTTPS://A.EXAMPLE" + "A" * 5000,
        replace(policy, max_length=6000),
        seconds_since_last=0.0,
        recent_texts=("AWFUL TREES HTTPS://A.EXAMPLE" + "A" * 5000,),
        count_removed_recently=5,
        count_approved=0,
        has_disposable_address=True,
        is_without_challenge=True,
        seconds_since_last_here=0.0,
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
    given = draft(evil, policy, recent_texts=tuple(evil + str(number) for number in range(5)))
    assert min(seconds(given) for _ in range(3)) < 0.15


def seconds(given: Draft) -> float:
    started = time.process_time()
    judge(given)
    return time.process_time() - started


def judged(given: Draft, rule: str) -> Outcome:
    """What one rule makes of the draft; the others have their own table."""
    outcomes = [finding.outcome for finding in judge(given).findings if finding.rule == rule]
    return outcomes[0] if outcomes else PUBLISH
