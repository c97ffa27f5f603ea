"""Until when one can appeal; how many appeals came in, how they ended, and how many waited in the end."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from commentbox.domain.appeals import Course, Outcome, Terms, count_courses

FIRST = datetime(2026, 5, 1, tzinfo=UTC)
END = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_each_moment_counts_where_it_lies() -> None:
    courses = [
        Course(FIRST - DAY, Outcome.OVERTURNED, FIRST),  # of the month before, and answered in this one
        Course(FIRST, Outcome.UPHELD, END - DAY),
        Course(FIRST, Outcome.UPHELD, END),  # waited at the end
        Course(END - DAY, None, None),
        Course(FIRST + DAY, Outcome.DROPPED, None),
        Course(END, None, None),
        Course(FIRST - 2 * DAY, Outcome.UPHELD, FIRST - DAY),
    ]
    found = +count_courses(courses, FIRST, END)
    assert found == Counter(received=4, overturned=1, upheld=1, waiting=2)


def test_a_last_day_that_was_named_is_never_brought_forward() -> None:
    now_fewer = Terms(20, [(FIRST, 184), (FIRST + 10 * DAY, 365), (END, 20)])
    days = {
        at: (now_fewer.open_until(at) - at).days for at in (FIRST - DAY, FIRST, END - DAY, END, END + DAY)
    }
    assert list(days.values()) == [365, 365, 365, 20, 20]
    assert Terms(365, [(FIRST, 184), (END, 365)]).open_until(FIRST) == FIRST + 365 * DAY
    assert Terms(30).open_until(FIRST) == FIRST + 30 * DAY
