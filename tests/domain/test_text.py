"""Text is kept as typed or refused with a reason; only marks that deceive are taken out."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentbox.domain.errors import Invalid
from commentbox.domain.text import MAX_MARKS, clean_body, clean_line, is_blank, neutralise, plain

MAX = 5_000
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def refusal(raw: object, max_length: int = MAX) -> Invalid:
    with pytest.raises(Invalid) as caught:
        clean_body(raw, max_length=max_length)
    assert caught.value.field == "text"
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "x" * (MAX - 1),
        "x" * MAX,
        "ä" * MAX,
        "€" * MAX,
        "😀" * MAX,
        "𝕏" * MAX,
        "one\n\ntwo\n   three\tfour",
        "   indented code stays",
        "e\u0301 is not rewritten",
        "“Quotes” – dashes … and 'marks'",
        "<b>not&nbsp;changed</b> &amp; \\ `x`",
        "שלום עולם",
        "مرحبا بالعالم",
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "👨\u200d👩\u200d👧 👩🏽\u200d💻 ❤\ufe0f\u200d🔥 🙂\u200d↔\ufe0f 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
        f"Come on {ENGLAND}!",
        "Việt Nam tiếng Việt",
        "ก็ ที่ น้ำ",
        "בְּרֵאשִׁ֖ית",
        "\U0001fae8",  # an emoji younger than our tables
        "\uf8ff",
        "日本語。　全角",
    ],
)
def test_honest_text_is_kept_to_the_byte(text: str) -> None:
    kept = clean_body(text, max_length=MAX)
    assert kept.encode() == text.encode()


@pytest.mark.parametrize("length", [MAX + 1, 2 * MAX, 65_535, 65_536, 65_537, 1_000_000])
@pytest.mark.parametrize("char", ["x", "ä", "€", "😀", "\u200b", "<", "\x00", "\ud800"])
def test_too_long_is_refused_and_never_cut(char: str, length: int) -> None:
    if char == "\u200b":
        assert refusal(char * length).code in {"too_long", "empty"}
    else:
        assert refusal(char * length).code in {"too_long", "bad_characters"}


@pytest.mark.parametrize(
    ("surplus", "words"), [(1, "1 character too long"), (1_200, "1,200 characters too long")]
)
def test_the_refusal_says_by_how_much(surplus: int, words: str) -> None:
    error = refusal("x" * (MAX + surplus))
    assert error.code == "too_long"
    assert words in error.message


def test_line_ends_of_a_form_do_not_count_twice() -> None:
    text = "😀\r\n" * (MAX // 2)
    assert clean_body(text, max_length=MAX) == ("😀\n" * (MAX // 2)).rstrip()


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "\n\n",
        "\t",
        "\u00a0",
        "\u2003",
        "\u3000",
        "\u200b",
        "\u2060\ufeff",
        "\u200e\u202e",
        "\u3164",
        "\u115f",
        "\u2800",
        "\u00ad",
        "\u0301\u0301",
        "\ufe0f",
        "\U000e0041",
        "\u200d",
        "\u034f",
        "\u180e",
        " \r\n\u2028 ",
    ],
)
def test_nothing_to_be_seen_is_empty(raw: str) -> None:
    assert is_blank(raw)
    assert refusal(raw).code == "empty"


@pytest.mark.parametrize("raw", [None, 1, b"text", ["text"], {"text": 1}, True])
def test_what_is_no_text_is_refused(raw: object) -> None:
    assert refusal(raw).code == "not_text"


@pytest.mark.parametrize(
    "char",
    [chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))]
    + ["\ud800", "\udbff", "\udc00", "\udfff"],
)
def test_control_characters_and_lone_surrogates_are_refused(char: str) -> None:
    assert refusal(f"be{char}fore").code == "bad_characters"
    with pytest.raises(Invalid):
        clean_line(f"be{char}fore", field="name", max_length=40)
    assert plain(f"be{char}fore") == "be\ufffdfore"


_DECEIVING = [
    *(
        chr(code)
        for code in (0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF, 0xFFFC, 0xFFFE, 0x3164, 0xFFA0)
    ),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    *map(chr, range(0xFFF9, 0xFFFC)),
    *map(chr, range(0xFDD0, 0xFDF0)),
    *map(chr, range(0xE0000, 0xE0080)),
    "\U0001ffff",
    "\U0010fffe",
    "\u200c",
    "\u200d",
]


@pytest.mark.parametrize("char", _DECEIVING)
def test_what_cannot_be_seen_goes(char: str) -> None:
    assert clean_body(f"pay{char}pal", max_length=MAX) == "paypal"
    assert clean_line(f"pay{char}pal", field="name", max_length=40) == "paypal"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("\n \n\t\n  first\nlast \n\n \t", "  first\nlast"),
        ("a" + "\u0301" * 40 + "b", "a" + "\u0301" * MAX_MARKS + "b"),
        ("é" + "\u0336\u20dd" * 9, "é" + "\u0336\u20dd" * 2),
        ("ن" + "\u064b\u200c" * 9 + "ن", "ن" + "\u064b\u200c" * 3 + "\u064bن"),
        ("\u202eevil\u202c text", "evil text"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4"),
        ("\U0001f3f4\u200b" + ENGLAND[1:], "\U0001f3f4"),
        ("a\u200cb क\u200c", "ab क"),
        ("👨\u200d x\u200d👩", "👨 x👩"),
        ("م\u200d\u200cن", "من"),
    ],
)
def test_the_documented_changes(raw: str, text: str) -> None:
    assert clean_body(raw, max_length=MAX) == text


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("  two   words\u00a0here ", "two words here"),
        ("e\u0301", "é"),
        ("Naïve \u202egnp.exe", "Naïve gnp.exe"),
    ],
)
def test_a_line_is_tidied(raw: str, line: str) -> None:
    assert clean_line(raw, field="title", max_length=40) == line


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("two\nlines", "bad_characters"),
        ("two\r\nBcc: x", "bad_characters"),
        ("two\u2028lines", "bad_characters"),
        ("a\tb", "bad_characters"),
        ("", "empty"),
        ("\u200b \u3000", "empty"),
        ("x" * 41, "too_long"),
        (7, "not_text"),
    ],
)
def test_a_line_is_stricter(raw: object, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean_line(raw, field="note", max_length=40)
    assert (caught.value.code, caught.value.field) == (code, "note")


_ANY = st.text(st.characters(exclude_categories=()), max_size=80)
_TRICKY = st.lists(
    st.sampled_from(
        ["a", "ن", "क", "\u0301", "\u064b", "\u200c", "\u200d", "\u200b", "👨", "\ufe0f", *ENGLAND, "\n", " "]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(st.one_of(_ANY, _TRICKY))
def test_cleaning_is_final_and_raises_nothing_but_invalid(text: str) -> None:
    assert neutralise(neutralise(text)) == neutralise(text)
    try:
        once = clean_body(text, max_length=60)
    except Invalid:
        return
    assert clean_body(once, max_length=60) == once
    assert 0 < len(once) <= 60
    assert not any(unicodedata.category(char) == "Cs" for char in once)
