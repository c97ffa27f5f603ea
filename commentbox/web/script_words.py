"""What the scripts say in another language than English.

A page of ours speaks one language: a module tells it to the scripts before they begin. A page of a publisher
may hold boxes of several, so each language has the box's modules under addresses of its own; the one
there that holds the sentences speaks it.
"""

import json
from functools import lru_cache

from commentbox.domain.languages import ENGLISH
from commentbox.services.translations import is_changed, script_words

SENTENCES = "embed/words.js"  # where the scripts look for what they say
_WESTERN_DIGITS = "-u-nu-latn"  # as the server writes them


def script_file(code: str, folder: str, *, is_box: bool = False) -> str:
    """The name of that module among our files; empty where the scripts know what to say."""
    if code == ENGLISH and not is_changed(ENGLISH, folder):
        return ""
    return f"in/{code}/embed/box.js" if is_box else f"lang/{code}.js"


@lru_cache(maxsize=32)
def script_in(code: str, folder: str) -> bytes:
    return f'import {{ speak }} from "../{SENTENCES}";\n{_speak(code, folder)}'.encode()


@lru_cache(maxsize=32)
def sentences_in(code: str, folder: str, english: bytes) -> bytes:
    """The module of sentences, speaking that language from its first line on."""
    return english + b"\n" + _speak(code, folder).encode()


def _speak(code: str, folder: str) -> str:
    plural, sentences = script_words(code, folder)
    said = json.dumps(sentences, ensure_ascii=False, separators=(",", ":"))
    tongue = "en-GB" if code == ENGLISH else code + _WESTERN_DIGITS
    return f'speak("{tongue}", (n) => Number({plural}), {said});\n'
