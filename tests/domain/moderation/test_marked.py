"""The words a moderator sees marked are those that stand in the text."""

import pytest

from commentbox.domain.moderation.marked import marked


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("He is a dolt, and a D0LT.", ("dolt,", "D0LT.")),
        ("What utter\nrubbish this is", ("utter\nrubbish",)),
        ("You d o l t you", ("d o l t",)),
        ("Nothing at all", ()),
        ("", ()),
    ],
)
def test_each_is_found_as_it_was_typed(text: str, pieces: tuple[str, ...]) -> None:
    assert marked(text, ("dolt", "utter rubbish")) == pieces


def test_a_long_text_with_many_is_cut() -> None:
    assert len(marked(" ".join(f"dolt{sign}" for sign in "!?.,;:" * 50), ("dolt",))) <= 20
