"""Who is speaking: a few write often, most write once, and everybody keeps to one opinion."""

from itertools import count
from random import Random

_OFTEN = 2.1
_SMILES = (" 🙂", " 😄", " 👏", " 🤷")


class Crowd:
    """Hand-written comments get people of their own: nobody contradicts what they said of their life."""

    def __init__(self, rng: Random, size: int, reserved: int) -> None:
        order = list(range(size))
        rng.shuffle(order)
        kept = min(reserved, size // 2)
        self._rng = rng
        self._soloists = order[:kept] or order
        self._next = count()
        rest = order[kept:]
        middle = max(1, len(rest) // 2)
        self._sides = {"+": rest[:middle], "-": rest[middle:] or rest}

    def soloist(self) -> int:
        return self._soloists[next(self._next) % len(self._soloists)]

    def someone(self, stance: str) -> int:
        side = self._sides[stance]
        return side[int(len(side) * self._rng.random() ** _OFTEN)]

    def in_the_voice_of(self, person: int, text: str) -> str:
        """Some shout a little, some never press the shift key; lists, links and quotations stay."""
        if any(mark in text for mark in ("\n", "](", "**")) or not text.endswith("."):
            return text
        if person % 19 == 3:
            return text[:-1].lower()
        if person % 13 == 5:
            return text[:-1] + "!"
        if person % 17 == 6:
            return text[:-1] + "..."
        if person % 11 == 2 and self._rng.random() < 0.35:
            return text[:-1] + self._rng.choice(_SMILES)
        return text
