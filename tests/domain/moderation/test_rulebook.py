"""The rules in plain words, the form made of them, and what is said of a change."""

from dataclasses import fields, replace

import pytest

from commentbox.domain.moderation.changes import differences
from commentbox.domain.moderation.policy_form import fields_of, fill
from commentbox.domain.moderation.rulebook import RULEBOOK, SETTINGS, Mode, mode_of, with_mode
from commentbox.domain.moderation.ruleset import RULES
from commentbox.domain.moderation.spots import Piece, marked
from commentbox.domain.moderation.verdict import Policy

POLICY = Policy(
    banned_words=("oaf", "utter rubbish"), staffed_hours=("daily 7-23",), alike=0.7, premoderate=True
)


def test_every_rule_is_explained_and_every_setting_is_the_policys() -> None:
    names = {getattr(rule, "__name__", "") for rule in RULES}
    assert set(RULEBOOK) == names | {"appeals"}  # which come after a decision
    assert set(SETTINGS) <= {field.name for field in fields(Policy)}


@pytest.mark.parametrize("name", RULEBOOK)
def test_a_rule_is_on_watched_or_off_and_back_again(name: str) -> None:
    about = RULEBOOK[name]
    for mode in (Mode.WATCHED, Mode.OFF, Mode.ON):
        wanted = Mode.ON if about.is_fixed else mode
        assert mode_of(with_mode(POLICY, about, mode), about) is wanted


@pytest.mark.parametrize(
    "policy", [Policy(), POLICY, replace(POLICY, rules_watched=("links",), rules_off=("pace",))]
)
def test_a_form_sent_as_it_came_changes_nothing(policy: Policy) -> None:
    filled = fill(policy, fields_of(policy))
    assert (filled.policy, filled.problems) == (policy, {})
    assert differences(policy, filled.policy) == []


WRONG = {
    "max_links": ["", "x", "-1", "1.5", "101", "٣", "9" * 5000],
    "alike": ["", "0", "101", "60%"],
    "banned_words": ["x" * 101, "\n".join(f"w{number}" for number in range(10_001))],
    "staffed_hours": ["mornings"],
    "read_sections": ["crime"],
    "section_defaults": ["/sport/ open mornings", "/sport/ slow mode soon"],
    "read_senders": ["mail.example", "10.0.0.0/8"],
    "time_zone": ["Atlantis", ""],
    "disposable_addresses": ["", "burn"],
    "mode_links": ["perhaps"],
    "min_length": ["900"],
}


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name in WRONG for typed in WRONG[name]])
def test_what_cannot_be_is_named_by_its_field(name: str, typed: str) -> None:
    form = fields_of(replace(POLICY, max_length=500)) | {name: typed}
    assert list(fill(POLICY, form).problems) == [name]


def test_wrong_lines_are_counted_as_a_reader_counts_them() -> None:
    filled = fill(POLICY, fields_of(POLICY) | {"banned_hosts": "a.example\n\nno host\n" + "x\n" * 9})
    problem = filled.problems["banned_hosts"]
    assert problem.startswith("line 3: “no host” is no name of a site")
    assert problem.endswith("and 5 more")


def test_a_change_is_told_rule_by_rule() -> None:
    after = replace(
        POLICY,
        premoderate=False,
        max_links=5,
        alike=0.8,
        rules_watched=("shouting",),
        banned_words=("utter rubbish", *(f"word{number}" for number in range(14))),
        reaction="Well said",
    )
    assert differences(POLICY, after) == [
        "Premoderation: off, was on",
        "Shouting: only watched, was on",
        "Links, so many are all right: 5, was 2",
        "Banned words: added “word0”, “word1”, “word2”, “word3”, “word4”, “word5”, “word6”, “word7”, "
        "“word8”, “word9”, “word10”, “word11” and 2 more; taken out “oaf”",
        "reaction: “Well said”, was “Recommend”",
        "Repeats, nearly the same from so much in common on: 80%, was 70%",
    ]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("A fair point.", []),
        ("You oaf, you OAF!", ["oaf,", "OAF!"]),
        ("You o a f, I say.", ["o a f,"]),
        ("What utter,\n rubbish is that", ["utter,\n rubbish"]),
        ("(See https://a.example)", ["https://a.example)"]),
    ],
)
def test_what_was_found_is_marked_and_the_text_stays_whole(text: str, marks: list[str]) -> None:
    pieces = marked(text, POLICY)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text.removeprefix("(See ") for piece in pieces if piece.rule] == marks


def test_marking_takes_no_longer_than_finding() -> None:
    pieces = marked("o a f " * 800, POLICY)
    assert Piece(text="o a f", rule="banned_words") in pieces
