"""The catalogues: sentences, numbers and moments in the languages we have.

Each language is one file of gettext, `<language>/LC_MESSAGES/messages.po`, read when it is first needed. A
newsroom may have a folder of its own with such files: what it says there goes before what we say. Babel is
loaded when another language than English is first spoken: it takes a tenth of a second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from gettext import c2py
from importlib import import_module
from pathlib import Path
from typing import Any

from commentbox.domain.languages import ENGLISH, is_tag
from commentbox.domain.words import Joined, Value, Words, moment

OURS = Path(__file__).parent.parent / "translations"
_FILE = "LC_MESSAGES/messages.po"
_SCRIPTS = "web/static/"  # where a sentence of the browser's scripts stands, as extraction notes it
LEFT_TO_RIGHT = "ltr"


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language as the box speaks it."""

    code: str
    name: str  # as its speakers call it
    direction: str


class Catalogue:
    """What the sentences are in one language."""

    def __init__(self, code: str, files: tuple[Path, ...]) -> None:
        self.code = code
        self._said: dict[str, tuple[str, ...]] = {}
        self._of_scripts: set[str] = set()
        self._plural = "0"
        for path in files:
            self._read(path)
        self._which = c2py(self._plural)

    def template(self, words: Words) -> str | None:
        """None where nobody has translated it."""
        forms = self._said.get(words.template)
        if forms is None:
            return None
        n = words.values.get("n", 0)
        return forms[self._which(n) if words.many and isinstance(n, int) else 0]

    def for_scripts(self) -> tuple[str, Mapping[str, tuple[str, ...]]]:
        """The rule of plurals as an expression in `n`, and the sentences of the browser's scripts."""
        return self._plural, {said: self._said[said] for said in sorted(self._of_scripts & self._said.keys())}

    def _read(self, path: Path) -> None:
        with path.open("rb") as file:
            catalog = import_module("babel.messages.pofile").read_po(file)
        for message in catalog:
            if not message.id or message.fuzzy:
                continue
            template = message.id if isinstance(message.id, str) else message.id[0]
            said = message.string or ""
            forms = (said,) if isinstance(said, str) else tuple(said)
            if all(forms):
                self._said[template] = forms
            if any(place.startswith(_SCRIPTS) or f"/{_SCRIPTS}" in place for place, _ in message.locations):
                self._of_scripts.add(template)
        self._plural = catalog.plural_expr


@lru_cache(maxsize=8)
def codes(folder: str = "") -> tuple[str, ...]:
    """The languages we have; `folder` is the newsroom's own."""
    return tuple(sorted({ENGLISH, *_files(folder)}))


@lru_cache(maxsize=8)
def languages(folder: str = "") -> Mapping[str, Language]:
    """The same, with their names and directions."""
    return {code: _language(code) for code in codes(folder)}


def direction_of(code: str) -> str:
    return LEFT_TO_RIGHT if code == ENGLISH else _language(code).direction


def say(words: Words, code: str, folder: str = "") -> str:
    """The sentence in that language; in English where that language does not have it."""
    if isinstance(words, Joined):
        return " ".join(say(part, code, folder) for part in words.parts)
    template = template_in(words, code, folder)
    if not words.values:
        return template
    return template.format(**{name: value_in(value, code, folder) for name, value in words.values.items()})


def template_in(words: Words, code: str, folder: str = "") -> str:
    """The sentence before its values are put in."""
    found = None if code == ENGLISH and not folder else _catalogue(code, folder).template(words)
    return words.english_template if found is None else found


def value_in(value: Value, code: str, folder: str = "") -> str:
    """A value as that language writes it."""
    if isinstance(value, Words):
        return say(value, code, folder)
    if isinstance(value, datetime):
        return moment_in(value, code, folder)
    return number_in(value, code) if isinstance(value, int) else value


def number_in(number: int, code: str) -> str:
    return f"{number:,}" if code == ENGLISH else _decimal(number, code)


def moment_in(at: datetime, code: str, folder: str = "") -> str:
    """`23. November 2026, 14:05 UTC`."""
    if code == ENGLISH:
        return moment(at)
    at = at.astimezone(UTC)
    return say(Words("{date}, {time} UTC", date=_date(at, code), time=f"{at:%H:%M}"), code, folder)


def month_in(at: datetime, code: str) -> str:
    """`November 2026`."""
    at = at.astimezone(UTC)
    return f"{at:%B %Y}" if code == ENGLISH else _month(at.date(), code)


def script_words(code: str, folder: str = "") -> tuple[str, Mapping[str, tuple[str, ...]]]:
    return _catalogue(code, folder).for_scripts()


def is_changed(code: str, folder: str) -> bool:
    """Whether there is a catalogue at all: English has one only where a newsroom says things its own way."""
    return code in _files(folder)


def source_bytes(folder: str = "") -> bytes:
    """All catalogues as they stand in their files: what is made from them changes with these."""
    return b"".join(path.read_bytes() for paths in _files(folder).values() for path in paths)


@lru_cache(maxsize=64)
def _language(code: str) -> Language:
    locale = _locale(code)
    name = str(locale.get_display_name(locale) or code)
    return Language(code=code, name=name[:1].upper() + name[1:], direction=locale.text_direction)


@lru_cache(maxsize=64)
def _catalogue(code: str, folder: str) -> Catalogue:
    return Catalogue(code, _files(folder).get(code, ()))


@lru_cache(maxsize=8)
def _files(folder: str) -> Mapping[str, tuple[Path, ...]]:
    """The files of each language, ours before the newsroom's, so that the newsroom's have the last word."""
    found: dict[str, tuple[Path, ...]] = {}
    for place in (OURS, *([Path(folder)] if folder else [])):
        for path in sorted(place.glob(f"*/{_FILE}")):
            code = path.parent.parent.name.replace("_", "-")
            if is_tag(code):
                found[code] = (*found.get(code, ()), path)
    return found


@lru_cache(maxsize=1024)
def _date(at: datetime, code: str) -> str:
    return str(import_module("babel.dates").format_date(at, "long", locale=_locale(code)))


@lru_cache(maxsize=1024)
def _decimal(number: int, code: str) -> str:
    return str(import_module("babel.numbers").format_decimal(number, locale=_locale(code)))


@lru_cache(maxsize=256)
def _month(at: date, code: str) -> str:
    return str(import_module("babel.dates").format_skeleton("yMMMM", at, locale=_locale(code)))


@lru_cache(maxsize=64)
def _locale(code: str) -> Any:
    babel = import_module("babel")
    try:
        return babel.Locale.parse(code, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return babel.Locale.parse(ENGLISH)
