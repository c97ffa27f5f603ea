"""The sample conversation looks like one, and is the same every time."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from commentbox.demo.articles import ARTICLES, EMBANKMENT
from commentbox.demo.conversation import PUBLIC_URL, SampleComment, conversation, flags, people
from commentbox.demo.material import talk
from commentbox.domain.markup import to_html
from commentbox.domain.people import clean_name, is_reserved, name_key

UNTIL = datetime(2031, 5, 6, 19, 40, tzinfo=UTC)
SLUGS = [article.slug for article in ARTICLES]


@pytest.fixture(scope="module")
def crowd() -> list[SampleComment]:
    return list(conversation(7, EMBANKMENT.slug, 5000, 700, UNTIL))


def published_roots(comments: list[SampleComment]) -> list[SampleComment]:
    return [comment for comment in comments if comment.parent is None and comment.status == "published"]


def depths(comments: list[SampleComment]) -> dict[int, int]:
    found: dict[int, int] = {}
    for comment in comments:
        found[comment.number] = 0 if comment.parent is None else found[comment.parent] + 1
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_seed_gives_the_same_conversation(slug: str) -> None:
    first, second = (list(conversation(3, slug, 300, 90, UNTIL)) for _ in range(2))
    assert first == second
    assert first != list(conversation(4, slug, 300, 90, UNTIL))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("count", [1, 2, 30, 112, 900])
@pytest.mark.parametrize("persons", [1, 2, 60])
def test_every_size_has_its_full_count_and_numbers_in_a_row(slug: str, count: int, persons: int) -> None:
    comments = list(conversation(5, slug, count, persons, UNTIL))
    assert [comment.number for comment in comments] == list(range(1, count + 1))
    assert all(0 <= comment.author < persons for comment in comments)
    assert all(0 <= comment.votes < persons for comment in comments)
    assert all(comment.text.strip() for comment in comments)


def test_a_parent_stands_before_its_answer_in_number_and_in_time(crowd: list[SampleComment]) -> None:
    for comment in crowd:
        if comment.parent is not None:
            assert comment.parent < comment.number
            assert crowd[comment.parent - 1].created_at < comment.created_at


def test_nobody_writes_before_the_article_or_in_the_future(crowd: list[SampleComment]) -> None:
    assert all(
        EMBANKMENT.published_at(UNTIL) <= comment.created_at < UNTIL and comment.created_at.tzinfo is UTC
        for comment in crowd
    )


def test_the_day_has_lively_and_quiet_hours(crowd: list[SampleComment]) -> None:
    by_hour = Counter(comment.created_at.replace(minute=0, second=0, microsecond=0) for comment in crowd)
    busy = [number for _, number in by_hour.most_common()]
    assert busy[0] > 2.5 * busy[len(busy) // 2]


def test_one_in_forty_is_removed_and_the_held_ones_are_recent(crowd: list[SampleComment]) -> None:
    status = Counter(comment.status for comment in crowd)
    assert status["removed"] == 125
    assert status["held"] == 10
    assert status["published"] == 5000 - 125 - 10
    held = [comment for comment in crowd if comment.status == "held"]
    assert all(UNTIL - comment.created_at < timedelta(hours=3) for comment in held)


def test_nobody_answers_a_comment_that_is_held(crowd: list[SampleComment]) -> None:
    held = {comment.number for comment in crowd if comment.status == "held"}
    assert not any(comment.parent in held for comment in crowd)


def test_hardly_two_comments_are_the_same(crowd: list[SampleComment]) -> None:
    repeated = len(crowd) - len({comment.text for comment in crowd})
    assert repeated < 0.03 * len(crowd)


def test_most_comments_are_short_and_a_few_are_long(crowd: list[SampleComment]) -> None:
    lengths = sorted(len(comment.text.split()) for comment in crowd)
    assert 17 <= median(lengths) <= 26
    assert 150 <= lengths[-1] <= 260


def test_some_threads_are_deep_and_some_comments_are_answered_a_lot(crowd: list[SampleComment]) -> None:
    answers = Counter(comment.parent for comment in crowd if comment.parent is not None)
    assert 12 <= max(depths(crowd).values()) <= 15
    assert answers.most_common(1)[0][1] >= 30
    assert 0.3 < len([comment for comment in crowd if comment.parent is None]) / len(crowd) < 0.5


def test_what_is_read_first_was_written_by_hand(crowd: list[SampleComment]) -> None:
    by_hand = {remark.text for remark in talk(EMBANKMENT.slug)}
    roots = published_roots(crowd)
    liked = sorted(roots, key=lambda comment: -comment.votes)[:30]
    assert all(comment.text in by_hand for comment in [*liked, *roots[-30:]])


def test_every_slot_of_every_phrase_is_filled(crowd: list[SampleComment]) -> None:
    for slug in SLUGS:
        for comment in conversation(11, slug, 700, 100, UNTIL):
            assert not set("{}|") & set(comment.text), comment.text
            assert not re.search(r"  |\b(\w+) \1\b", comment.text), comment.text


def test_markdown_of_the_sample_becomes_quotations_and_links(crowd: list[SampleComment]) -> None:
    html = "".join(to_html(comment.text) for comment in crowd if set("*>[") & set(comment.text))
    for tag in (
        "<blockquote>",
        "<ul>",
        "<strong>",
        "<em>",
        f'href="{PUBLIC_URL}/{EMBANKMENT.slug}"',
    ):
        assert tag in html


def test_an_unknown_article_is_an_error() -> None:
    with pytest.raises(LookupError):
        list(conversation(1, "no-such-article", 5, 5, UNTIL))


def test_about_fifteen_comments_are_flagged_by_others_than_their_authors(crowd: list[SampleComment]) -> None:
    found = list(flags(7, crowd))
    flagged = {flag.number for flag in found}
    assert 12 <= len(flagged) <= 18
    assert len({(flag.number, flag.person) for flag in found}) == len(found)
    assert all(flag.person != crowd[flag.number - 1].author for flag in found)
    assert {flag.reason for flag in found} == {"abuse", "spam", "off_topic", "untrue", "other"}
    assert all(crowd[flag.number - 1].status == "published" for flag in found)
    assert found == list(flags(7, crowd))


def test_names_may_be_registered_and_nobody_is_mistaken_for_another() -> None:
    names = people(1, 3000)
    assert all(clean_name(name) == name for name in names)
    assert not any(is_reserved(name_key(name), ["The Lamplighter"]) for name in names)
    assert len({name_key(name) for name in names}) == len(names)
    assert len({"".join(filter(str.isalnum, name.casefold())) for name in names}) == len(names)


def test_more_people_leave_the_first_ones_as_they_are() -> None:
    assert people(2, 500)[:80] == people(2, 80)
    assert people(2, 80) != people(3, 80)
