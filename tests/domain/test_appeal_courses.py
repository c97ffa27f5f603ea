"""How many appeals came in, how they ended, and how many waited at the end of some days."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from commentbox.domain.appeals import Course, Outcome, count_courses

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
