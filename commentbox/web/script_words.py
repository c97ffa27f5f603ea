"""What the scripts of the box say in another language: a module that tells them before they begin."""

import json
from functools import lru_cache

from commentbox.domain.languages import ENGLISH
from commentbox.services.translations import is_changed, script_words

_WESTERN_DIGITS = "-u-nu-latn"  # as the server writes them


def script_file(code: str, folder: str, *, is_box: bool = False) -> str:
    """The name of that module among our files; empty where the scripts know what to say."""
    if code == ENGLISH and not is_changed(ENGLISH, folder):
        return ""
    return f"lang/{code}{'.box' if is_box else ''}.js"


@lru_cache(maxsize=64)
def script_in(code: str, folder: str, *, is_box: bool) -> bytes:
    if is_box:
        return f'import "./{code}.js";\nexport * from "../embed/box.js";\n'.encode()
    plural, sentences = script_words(code, folder)
    said = json.dumps(sentences, ensure_ascii=False, separators=(",", ":"))
    tongue = "en-GB" if code == ENGLISH else code + _WESTERN_DIGITS
    text = (
        f'import {{ speak }} from "../embed/words.js";\nspeak("{tongue}", (n) => Number({plural}), {said});\n'
    )
    return text.encode()
