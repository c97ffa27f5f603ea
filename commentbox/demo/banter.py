"""Makes the crowd's comments: arguments about one side of the matter, answers that pick up what was said."""

import re
from collections.abc import Callable
from random import Random

from commentbox.demo.drafts import Draft
from commentbox.demo.grammar import Grammar
from commentbox.demo.material import Phrases

OTHER = {"+": "-", "-": "+"}
_ATTEMPTS = 8
_LENGTHS = (1, 2, 3, 4, 6, 9)
_ROOT_WEIGHTS = (55, 27, 10, 4, 2.6, 1.4)
_REPLY_WEIGHTS = (77, 16, 4, 1.6, 1, 0.4)
_FIRST_SENTENCE = re.compile(r"[^.!?\n]{40,150}[.!?]")

Words = tuple[str, frozenset[str]]


class Banter:
    def __init__(self, rng: Random, phrases: Phrases, article_url: str) -> None:
        self._rng = rng
        self._grammar = Grammar(rng, phrases | {"url": (article_url,)})
        self._facets = phrases["facets"]
        self._seen: set[str] = set()

    def facet(self) -> str:
        return self._rng.choice(self._facets)

    def root(self, facet: str, stance: str) -> Words:
        return self._fresh(lambda: self._root(facet, stance))

    def reply(self, parent: Draft, facet: str, stance: str) -> Words:
        return self._fresh(lambda: self._reply(parent, facet, stance))

    def offence(self, is_root: bool) -> Words:
        """What a moderator has removed; only the console will show it."""
        section = "spam" if self._rng.random() < (0.4 if is_root else 0.1) else "rude"
        return self._fresh(lambda: (self._grammar.one_of(section), frozenset()))

    def _fresh(self, say: Callable[[], Words]) -> Words:
        for _ in range(_ATTEMPTS):
            text, lines = say()
            if text not in self._seen:
                break
        self._seen.add(text)
        return text, lines

    def _root(self, facet: str, stance: str) -> Words:
        dice = self._rng.random()
        if dice < 0.06:
            return self._grammar.one_of("joke"), frozenset()
        if dice < 0.15:
            return self._grammar.one_of("ask"), frozenset()
        if dice < 0.26 and self._grammar.lines("story" + stance):
            line = self._rng.choice(self._grammar.lines("story" + stance))
            return self._grammar.sentence(line), frozenset((line,))
        text, lines = self._argument(facet, stance, _ROOT_WEIGHTS, frozenset())
        return self._framed(text, stance), lines

    def _framed(self, text: str, stance: str) -> str:
        dice = self._rng.random()
        if dice < 0.18:
            return f"{self._grammar.one_of('open' + stance)} {text}"
        if dice < 0.30:
            return f"{text} {self._grammar.one_of('close' + stance)}"
        if dice < 0.33:
            return f"{text} **{self._grammar.one_of('close' + stance)}**"
        return text

    def _reply(self, parent: Draft, facet: str, stance: str) -> Words:
        if parent.status == "removed":
            return self._calm(facet, stance)
        dice = self._rng.random()
        if not parent.stance or dice < 0.07:
            return self._grammar.one_of("quip"), frozenset()
        if dice < 0.13:
            return self._grammar.one_of("ask"), frozenset()
        if parent.depth and dice < 0.18:
            return self._grammar.one_of("thanks"), frozenset()
        return self._answer(parent, facet, stance)

    def _calm(self, facet: str, stance: str) -> Words:
        text = self._grammar.one_of("calm")
        if self._rng.random() < 0.5:
            return text, frozenset()
        line = self._rng.choice(self._grammar.lines(facet + stance))
        return f"{text} {self._grammar.sentence(line)}", frozenset((line,))

    def _answer(self, parent: Draft, facet: str, stance: str) -> Words:
        agrees = parent.stance == stance
        lead = ""
        if parent.stance in OTHER and (agrees or parent.lines) and self._rng.random() < 0.5:
            lead = self._grammar.one_of("agree" if agrees else "dispute") + " "
        if agrees and lead and self._rng.random() < 0.12:
            return lead + self._grammar.one_of("close" + stance), frozenset()
        text, lines = self._argument(facet, stance, _REPLY_WEIGHTS, parent.lines)
        return self._quote(parent) + lead + text, lines

    def _argument(self, facet: str, stance: str, weights: tuple[float, ...], said: frozenset[str]) -> Words:
        length = self._rng.choices(_LENGTHS, weights=weights)[0]
        if length > 3:
            return self._long_argument(facet, stance, length)
        all_lines = self._grammar.lines(facet + stance)
        fresh = [line for line in all_lines if line not in said] or all_lines
        chosen = self._rng.sample(fresh, min(length, len(fresh)))
        sentences = [self._grammar.sentence(line) for line in chosen]
        if self._rng.random() < 0.02:
            sentences.append(self._grammar.one_of("source"))
        return " ".join(sentences), frozenset(chosen)

    def _long_argument(self, facet: str, stance: str, length: int) -> Words:
        """Several sides of the matter, a paragraph each, or a list."""
        others = [other for other in self._facets if other != facet]
        sides = [facet, *self._rng.sample(others, min(len(others), length // 2))]
        chosen: list[str] = []
        paragraphs = []
        for side in sides:
            lines = self._grammar.lines(side + stance)
            picked = self._rng.sample(lines, min(2, len(lines)))
            chosen += picked
            paragraphs.append(" ".join(self._grammar.sentence(line) for line in picked))
        if self._rng.random() < 0.35:
            intro = self._grammar.one_of("list")
            return intro + "\n\n" + "\n".join(f"- {text}" for text in paragraphs), frozenset(chosen)
        return "\n\n".join(paragraphs), frozenset(chosen)

    def _quote(self, parent: Draft) -> str:
        if self._rng.random() > 0.11 or parent.text.startswith((">", "-")):
            return ""
        sentence = _FIRST_SENTENCE.match(parent.text)
        return f"> {sentence[0]}\n\n" if sentence and "*" not in sentence[0] else ""
