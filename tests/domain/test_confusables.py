"""Unicode's whole table of letters that look alike: no pair of it makes two names for one look."""

import json
from itertools import product
from pathlib import Path

import confusable_homoglyphs
import pytest

from commentbox.domain.errors import Invalid
from commentbox.domain.lookalikes import OTHER_LOOKS
from commentbox.domain.people import clean_name, is_reserved, name_key

TABLE = Path(confusable_homoglyphs.__file__).with_name("confusables.json")
ON_PURPOSE = {*OTHER_LOOKS, "Γ̵", "ß"}  # and ß is ss


def pairs() -> set[tuple[str, str]]:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    found = {(sign, other["c"]) for sign, others in table.items() for other in others}
    return {(sign, other) for sign, other in found if sign < other}


def may_be(name: str) -> bool:
    """Whether somebody may be called so, and is shown so."""
    try:
        return clean_name(name) == name
    except Invalid:
        return False


def test_no_two_letters_that_look_alike_make_two_names() -> None:
    tried = [(a, b) for a, b in pairs() if may_be(a * 2) and may_be(b * 2)]
    assert len(tried) > 700
    accepted = {(a, b) for a, b in tried if name_key(a * 2) != name_key(b * 2)}
    assert [pair for pair in sorted(accepted) if ON_PURPOSE.isdisjoint(pair)] == []


@pytest.mark.parametrize("sign", OTHER_LOOKS)
def test_nothing_is_let_through_that_need_not_be(sign: str) -> None:
    others = {b if a == sign else a for a, b in pairs() if sign in (a, b)}
    assert any(name_key(other * 2) != name_key(sign * 2) for other in others)


WORDS = ("admin", "moderator", "editor", "support", "staff", "newsroom", "courier")


@pytest.mark.parametrize("word", WORDS)
def test_no_disguise_of_a_name_that_speaks_for_the_newsroom_is_free(word: str) -> None:
    alike: dict[str, set[str]] = {}
    for a, b in pairs():
        for sign, other in ((a, b), (b, a)):
            if len(sign) == 1 and sign.lower() in word:
                alike.setdefault(sign.lower(), set()).add(other)
    free = []
    for at, letter in enumerate(word):
        for other, case in product(alike.get(letter, ()), (str.lower, str.title)):
            name = case(word[:at]) + other + word[at + 1 :]
            if may_be(name) and not is_reserved(name_key(name), ["The Courier"]):
                free.append(name)
    assert free == []


@pytest.mark.parametrize("sign", ["✓", "✔", "☑", "✅", "🛡", "⭐", "Ⓜ", "🅰", "®", "™", "‼", "🔵", "☆", "◉"])
def test_no_badge_is_part_of_a_name(sign: str) -> None:
    assert not may_be(f"Ann{sign}")
    assert not may_be(f"Ann {sign}")
