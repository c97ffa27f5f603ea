"""What a name looks like to a hurried eye: one key for all spellings that could be taken for each other.

The idea is the skeleton of Unicode's security report (UTS 39). Two tables: our own, for the scripts in which
a whole Latin-looking name can be written, and behind it what Unicode's table of confusables adds, in
`lookalikes.txt`. Names in mixed scripts are refused before they get here. What is let through on purpose:
`OTHER_LOOKS` of Greek letters, and ß is two letters.
A key is for comparing only: it is never shown, and it says nothing about how to spell the name.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

OTHER_LOOKS = "νυησΓ"  # as v, u, n, o and r: the key takes them for what the other case looks like
# Greek goes by its capitals: ΑΝΝΑ looks like ANNA, and a key does not tell capitals from small letters.
_ROWS = (
    ("авгґеєіјклмнопрстухшьѕһԁԛԝзчбѵӏѡүө", "abrreeljkлmhonpctyxwbshdqw34bvlwyo"),
    ("αβεζηικμνορτυχγω", "abezhlkmnoptyxyw"),
    ("օսհոյցզ", "ouhnjgq"),  # Armenian
    ("ⲁⲃⲉⲏⲓⲕⲙⲛⲟⲣⲥⲧⲩⲭ", "abehlkmnopctyx"),  # Coptic
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "bpdtgkjczfmnlsrvhwxyaelou"),  # Lisu
    ("ᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎽᏃ", "abcdeghljklmprstvwyz"),  # Cherokee
    ("ɑɩɪıʟǀ", "alllll"),
    ("i016|", "lolbl"),
)
_GLYPHS = {ord(sign): look for signs, looks in _ROWS for sign, look in zip(signs, looks, strict=True)}
_GLYPHS_OF_THEIR_OWN = {"ʋ": "u", "ٴ": ""}  # a u with a hook, whatever its name says; a hamza on its own
_LIGATURES = {"æ": "ae", "œ": "oe", "þ": "p", "ð": "d", "ы": "bl", "ю": "lo"}
_IOTA_BELOW = "\u0345"  # which a fold would put beside its letter
_POINTS = ("COMBINING", "VARIATION", "ARABIC", "HEBREW", "SYRIAC")
_MORE = {
    ord(sign): look
    for look, _, signs in (
        line.partition(" ")
        for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    for sign in signs
}
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")


def skeleton(name: str) -> str:
    """Equal for `Admin`, `admin`, `Аdmin` (Cyrillic), `Adm1n`, `A d m i n` and `Ádmin`."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).replace(_IOTA_BELOW, "")
    folded = unicodedata.normalize("NFKC", folded).casefold()
    letters = unicodedata.normalize("NFKD", folded)
    key = "".join(_look(char) for char in letters)
    key = key.translate(_MORE).translate(_MORE)  # what a letter is made of may look like something else again
    return key.replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=4096)
def _look(char: str) -> str:
    """Nothing for spaces, punctuation and accents; vowel signs of other scripts do make a difference."""
    category = unicodedata.category(char)
    unicode_name = unicodedata.name(char, "")
    if char in "ʋٴ":
        return _GLYPHS_OF_THEIR_OWN[char]
    if category == "Nd":
        char = str(unicodedata.digit(char))
    elif category[0] not in "LM" and char != "|":
        return ""
    elif category[0] == "M":
        return "" if unicode_name.startswith(_POINTS) else char
    base = _without_strokes(char, unicode_name)
    return _LIGATURES.get(base) or base.translate(_GLYPHS)


def _without_strokes(char: str, unicode_name: str) -> str:
    """ł, ø, қ: a letter with something through it or under it is still that letter at a glance."""
    small_capital = _SMALL_CAPITAL.fullmatch(unicode_name)
    if small_capital:
        return small_capital[1].lower()
    base, has_stroke, _ = unicode_name.partition(" WITH ")
    if not has_stroke:
        return char
    try:
        return unicodedata.lookup(base)
    except KeyError:
        return char
