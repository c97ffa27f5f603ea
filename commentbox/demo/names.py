"""Pen names for the readers of the sample newspaper; nobody real, no two alike."""

from collections.abc import Iterator
from random import Random

from commentbox.demo.grammar import Grammar
from commentbox.demo.material import phrases
from commentbox.domain.people import name_key

_PATTERNS = (
    "{first} from {place}",
    "{adjective} {creature}",
    "{adjective} {creature}",
    "{first} of {place}",
    "{first} {initial}",
    "{noun}_{noun}",
    "{noun}{digits}",
    "{first}{digits}",
    "{first} and the {creature}",
    "{noun}.{first}",
)
_DIGITS = tuple(str(number) for number in range(2, 98))
_INITIALS = tuple("ABCDEFGHIJKLMNOPRSTVWZ")


def pen_names(rng: Random) -> Iterator[str]:
    """Without end, as far as a city goes."""
    names = phrases("names") | {"digits": _DIGITS, "initial": _INITIALS}
    grammar = Grammar(rng, names)
    ready_made = list(names["pen"])
    rng.shuffle(ready_made)
    given: set[str] = set()
    while True:
        name = ready_made.pop() if ready_made and rng.random() < 0.5 else _invented(rng, grammar)
        key = name_key(name)
        if key not in given:
            given.add(key)
            yield name


def _invented(rng: Random, grammar: Grammar) -> str:
    pattern = rng.choice(_PATTERNS)
    name = grammar.words(pattern)
    return name.lower() if pattern.startswith("{noun}") else name
