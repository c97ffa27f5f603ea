"""The catalogues are complete, and every sentence of a template is in them."""

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from script._translate import CATALOGUES, ENGLISH_ONLY, ROOT, sentences

CODES = ("ar", "de", "es", "fr", "he", "ja", "pt")
TAGS = {"a", "a2", "strong", "bdi", "em", "br", "unseen"}
TEMPLATES = [
    path
    for path in sorted((ROOT / "web/templates").rglob("*.html"))
    if not path.relative_to(ROOT).as_posix().startswith(ENGLISH_ONLY)
]
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ADDRESS = re.compile(r"\S*[?&=;]\S*")
_SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')


@pytest.fixture(scope="module")
def found() -> Catalog:
    return sentences()


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_has_every_sentence_and_no_other(code: str, found: Catalog) -> None:
    """After a change of the English: script/translate, then translate what is new."""
    assert {_key(message) for message in _catalogue(code)} == {_key(message) for message in _of(found)}


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_left_in_english_and_nothing_is_doubtful(code: str) -> None:
    catalogue = _catalogue(code)
    assert [message.id for message in catalogue if message.fuzzy or not all(_forms(message))] == []
    plurals = {len(_forms(message)) for message in catalogue if message.pluralizable}
    assert plurals == {{"ar": 6, "he": 3, "ja": 1}.get(code, 2)}


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_values_and_the_tags_of_the_sentence(code: str) -> None:
    """A form for one or two may leave the number out, because its words say it."""
    for message in _catalogue(code):
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        values, tags = _values(originals[-1]), _tags(originals[-1])
        for form in _forms(message):
            assert _values(form) - {"n"} == values - {"n"}, form
            assert _values(form) <= values, form
            assert _tags(form) == tags, form


def test_a_sentence_has_no_tags_but_those_that_stand_for_something(found: Catalog) -> None:
    for message in _of(found):
        for original in [message.id] if isinstance(message.id, str) else message.id:
            assert {tag.strip("</>") for tag in _tags(original)} <= TAGS, original


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_says_nothing_that_cannot_be_translated(path: Path) -> None:
    text = _CODE.sub("\0", path.read_text(encoding="utf-8"))
    spoken = [*re.split(r"<[^>]*>", text), *_SPOKEN.findall(text)]
    assert [words for words in spoken if re.search(r"[A-Za-z]{2,}", _ADDRESS.sub("", words))] == []


def _catalogue(code: str) -> list[Message]:
    with (CATALOGUES / code / "LC_MESSAGES/messages.po").open("rb") as file:
        return _of(read_po(file))


def _of(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _key(message: Message) -> object:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> list[str]:
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _tags(text: str) -> set[str]:
    return set(re.findall(r"</?[a-z0-9]+>", text))
