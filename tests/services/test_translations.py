"""Sentences, numbers and moments in the languages we have, and in a newsroom's own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from commentbox.domain.words import Words, counted
from commentbox.services.translations import languages, moment_in, number_in, say, script_words

POLISH = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: pl\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

msgid "Have your say"
msgstr "Zabierz głos"

#, fuzzy
msgid "Log in"
msgstr "Nie wiem"

#: web/static/embed/thread.js:1
msgid "{n} reply"
msgid_plural "{n} replies"
msgstr[0] "{n} odpowiedź"
msgstr[1] "{n} odpowiedzi"
msgstr[2] "{n} odpowiedzi w liczbie {n}"
"""
ENGLISH = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Have your say"
msgstr "Speak up"
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    for code, text in (("pl", POLISH), ("en", ENGLISH)):
        path = tmp_path / code / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return str(tmp_path)


def test_a_newsroom_adds_a_language_and_changes_a_sentence(folder: str) -> None:
    words = Words("Have your say")
    assert "pl" not in languages() and languages(folder)["pl"].direction == "ltr"
    assert [say(words, code, folder) for code in ("pl", "en", "xx")] == [
        "Zabierz głos",
        "Speak up",
        "Have your say",
    ]
    assert say(words, "en") == "Have your say"


def test_what_is_missing_or_doubtful_is_said_in_english(folder: str) -> None:
    assert say(Words("Log in"), "pl", folder) == "Log in"
    assert say(Words("{n} of {name}", n=12, name="Ann"), "pl", folder) == "12 of Ann"


def test_each_language_has_its_own_plurals(folder: str) -> None:
    said = [say(counted("{n} reply", "{n} replies", n=n), "pl", folder) for n in (1, 3, 5)]
    assert said == ["1 odpowiedź", "3 odpowiedzi", "5 odpowiedzi w liczbie 5"]


def test_scripts_get_their_own_sentences_alone(folder: str) -> None:
    plural, said = script_words("pl", folder)
    assert list(said) == ["{n} reply"] and plural.startswith("(n==1")


def test_numbers_and_moments_are_written_as_in_that_language() -> None:
    at = datetime(2026, 5, 4, 9, 5, tzinfo=UTC)
    assert moment_in(at, "en") == "4 May 2026, 09:05 UTC"
    assert moment_in(at, "de") == "4. Mai 2026, 09:05 UTC"
    assert [number_in(12345, code) for code in ("en", "de", "ar")] == ["12,345", "12.345", "12,345"]
