"""Until when an article takes comments, and what its log says of changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commentbox.domain.article_settings import (
    ArticleSettings,
    clean_hours,
    clean_idle_days,
    clean_notice,
    clean_slow_mode,
    differences,
)
from commentbox.domain.errors import Invalid
from commentbox.domain.moderation.verdict import Policy

SAID = datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC)  # the last comment
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("settings", "days", "is_open"),
    [
        (ArticleSettings(), 1000, True),
        (ArticleSettings(closed_at=SAID), 0, False),
        (ArticleSettings(closes_at=SAID + DAY), 0.99, True),
        (ArticleSettings(closes_at=SAID + DAY), 1, False),
        (ArticleSettings(idle_days=7), 6.99, True),
        (ArticleSettings(idle_days=7), 7, False),
        (ArticleSettings(closes_at=SAID + DAY, idle_days=7), 2, False),
    ],
)
def test_comments_close_by_a_person_at_a_moment_or_after_quiet_days(
    settings: ArticleSettings, days: float, is_open: bool
) -> None:
    assert settings.is_open(SAID, SAID + days * DAY) is is_open


def test_comments_close_at_a_whole_minute_as_the_page_does() -> None:
    closing = ArticleSettings(idle_days=1).closing(SAID)
    assert closing == datetime(2026, 5, 5, 12, 0, tzinfo=UTC)


def test_an_article_is_stricter_than_its_site_and_never_laxer() -> None:
    for site, article, both in ((False, True, True), (True, False, True), (False, False, False)):
        policy = ArticleSettings(premoderate=article).applied_to(Policy(premoderate=site), SAID)
        assert policy.premoderate is both
    slow = ArticleSettings(slow_mode_seconds=60).applied_to(Policy(slow_mode_seconds=300), SAID)
    assert slow.slow_mode_seconds == 300


def test_what_is_kept_in_the_log_comes_back_as_it_was() -> None:
    settings = ArticleSettings(
        closed_at=SAID,
        closes_at=SAID + DAY,
        idle_days=3,
        hours="Mon-Fri 8-18\nSat 9-12",
        premoderate=True,
        slow_mode_seconds=120,
        notice="Be kind.",
    )
    assert ArticleSettings.from_dict(settings.to_dict()) == settings
    assert differences(ArticleSettings(), settings) == [
        "closed the comments",
        "set the end to 5 May 2026, 12:00 UTC",
        "set the end after 3 quiet days",
        "set the opening hours to Mon-Fri 8-18; Sat 9-12",
        "turned premoderation on",
        "set slow mode to 2 minutes",
        "pinned the notice “Be kind.”",
    ]
    assert differences(settings, replace(settings, notice="")) == ["took the notice away"]


def test_bad_days_seconds_and_notices_are_named() -> None:
    assert [clean_slow_mode(raw) for raw in ("", " ", "0", "90", "86400")] == [0, 0, 0, 90, 86400]
    for raw in ("86401", "-1", "1.5", "٣", "soon"):
        with pytest.raises(Invalid) as refused:
            clean_slow_mode(raw)
        assert refused.value.field == "slow_mode_seconds"
    assert clean_notice("  ") == "" and clean_notice("Two\nlines.") == "Two\nlines."
    for raw in ("", "0", "366", "-1", "1.5", "٣"):
        with pytest.raises(Invalid, match="number of days"):
            clean_idle_days(raw)
    with pytest.raises(Invalid) as told:
        clean_notice("x" * 501)
    assert told.value.field == "notice"


def test_hours_are_lines_as_people_write_them_and_always_is_round_the_clock() -> None:
    assert clean_hours(" Mon-Fri 8-18 ;\r\nSat 9-12 ") == "Mon-Fri 8-18\nSat 9-12"
    assert (clean_hours(" Always "), clean_hours(" ")) == ("always", "")
    assert ArticleSettings(hours="Mon 8-9\nTue 8-9").opening_hours == ("Mon 8-9", "Tue 8-9")
    assert ArticleSettings(hours="always").opening_hours == ()
    for wrong in ("noon", "daily 8-18; always", "; ".join(["daily 8-9"] * 8)):
        with pytest.raises(Invalid, match=r"^[“G]"):
            clean_hours(wrong)
