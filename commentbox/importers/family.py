"""Who answers whom, in a few bytes a comment: circles, depth, order, and which removed ones stay."""

from array import array
from collections.abc import Callable, Iterator

_UNKNOWN = 0
_ON_THE_WAY = -1
_LOST = -2

LOST_PARENT = -1


class Family:
    """Comments are numbers from 1; a parent of 0 is none, one of `LOST_PARENT` exists but was not read.

    Fill it with `add`, then iterate `circles` to its end; the other questions can be asked after that.
    Nothing here recurses, so a chain of a million replies is no problem.
    """

    def __init__(self, size: int) -> None:
        self._parents = array("q", [0]) * (size + 1)
        self._moments = array("q", [0]) * (size + 1)
        self._depths = array("i", [_UNKNOWN]) * (size + 1)
        self._is_shown = bytearray(size + 1)

    def add(self, number: int, *, parent: int, moment: int, is_shown: bool) -> None:
        self._parents[number] = parent
        self._moments[number] = moment
        self._is_shown[number] = is_shown

    def circles(self, key_of: Callable[[int], str]) -> Iterator[int]:
        """Breaks each circle at its oldest comment, which is given back; `key_of` decides between equals."""
        for number in range(1, len(self._parents)):
            while circle := self._walk(number):
                oldest = min(circle, key=lambda one: (self._moments[one], key_of(one)))
                self._parents[oldest] = 0
                yield oldest

    def replies(self) -> Iterator[tuple[int, int, int]]:
        """Moment, depth and number; the moment is never before that of what is answered."""
        for number, depth in enumerate(self._depths):
            if depth > 1:
                yield self._moments[number], depth, number

    def placeholders(self) -> Iterator[tuple[int]]:
        """Removed comments with a shown one somewhere below them."""
        is_marked = bytearray(len(self._parents))
        for number, depth in enumerate(self._depths):
            above = self._parents[number] if self._is_shown[number] and depth > 0 else 0
            while above > 0 and not self._is_shown[above] and not is_marked[above]:
                is_marked[above] = True
                yield (above,)
                above = self._parents[above]

    def lost(self) -> Iterator[int]:
        """What hangs, directly or through others, on a comment that was not read."""
        return (number for number, depth in enumerate(self._depths) if depth == _LOST)

    def _walk(self, number: int) -> list[int]:
        """Climbs to what is known already, and settles all on the way; or returns the circle it got into."""
        way: list[int] = []
        while number > 0 and self._depths[number] == _UNKNOWN:
            self._depths[number] = _ON_THE_WAY
            way.append(number)
            number = self._parents[number]
        if number > 0 and self._depths[number] == _ON_THE_WAY:
            for one in way:
                self._depths[one] = _UNKNOWN
            return way[way.index(number) :]
        is_lost = number == LOST_PARENT or (number > 0 and self._depths[number] == _LOST)
        for one in reversed(way):
            self._depths[one] = _LOST if is_lost else self._depths[number] + 1 if number > 0 else 1
            if number > 0:
                self._moments[one] = max(self._moments[one], self._moments[number])
            number = one
        return []
