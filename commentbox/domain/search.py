"""Whether a comment has the words a reader looks for; the same in every database, as no database is asked."""

import re
import unicodedata
from dataclasses import dataclass

from commentbox.domain.errors import Invalid

MAX_QUERY = 100
MAX_WORDS = 8
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
# Written without spaces between words: there, a word is looked for anywhere.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Query:
    """Words that must all begin a word of the text, in any order."""

    words: tuple[str, ...]

    @classmethod
    def parse(cls, raw: object) -> "Query":
        """Letter case and accents make no difference; signs are left out."""
        if not isinstance(raw, str) or len(raw) > MAX_QUERY:
            raise Invalid("bad_query", f"Look for a few words of up to {MAX_QUERY} characters.", field="q")
        found = tuple(dict.fromkeys(_WORD.findall(_bare(raw))))[:MAX_WORDS]
        if not any(len(word) > 1 or _UNSPACED.match(word) for word in found):
            raise Invalid("bad_query", "Say what to look for: a word of two letters or more.", field="q")
        return cls(found)

    def is_in(self, text: str) -> bool:
        bare = _bare(text)
        # The first test is quick and sorts out nearly all.
        return all(word in bare for word in self.words) and all(
            _begins_a_word(word, bare) for word in self.words
        )


def _begins_a_word(word: str, text: str) -> bool:
    return bool(_UNSPACED.match(word)) or re.search(rf"(?<![^\W_]){re.escape(word)}", text) is not None


def _bare(text: str) -> str:
    """In one case and without accents."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text))).casefold()
