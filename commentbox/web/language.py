"""Which language this answer is in, and saying things in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from flask import g, request

from commentbox.domain.languages import ENGLISH, NO_LANGUAGE, choose
from commentbox.domain.words import Value, Words, in_words
from commentbox.services import translations
from commentbox.services.translations import Language
from commentbox.web.script_words import script_file
from commentbox.web.work import settings

_IN_ENGLISH, _BY_ADDRESS, _OF_THE_BOX = "console", "public", "api"  # blueprints
_WORKED_OUT = "language_worked_out"


def language() -> str:
    """The language's code.

    A public answer is a function of its address: what that asks for, else the site's. On our own pages the
    person's choice and their browser's come between. The console is in English.
    """
    return tongue()[0]


def tongue() -> tuple[str, str]:
    """The language and the newsroom's folder, worked out once: a page says hundreds of sentences."""
    found: tuple[str, str] | None = g.get(_WORKED_OUT)
    if found is None:
        folder = settings().translations
        found = _choice(folder), folder
        setattr(g, _WORKED_OUT, found)
    return found


def _choice(folder: str) -> str:
    if request.blueprint == _IN_ENGLISH:
        return ENGLISH
    header = "" if request.blueprint == _BY_ADDRESS else request.headers.get("Accept-Language", "")
    person = NO_LANGUAGE if request.blueprint == _OF_THE_BOX else g.get("person_language", NO_LANGUAGE)
    wanted = (asked() or g.get("asked_language", NO_LANGUAGE), person)
    return _chosen(wanted, header, _site_language(), folder)


def asked() -> str:
    """What the address asks for, exactly as it does."""
    return request.args.get("lang", NO_LANGUAGE)


def direction() -> str:
    return translations.direction_of(language())


def all_languages() -> Mapping[str, Language]:
    return translations.languages(settings().translations)


def know_site(code: str) -> None:
    """Said by whoever finds out whose page this is: `code` is what the site has chosen, if it has."""
    g.site_language = code
    g.pop(_WORKED_OUT, None)


def know_asked(code: str) -> None:
    """A form brings along what the address of its page asked for."""
    g.asked_language = code
    g.pop(_WORKED_OUT, None)


def know_person(code: str) -> None:
    """The language of the account that is signed in, if it has chosen one."""
    g.person_language = code
    g.pop(_WORKED_OUT, None)


def said(message: str) -> str:
    """The sentence in the language of this answer."""
    return translations.say(in_words(message), *tongue())


def scripts(*, is_box: bool = False) -> str:
    """The file with what the scripts say in this language, if they need one."""
    return script_file(*tongue(), is_box=is_box)


def template_of(words: Words) -> str:
    return translations.template_in(words, *tongue())


def written(value: Value) -> str:
    """A value as this language writes it."""
    return translations.value_in(value, *tongue())


def month(at: datetime) -> str:
    return translations.month_in(at, language())


def _site_language() -> str:
    return g.get("site_language", NO_LANGUAGE) or settings().language


@lru_cache(maxsize=4096)
def _chosen(wanted: Sequence[str], header: str, site: str, folder: str) -> str:
    by_browser = _accepted(header)
    return choose([*wanted, *by_browser, site], translations.codes(folder))


def _accepted(header: str) -> list[str]:
    """The languages of `Accept-Language`, the dearest first; a dozen of them say enough."""
    weighed = []
    for part in header[:500].split(",")[:12]:
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.partition("=")[2] or 1)
        except ValueError:
            quality = 0
        weighed.append((quality, tag.strip()))
    return [tag for quality, tag in sorted(weighed, key=lambda pair: -pair[0]) if quality > 0]
