"""What an article takes from the section it stands in, and when comments open again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commentbox.domain.article_settings import ArticleSettings
from commentbox.domain.moderation.hours import opens_again
from commentbox.domain.moderation.section_defaults import default_problem, defaults_for

LINES = (
    "/ open daily 7:00-23:00",
    "/sport/ slow mode 60",
    "/sport/ notice Play fair.",
    "/sport/live/ open always",
    "/sport/live/ slow mode 10",
    "/letters/ open Mon-Fri 8-18",
    "/letters/ Open Sat, Sun 10-14",
    "/ close after 30",
    "/sport/live/ close after 0",
)


@pytest.mark.parametrize(
    ("path", "hours", "slow", "notice", "days"),
    [
        ("/news/1", ("daily 7:00-23:00",), 0, "", 30),
        ("/sport/1", ("daily 7:00-23:00",), 60, "Play fair.", 30),
        ("/sport/live/1", (), 10, "Play fair.", 0),
        ("/letters/1", ("Mon-Fri 8-18", "Sat, Sun 10-14"), 0, "", 30),
        ("/Sport/1", ("daily 7:00-23:00",), 0, "", 30),
    ],
)
def test_of_each_thing_the_longest_section_says_what_holds(
    path: str, hours: tuple[str, ...], slow: int, notice: str, days: int
) -> None:
    found = defaults_for(LINES, f"https://paper.example{path}")
    assert (found.hours, found.slow_mode_seconds, found.notice, found.idle_days) == (
        hours,
        slow,
        notice,
        days,
    )


def test_an_article_that_was_set_up_keeps_its_own() -> None:
    section = defaults_for(LINES, "https://paper.example/sport/1")
    own = ArticleSettings(slow_mode_seconds=5, premoderate=True)
    both = own.with_defaults(section)
    assert (both.slow_mode_seconds, both.notice, both.premoderate) == (5, "Play fair.", True)
    never = replace(own, idle_days=0)
    assert (both.idle_days, never.with_defaults(section).idle_days) == (30, 0)
    assert [(line.section, line.what) for line in own.taken_from(section)] == [
        ("/", "open"),
        ("/sport/", "notice"),
        ("/", "close after"),
    ]


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_written_as_people_write(line: str) -> None:
    assert default_problem(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "/sport/",
        "sport open daily 7-23",
        "/sport/ shut",
        "/sport/ open mornings",
        "/sport/ slow mode soon",
        "/sport/ slow mode 86401",
        "/sport/ close after 366",
        "/sport?x open always",
        f"/sport/ slow mode {'9' * 250}",
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_write(line: str) -> None:
    assert "“" in default_problem(line)


@pytest.mark.parametrize(
    ("hours", "zone", "at", "opening"),
    [
        ((), "UTC", "2026-05-04T03:00", None),
        (("daily 7-23",), "UTC", "2026-05-04T07:00", None),
        (("daily 7-23",), "UTC", "2026-05-04T06:59:59", "2026-05-04T07:00"),
        (("daily 7-23",), "UTC", "2026-05-04T23:00", "2026-05-05T07:00"),
        (("Mon-Fri 8-18", "Sun 10-12"), "UTC", "2026-05-08T18:00", "2026-05-10T10:00"),
        (("Mon 8-18",), "UTC", "2026-05-04T18:00", "2026-05-11T08:00"),
        (("daily 7-23",), "Europe/Berlin", "2026-03-28T23:00", "2026-03-29T05:00"),  # summer time begins
        (("daily 7-23",), "Europe/Berlin", "2026-10-24T22:00", "2026-10-25T06:00"),  # and ends
        (("daily 2:30-2:50",), "Europe/Berlin", "2026-10-25T01:10", "2026-10-25T01:30"),  # twice that night
    ],
)
def test_comments_open_again_by_the_clock_on_the_wall(
    hours: tuple[str, ...], zone: str, at: str, opening: str | None
) -> None:
    found = opens_again(hours, zone, datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert found == (None if opening is None else datetime.fromisoformat(opening).replace(tzinfo=UTC))
