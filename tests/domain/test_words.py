"""Sentences that remember their parts."""

from datetime import UTC, datetime

from commentbox.domain.errors import Invalid
from commentbox.domain.words import Words, counted, in_words


def test_to_everybody_who_knows_nothing_of_languages_it_is_the_english_sentence() -> None:
    words = Words("Use at most {most} characters, {name}.", most=5000, name="Ann")
    assert words == "Use at most 5,000 characters, Ann."
    assert words.template == "Use at most {most} characters, {name}."


def test_a_quantity_decides_between_one_and_many() -> None:
    assert [counted("{n} reply", "{n} replies", n=n) for n in (0, 1, 1200)] == [
        "0 replies",
        "1 reply",
        "1,200 replies",
    ]


def test_a_moment_and_other_words_may_be_values() -> None:
    at = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    words = Words("Until {until}. {why}", until=at, why=Words("Reason: {reason}.", reason="{spam}"))
    assert words == "Until 23 November 2026, 14:05 UTC. Reason: {spam}."


def test_sentences_in_a_row_are_one_text() -> None:
    assert Words("One.").then(Words("Two {n}.", n=2), Words("Three.")) == "One. Two 2. Three."


def test_the_message_of_an_error_can_be_said_in_another_language() -> None:
    assert Invalid("bad", "A plain {sentence}.").message.template == "A plain {sentence}."
    assert in_words(words := Words("{n}", n=1)) is words
