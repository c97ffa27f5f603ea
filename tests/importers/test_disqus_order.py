"""Whatever the order of the file: articles, their comments, and parents before replies."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.dump import DumpArticle, DumpAuthor, DumpComment, Record
from commentbox.importers import staging
from commentbox.importers.staging import Staging
from tests.importers.disqus_file import articles, comments, export, post, records, skipped, thread, warned

AT = datetime(2024, 3, 1, tzinfo=UTC)
LONG = 10_000


def test_a_chain_of_removed_comments_stays_up_to_the_last_live_reply() -> None:
    gone = {"isDeleted": "true"}
    found = records(export(thread(), post(1, **gone), post(2, 1, **gone), post(3, 2), post(4, 3, **gone)))
    assert [(key, comment.status) for key, comment in comments(found).items()] == [
        ("1", Status.REMOVED),
        ("2", Status.REMOVED),
        ("3", Status.PUBLISHED),
    ]
    assert skipped(found) == {"4": staging.DELETED}


@pytest.mark.parametrize(
    ("circle", "expected"),
    [
        ([(1, 1)], [("1", None)]),
        ([(1, 2), (2, 1)], [("1", None), ("2", "1")]),
        ([(3, 2), (2, 1), (1, 3), (4, 3)], [("1", None), ("2", "1"), ("3", "2"), ("4", "3")]),
    ],
    ids=["itself", "two", "three and one beneath"],
)
def test_a_circle_is_broken_where_it_began(
    circle: list[tuple[int, int]], expected: list[tuple[str, str | None]]
) -> None:
    posts = [post(number, parent, createdAt=f"2024-03-01T10:00:0{number}Z") for number, parent in circle]
    found = records(export(thread(), *posts))
    assert [(key, comment.parent_key) for key, comment in comments(found).items()] == expected
    assert warned(found) == {"1": staging.CIRCLE}


def test_a_reply_never_leaves_its_article() -> None:
    found = records(export(thread(), thread("t2"), post(1), post(2, 1, in_thread="t2")))
    assert comments(found)["2"].parent_key is None
    assert warned(found) == {"2": staging.IN_OTHER_ARTICLE}


def test_a_reply_dated_before_what_it_answers_still_comes_after_it() -> None:
    early = post(2, 1, createdAt="2020-01-01T00:00:00Z")
    late = post(3, createdAt="2024-03-02T00:00:00Z")
    found = comments(records(export(thread(), late, early, post(1))))
    assert list(found) == ["1", "2", "3"]
    assert found["2"].created_at.year == 2020


def test_what_comes_twice_is_taken_once() -> None:
    found = records(export(thread(), thread(), post(5), post(5)))
    assert (len(articles(found)), len(comments(found))) == (1, 1)
    assert skipped(found) == {"t1": staging.TWICE, "5": staging.TWICE}


def _tangle() -> list[str]:
    """300 comments in a tangle: forward references, circles, missing parents, removals, equal dates."""
    dice = random.Random(7)
    return [
        post(
            number,
            dice.choice([None, dice.randint(1, 320), dice.randint(max(1, number - 5), number)]),
            in_thread=dice.choice(["t1", "t1", "t1", "t2"]),
            createdAt=f"2024-03-01T10:{dice.randint(0, 9):02}:00Z",
            isDeleted=dice.choice(["false", "false", "true"]),
        )
        for number in range(1, 301)
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_file_makes_no_difference(seed: int) -> None:
    posts = _tangle()
    expected = records(export(thread(), thread("t2"), *posts))
    random.Random(seed).shuffle(posts)
    shuffled = records(export(*posts, thread(), thread("t2")))
    assert set(shuffled) == set(expected)
    assert list(comments(shuffled)) == list(comments(expected))


def test_parents_come_first_and_articles_stay_together() -> None:
    seen: set[str] = set()
    article = ""
    for record in records(export(thread(), thread("t2"), *reversed(_tangle()))):
        if isinstance(record, DumpArticle):
            article = record.key
        elif isinstance(record, DumpComment):
            assert record.article_key == article
            assert record.parent_key is None or record.parent_key in seen
            seen.add(record.key)
    assert len(seen) > 150


def test_a_chain_of_ten_thousand_replies_is_no_problem() -> None:
    found = comments(_staged((number, number - 1) for number in range(LONG, 0, -1)))
    assert list(found) == [str(number) for number in range(1, LONG + 1)]
    assert found["10000"].parent_key == "9999"


def test_a_circle_of_ten_thousand_replies_is_no_problem() -> None:
    found = _staged((number, number - 1 or LONG) for number in range(1, LONG + 1))
    assert len(comments(found)) == LONG
    assert warned(found) == {"1": staging.CIRCLE}


def _staged(answers: Iterable[tuple[int, int]]) -> list[Record]:
    """One article with the numbered comments, each answering another; 0 is none."""
    article = DumpArticle(key="t1", url="https://paper.example/a", title="", is_closed=False, foreign_id="")
    with Staging() as stage:
        assert list(stage.add_article(article)) == []
        for number, parent in answers:
            comment = DumpComment(
                key=str(number),
                article_key="t1",
                parent_key=str(parent) if parent else None,
                author=DumpAuthor(key="user:ann", name="Ann"),
                body="Well said.",
                created_at=AT + timedelta(seconds=number),
                status=Status.PUBLISHED,
            )
            assert list(stage.add_comment(comment)) == []
        return list(stage.records())
