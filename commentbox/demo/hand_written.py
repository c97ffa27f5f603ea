"""Finds a place in the row of comments for everything that was written by hand."""

from collections import defaultdict
from collections.abc import Callable
from random import Random

from commentbox.demo.drafts import Draft
from commentbox.demo.material import Remark

_SHARE_NEW = 0.36
_SHARE_EARLY = 0.45
_HELD_FROM = 50  # a shorter conversation has no queue


def place_talk(
    rng: Random, remarks: tuple[Remark, ...], is_root: list[bool], new_person: Callable[[], int]
) -> dict[int, Draft]:
    """By place. The newest roots of all are hand-written; much liked ones are early, to have been seen.

    An answer always comes after its parent. What finds no room in a short conversation is left out.
    """
    writer = _Writer(rng, remarks, is_root, new_person)
    for place, number in sorted(_places_of_roots(rng, remarks, is_root).items()):
        writer.write(number, place, None, {})
    return writer.written


def _places_of_roots(rng: Random, remarks: tuple[Remark, ...], is_root: list[bool]) -> dict[int, int]:
    places = [place for place, root in enumerate(is_root) if root]
    roots = [number for number, remark in enumerate(remarks) if remark.parent is None]
    held = [number for number in roots if remarks[number].is_held and len(is_root) >= _HELD_FROM]
    new = [number for number in roots if remarks[number].is_new][: int(len(places) * _SHARE_NEW)]
    top = [number for number in roots if remarks[number].is_top]
    usual = [number for number in roots if not (remarks[number].is_held or remarks[number].is_new)]
    last = [*new, *held]
    rng.shuffle(last)

    before, tail = places[: len(places) - len(last)], places[len(places) - len(last) :]
    top = top[: len(before)]
    early = before[: max(len(top), int(len(before) * _SHARE_EARLY))]
    found = dict(zip(tail, last, strict=True)) | dict(zip(rng.sample(early, len(top)), top, strict=True))
    free = [place for place in before if place not in found]
    others = [number for number in usual if number not in top][: len(free)]
    return found | dict(zip(rng.sample(free, len(others)), others, strict=True))


class _Writer:
    def __init__(
        self, rng: Random, remarks: tuple[Remark, ...], is_root: list[bool], new_person: Callable[[], int]
    ) -> None:
        self.written: dict[int, Draft] = {}
        self._rng = rng
        self._remarks = remarks
        self._is_root = is_root
        self._new_person = new_person
        self._answers: dict[int, list[int]] = defaultdict(list)
        for number, remark in enumerate(remarks):
            if remark.parent is not None:
                self._answers[remark.parent].append(number)

    def write(self, number: int, place: int, parent: int | None, speakers: dict[str, int]) -> None:
        remark = self._remarks[number]
        author = speakers.get(remark.speaker)
        if author is None:
            author = self._new_person()
        if remark.speaker:
            speakers[remark.speaker] = author
        self.written[place] = Draft(
            parent=parent,
            depth=0 if parent is None else self.written[parent].depth + 1,
            author=author,
            text=remark.text,
            votes=remark.votes,
            facet=remark.facet,
            stance=remark.stance,
            status="held" if remark.is_held else "published",
        )
        self._write_answers(number, place, speakers)

    def _write_answers(self, number: int, place: int, speakers: dict[str, int]) -> None:
        latest = place
        for answer in self._answers[number]:
            free = self._free_place(latest)
            if free is None:
                return
            self.write(answer, free, place, speakers)
            latest = free

    def _free_place(self, after: int) -> int | None:
        count = len(self._is_root)
        usual_wait = max(1.0, min(count / 80, (count - after) / 5))
        start = after + 1 + int(self._rng.expovariate(1 / usual_wait))
        places = (*range(start, count), *range(after + 1, min(start, count)))
        return next(
            (place for place in places if not self._is_root[place] and place not in self.written), None
        )
