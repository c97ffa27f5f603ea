"""What somebody is asked before they send it; nothing of it is a refusal."""

from dataclasses import replace

import pytest

from commentbox.domain.moderation.verdict import Draft, Earlier, Policy
from commentbox.domain.nudges import nudge
from commentbox.domain.people import Actor, Role

ANN = Actor(id=1, name="Ann Alder", role=Role.READER, verified=True)
LONG = "The ferry was late again this morning, and nobody at the landing could say why it was."
POLICY = Policy(suspect_words=("dolt",))


def asked(text: str, **facts: object) -> str:
    error = nudge(Draft(text=text, policy=POLICY, author=ANN, **facts))  # type: ignore[arg-type]
    return "" if error is None else str(error.message)


def before(text: str, **more: bool) -> dict[str, object]:
    return {"earlier": (Earlier(text=text, seconds_ago=60 * 3600.0, **{"is_here": True, **more}),)}


@pytest.mark.parametrize(
    ("text", "facts", "words"),
    [
        (LONG, {}, ""),
        (LONG.replace("again", "once more"), before(LONG), "nearly the same"),
        ("The ferry is LATE!", before("the ferry is late"), "nearly the same"),
        ("The ferry is latte", before("The ferry is late"), "nearly the same"),
        ("The ferry is early", before("The tram is late"), ""),
        (LONG, before(LONG, is_here=False), ""),
        (LONG, before(LONG, is_removed=True), ""),
        ("Thank you!", {"is_reply": True, **before("Thank you!")}, ""),
        ("THE FERRY IS LATE AND LATER", {}, "capitals"),
        ("What a dolt he was to try it.", {}, "take badly"),
        ("+1", {"is_reply": True}, "very short"),
        ("No.", {"is_reply": False}, ""),
        ("Yes, we do.", {"is_reply": True}, ""),
        ("DOLT", {"is_reply": True}, "take badly. This is very short"),
    ],
)
def test_who_is_asked_what(text: str, facts: dict[str, object], words: str) -> None:
    found = asked(text, **facts)
    assert words in found
    assert bool(words) is bool(found)


def test_staff_are_not_asked_and_what_the_newsroom_has_turned_off_asks_nobody() -> None:
    draft = Draft(text="THE DOLT IS LATE AND LATER", policy=POLICY, author=ANN)
    assert nudge(draft) is not None
    assert nudge(replace(draft, author=replace(ANN, role=Role.MODERATOR))) is None
    policy = replace(POLICY, rules_off=("shouting",), rules_watched=("suspect_words",))
    assert nudge(replace(draft, policy=policy)) is None


def test_no_text_takes_long() -> None:
    earlier = tuple(Earlier(text="ab" * 100, seconds_ago=1.0, is_here=True) for _ in range(50))
    assert nudge(Draft(text="ba" * 99, policy=POLICY, author=ANN, earlier=earlier)) is not None
