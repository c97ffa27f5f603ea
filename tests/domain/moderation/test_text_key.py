"""Texts a reader takes for the same."""

import pytest

from commentbox.domain.moderation.text import count_visible, normalised, text_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Well said!", "well  SAID"),
        ("Well said", "**Well** _said_…"),
        ("Well said", "Well\u200b said"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
        ("cafe\u0301", "café"),
    ],
)
def test_spacing_punctuation_and_case_make_no_difference(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)
    assert text_key(one) == text_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("👍", "👎"), ("!", "?"), ("Yes", "No"), ("", "."), ("10", "100")]
)
def test_different_words_and_signs_stay_different(one: str, other: str) -> None:
    assert text_key(one) != text_key(other)


def test_broken_text_has_a_key_too() -> None:
    assert len(text_key("\ud800")) == 64


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a b", 2),
        ("\u200b\u00ad\u2800\u3164\ufe0f\x00", 0),
        ("> # * _ ` ~ - | \\", 0),
        ("abcdefghijk", 10),
    ],
)
def test_only_what_leaves_a_mark_is_counted(text: str, expected: int) -> None:
    assert count_visible(text, 10) == expected
