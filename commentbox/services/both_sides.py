"""The order that lets the two sides of an article’s question take turns."""

from itertools import zip_longest

from commentbox.domain import cursor as bookmarks
from commentbox.domain.question import Question
from commentbox.domain.ranking import Sort
from commentbox.domain.thread import Entry
from commentbox.services.work import Work
from commentbox.store import threads

_BEHIND_ALL = (0, 0)  # no comment has a lower score and number


def page_of_sides(
    work: Work, article_id: int, question: Question, cursor: str | None, most: int
) -> tuple[list[Entry], str | None]:
    """Up to `most` roots, one of each side in turn, and a bookmark that holds a place on either side."""
    kind, half = f"{article_id}:{Sort.SIDES}:{question.id}", max(1, most // 2)
    places: list[tuple[int, int] | None] = [None, None]
    if cursor is not None:
        keys = tuple(map(str.encode, work.settings.secrets))
        left, left_id, right, right_id = map(int, bookmarks.decode(kind, cursor, *keys))
        places = [(left, left_id), (right, right_id)]
    found = [
        threads.page_of_side(work.session, article_id, side.id, place, half + 1)
        for side, place in zip(question.sides or (), places, strict=True)
    ]
    pages = [side[:half] for side in found]
    roots = [entry for pair in zip_longest(*pages) for entry in pair if entry is not None]
    if all(len(side) <= half for side in found):
        return roots, None
    (left, left_id), (right, right_id) = (
        (side[-1].score, side[-1].id) if side else place or _BEHIND_ALL
        for side, place in zip(pages, places, strict=True)
    )
    values = (left, left_id, right, right_id)
    return roots, bookmarks.encode(kind, values, work.settings.secret_key.encode())
