"""Whom a text may name."""

import time

import pytest

from commentbox.domain.mentions import possible_names


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("@Ann", ["Ann"]),
        ("So says @Ann Alder, and (@Bob).", ["Ann Alder, and", "Bob"]),
        ("@Ann Alder\nand so on", ["Ann Alder"]),
        ("@J. R. O'Neil-Smith!", ["J. R. O'Neil-Smith"]),
        ("@山田太郎 さん", ["山田太郎 さん"]),
        ("me@mail.example https://a.example/@ann @@ann @ ann a@b", []),
        ("`@Ann` and\n```\n@Bob\n```\n> @Cy\n@Dora", ["Dora"]),
        ("@one two three four five six seven", ["one two three four five six"]),
        ("@" + "x" * 41, []),
    ],
)
def test_what_behind_a_sign_may_be_a_name(text: str, longest: list[str]) -> None:
    found = [names[0] if names else "" for names in possible_names(text)]
    assert [name for name in found if name] == longest


def test_shorter_names_come_after_longer_ones() -> None:
    assert possible_names("@Ann Alder: no") == [("Ann Alder: no", "Ann Alder", "Ann")]


@pytest.mark.parametrize(
    "evil", ["@a " * 2000, "@" * 5000, "`" * 5000, ">@a\n" * 1500, "@a" * 2500, "`@a``" * 1000]
)
def test_no_text_takes_long_and_few_signs_count(evil: str) -> None:
    started = time.process_time()
    assert len(possible_names(evil)) <= 10
    assert time.process_time() - started < 0.15
