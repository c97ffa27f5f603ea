"""Rendering takes time in proportion to the text, whatever the text; counted in calls, not in seconds."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from commentbox.domain.markup import MAX_MARKS, is_overloaded, to_html, to_text
from commentbox.domain.text import clean_body, neutralise

UNITS = {
    "brackets": "[",
    "pictures": "![",
    "unclosed labels": "[a](",
    "unclosed links": "[a](http://x.example/",
    "links": "[a](http://x.example) ",
    "bare links": "https://x.example ",
    "schemes": "http://",
    "parentheses": "(",
    "closing parentheses": "https://x.example/)))))))) ",
    "quotations": ">",
    "spaced quotations": "> ",
    "quoted lines": "> a\n",
    "interrupted quotations": ">\n-\n",
    "lists": "- ",
    "lists in lists": "- - - a\n",
    "numbers": "1. ",
    "items": "- a\n  - b\n",
    "opened emphasis": "*a ",
    "opened and closed": "*a* ",
    "two kinds of emphasis": "*a_ ",
    "strong within": "**a *b ",
    "inside words": "a**b",
    "backticks": "` `` ``` ",
    "code": "`a` ",
    "fences": "```\n",
    "backslashes": "\\",
    "tags": "<b>",
    "less than": "<",
    "ampersands": "&",
    "entities": "&#x26;",
    "lines": "a\n",
    "paragraphs": "a\n\n",
    "spaces": "a" + " " * 40,
    "accents": "e\u0301\u0302\u0303\u0304\u0305\u0306",
    "joiners": "م\u200c",
    "plain": "Lorem ipsum dolor. ",
}


def count_calls(work: Callable[[], object]) -> int:
    """How many functions run, Python's and C's."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def count_signs(text: str) -> int:
    return sum(map(text.count, "\n*_`<>&[]\\-+.):"))


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_twice_the_text_is_at_most_twice_the_work(unit: str) -> None:
    count = min(1_200 // len(unit), MAX_MARKS // max(count_signs(unit), 1)) // 2
    short, long = unit * count, unit * count * 2
    assert not is_overloaded(long)
    to_html(short)  # what is built once and kept shall not count
    assert count_calls(lambda: to_html(long)) <= 2.3 * count_calls(lambda: to_html(short)) + 200


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_ten_thousand_of_anything_are_shown_as_typed_or_cheap(unit: str) -> None:
    source = (unit * 10_000)[:10_000]
    if is_overloaded(source):
        assert count_calls(lambda: to_html(source)) < 100
        assert count_calls(lambda: to_text(source, 200)) < 100
    else:
        assert count_calls(lambda: to_html(source)) < 100_000


@pytest.mark.parametrize("unit", ["- - - a\n", "https://x.example ", "*a* ", "a\n"])
def test_the_worst_that_is_still_rendered_is_bounded(unit: str) -> None:
    """About 400 calls for each sign, nearly all of them bleach's."""
    source = (unit * (MAX_MARKS // count_signs(unit))).ljust(10_000, "a")
    assert not is_overloaded(source)
    assert count_calls(lambda: to_html(source)) < 450 * MAX_MARKS


@pytest.mark.parametrize(
    "text", ["a" + "\u0301" * 9_000, "م\u200c" * 5_000, " " * 9_000 + "x", "\n " * 4_000 + "x"]
)
def test_cleaning_is_linear_too(text: str) -> None:
    half = text[: len(text) // 2] + "x"
    once = count_calls(lambda: clean_body(half, max_length=10_000))
    assert count_calls(lambda: clean_body(text, max_length=10_000)) <= 2.3 * once + 200
    assert neutralise(text)
