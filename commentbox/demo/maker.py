"""Lets the drafts of a conversation answer one another, in order of time."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

from commentbox.demo.banter import OTHER, Banter
from commentbox.demo.crowd import Crowd
from commentbox.demo.drafts import Draft
from commentbox.demo.hand_written import place_talk
from commentbox.demo.material import phrases, talk

MAX_DEPTH = 15
_SHARE_ROOTS = 0.4
_SHARE_REMOVED = 0.025
_DUEL = 0.06
_DUEL_ENDS = 0.06
_RECENT = 260
_TAIL = 1.25
_VOTES_MOST = 412


class ConversationMaker:
    def __init__(self, rng: Random, slug: str, count: int, people: int, url: str) -> None:
        self._rng = rng
        self._count = count
        self._remarks = talk(slug)
        self._crowd = Crowd(rng, people, reserved=len(self._remarks))
        self._banter = Banter(rng, phrases(slug), url)
        self._most_votes = people - 1
        self._least_of_the_top = min(
            remark.votes for remark in self._remarks if remark.is_top and remark.parent is None
        )
        self._drafts: list[Draft] = []
        self._tickets: list[int] = []
        self._duel: int | None = None

    def drafts(self) -> list[Draft]:
        is_root = [place == 0 or self._rng.random() < _SHARE_ROOTS for place in range(self._count)]
        written = place_talk(self._rng, self._remarks, is_root, self._crowd.soloist)
        self._shrink_votes(written.values())
        removed = self._removed(written)
        opening = self._openings(written)
        for place in range(self._count):
            draft = written.get(place) or self._one_of_the_crowd(is_root[place], place in removed)
            self._drafts.append(draft)
            self._tickets += opening.get(place, [])
            if place not in written and (place not in removed or self._rng.random() < 0.5):
                self._tickets.append(place)
        return self._drafts

    def _one_of_the_crowd(self, is_root: bool, is_removed: bool) -> Draft:
        draft = self._root() if is_root or not self._tickets else self._reply(self._parent())
        draft.votes = self._votes()
        draft.text = self._crowd.in_the_voice_of(draft.author, draft.text)
        if is_removed:
            draft.status, draft.votes = "removed", 0
            draft.text, draft.lines = self._banter.offence(is_root)
        return draft

    def _root(self) -> Draft:
        facet, stance = self._banter.facet(), self._rng.choice("+-")
        text, lines = self._banter.root(facet, stance)
        author = self._crowd.someone(stance)
        return Draft(
            parent=None, depth=0, author=author, text=text, votes=0, facet=facet, stance=stance, lines=lines
        )

    def _reply(self, place: int) -> Draft:
        parent = self._drafts[place]
        author, stance = self._who_answers(parent)
        facet = parent.facet or self._banter.facet()
        text, lines = self._banter.reply(parent, facet, stance)
        self._tickets.append(place)
        self._go_on_arguing(place, parent.depth + 1)
        return Draft(
            parent=place,
            depth=parent.depth + 1,
            author=author,
            text=text,
            votes=0,
            facet=facet,
            stance=stance,
            lines=lines,
        )

    def _go_on_arguing(self, answered: int, depth: int) -> None:
        """Now and then two people cannot stop; there is one such duel at a time."""
        if answered == self._duel:
            is_over = depth >= MAX_DEPTH or self._rng.random() < _DUEL_ENDS
            self._duel = None if is_over else len(self._drafts)
        elif self._duel is None and self._rng.random() < 0.05:
            self._duel = len(self._drafts)

    def _who_answers(self, parent: Draft) -> tuple[int, str]:
        """Often the one who was answered comes back; a stranger disagrees more often than not."""
        if parent.parent is not None and self._rng.random() < 0.4:
            before = self._drafts[parent.parent]
            if before.lines and before.author != parent.author:
                return before.author, before.stance
        stance = parent.stance if parent.stance in OTHER else self._rng.choice("+-")
        if self._rng.random() < (0.64 if parent.lines else 0.4):
            stance = OTHER[stance]
        return self._crowd.someone(stance), stance

    def _parent(self) -> int:
        """Much answered comments are answered more: each answer is one more ticket in the draw."""
        if self._duel is not None and self._rng.random() < _DUEL:
            return self._duel
        while True:
            recent = self._tickets[-_RECENT:] if self._rng.random() < 0.5 else self._tickets
            place = self._rng.choice(recent)
            if self._drafts[place].depth < MAX_DEPTH:
                return place

    def _votes(self) -> int:
        """Below every hand-written top comment, and low for what nobody has had the time to read."""
        age = 1 - len(self._drafts) / self._count
        most = self._least_of_the_top * self._most_votes // max(self._most_votes, _VOTES_MOST) - 1
        drawn = int((self._rng.paretovariate(_TAIL) - 1) * (0.4 + 2 * age))
        return max(0, drawn if drawn <= most else self._rng.randint(most // 3, max(most, 0)))

    def _shrink_votes(self, drafts: Iterable[Draft]) -> None:
        """Nobody has more votes than there are other people."""
        if self._most_votes < _VOTES_MOST:
            for draft in drafts:
                draft.votes = draft.votes * self._most_votes // _VOTES_MOST

    def _removed(self, written: dict[int, Draft]) -> frozenset[int]:
        free = [place for place in range(1, self._count) if place not in written]
        return frozenset(self._rng.sample(free, min(len(free), round(self._count * _SHARE_REMOVED))))

    def _openings(self, written: dict[int, Draft]) -> dict[int, list[int]]:
        """The crowd joins a hand-written thread after its own answers, so that these are read first."""
        roots: dict[int, int] = {}
        threads: dict[int, list[int]] = defaultdict(list)
        for place, draft in sorted(written.items()):
            roots[place] = place if draft.parent is None else roots[draft.parent]
            if draft.status == "published":
                threads[roots[place]].append(place)
        return {
            places[-1]: [place for place in places for _ in range(1 + written[place].votes // 3)]
            for places in threads.values()
        }
