"""What people type: refused with a reason or kept as it is, but for the marks that only deceive.

Nothing is ever cut. These are the only changes made, in `clean_body` and `clean_line` alike:

- line ends become `\\n`; blank lines around the text and spaces at its end go
- characters that cannot be seen go: direction overrides and isolates, zero-width characters, tags, fillers.
  Joiners stay where writing needs them (Persian, Hindi, emoji families), tags stay in the flags of England,
  Scotland and Wales
- of the accents piled on one letter the first four stay

`clean_line` also folds runs of spaces into one and writes accented letters as one character (NFC).
"""

import re
import unicodedata

from commentbox.domain.errors import Invalid
from commentbox.domain.scripts import script_of
from commentbox.domain.words import Words, counted

MAX_MARKS = 4

_ZWNJ, _ZWJ = "\u200c", "\u200d"

# fmt: off
_UNSEEN_RANGES = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x061C, 0x061C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x200B, 0x200B), (0x200E, 0x200F),  # zero-width space, left-to-right and right-to-left marks
    (0x202A, 0x202E),  # direction embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, isolates, deprecated controls
    (0x3164, 0x3164), (0xFFA0, 0xFFA0),  # Hangul fillers
    (0xFDD0, 0xFDEF),  # not characters
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF0, 0xFFFC),  # interlinear annotation, place of a pasted picture
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),  # shorthand and music controls
    (0xE0000, 0xE00FF), (0xE01F0, 0xE0FFF),  # tags
    *((plane | 0xFFFE, plane | 0xFFFF) for plane in range(0, 0x110000, 0x10000)),  # not characters
)
# fmt: on
_UNSEEN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSEEN_RANGES) + "]")
_JOINER = re.compile(f"[{_ZWNJ}{_ZWJ}]")

# England, Scotland and Wales: a black flag and the region's letters as tags, as Unicode prescribes.
_FLAGS = re.compile(
    "("
    + "|".join(
        "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
        for region in ("gbeng", "gbsct", "gbwls")
    )
    + ")"
)

_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PILE = re.compile(r"[^\x00-\x7f]{2,}")
_SPACES = re.compile(r"\s+")
_BRAILLE_BLANK = "\u2800"
# Unassigned characters (Cn) do count as ink: they are emoji younger than our tables.
_INKLESS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Mc", "Me"})

_NOT_JOINING = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARMENIAN", "GEORGIAN", "CJK", "HANGUL"})


def clean_body(raw: object, *, max_length: int) -> str:
    """A comment's source text. The length counts characters (code points), after the changes above."""
    text = _checked(raw, field="text", max_length=max_length)
    text = _trimmed(neutralise(text))
    if is_blank(text):
        raise Invalid("empty", "Write something first.", field="text")
    _check_length(text, field="text", max_length=max_length)
    return text


def clean_line(raw: object, *, field: str, max_length: int) -> str:
    """A name, a title, a note. Line ends and tabs are refused, not repaired: no honest field sends them."""
    text = _checked(raw, field=field, max_length=max_length)
    if "\n" in text or "\t" in text:
        raise Invalid("bad_characters", "This must fit on one line.", field=field)
    line = unicodedata.normalize("NFC", _SPACES.sub(" ", neutralise(text)).strip())
    if is_blank(line):
        raise Invalid("empty", "Fill this in.", field=field)
    _check_length(line, field=field, max_length=max_length)
    return line


def line_or_nothing(raw: object, *, max_length: int) -> str:
    """What nobody here can mend, such as the title of a page: folded into one line, or left out."""
    if not isinstance(raw, str):
        return ""
    try:
        return clean_line(" ".join(raw.split()), field="title", max_length=max_length)
    except Invalid:
        return ""


def neutralise(text: str) -> str:
    """Takes out what cannot be seen and piled-up accents; never raises, and asks no length."""
    if text.isascii():
        return text
    pieces = _FLAGS.split(text)  # every second piece is a flag
    pieces[::2] = [_UNSEEN.sub("", piece) for piece in pieces[::2]]
    seen = "".join(pieces)
    return _JOINER.sub(_needed_joiner, _PILE.sub(_first_marks, seen))


def is_blank(text: str) -> bool:
    """Nothing in it that leaves ink: only spaces, unseen characters, or accents on nothing."""
    return all(
        unicodedata.category(char) in _INKLESS or char == _BRAILLE_BLANK for char in _UNSEEN.sub("", text)
    )


def plain(text: str) -> str:
    """For programs that choke on what is no character at all; people's input is refused instead."""
    return _CONTROL.sub("\ufffd", text)


def _checked(raw: object, *, field: str, max_length: int) -> str:
    if not isinstance(raw, str):
        raise Invalid("not_text", "This must be text.", field=field)
    text = _LINE_END.sub("\n", raw)
    # Before any work is spent on it, and before a lone surrogate could stop the encoder.
    if len(text.encode("utf-8", "surrogatepass")) > 4 * max_length:
        raise _too_long(len(text), field=field, max_length=max_length)
    if _CONTROL.search(text):
        message = Words("This holds characters that cannot be shown. Take them out, or type the text anew.")
        raise Invalid("bad_characters", message, field=field)
    return text


def _check_length(text: str, *, field: str, max_length: int) -> None:
    if len(text) > max_length:
        raise _too_long(len(text), field=field, max_length=max_length)


def _too_long(length: int, *, field: str, max_length: int) -> Invalid:
    surplus = length - max_length
    message = counted(
        "This is {n} character too long: at most {most} are possible.",
        "This is {n} characters too long: at most {most} are possible.",
        n=surplus,
        most=max_length,
    )
    return Invalid("too_long", message, field=field)


def _trimmed(text: str) -> str:
    """The first line keeps its indent: it may be code or a quotation."""
    text = text.rstrip()
    count_leading = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, count_leading) + 1 :]


def _needed_joiner(match: re.Match[str]) -> str:
    """Keeps a joiner between two letters of a joining script, and a ZWJ inside an emoji sequence."""
    text, at = match.string, match.start()
    if at == 0 or at + 1 == len(text):
        return ""
    before, after = text[at - 1], text[at + 1]
    if match[0] == _ZWJ and _is_emoji_part(before) and unicodedata.category(after) in {"So", "Sm", "Cn"}:
        return _ZWJ
    return match[0] if _joins(before) and _joins(after) else ""


def _joins(char: str) -> bool:
    script = script_of(char)
    return script is not None and script not in _NOT_JOINING


def _is_emoji_part(char: str) -> bool:
    """An emoji, its variation selector or its skin tone. Emoji newer than our tables count as unassigned."""
    return unicodedata.category(char) in {"So", "Sk", "Cn"} or char == "\ufe0f"


def _first_marks(match: re.Match[str]) -> str:
    """Joiners do not start a new pile, or a pile could be built around them."""
    kept: list[str] = []
    count = 0
    for char in match[0]:
        is_mark = unicodedata.category(char) in {"Mn", "Me"}
        if is_mark:
            count += 1
        elif char not in {_ZWNJ, _ZWJ}:
            count = 0
        if not is_mark or count <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)
