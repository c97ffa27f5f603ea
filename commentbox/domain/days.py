"""Days as a newsroom's clock has them."""

from datetime import UTC, date, datetime, time, timedelta

from commentbox.domain.errors import Invalid
from commentbox.domain.moderation.hours import zone_of

_DAY = timedelta(days=1)


def day_of(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(zone_of(time_zone) or UTC).date()


def span_of(day: date, time_zone: str) -> tuple[datetime, datetime]:
    """When the day begins there and when it is over; some have 23 hours, and some 25."""
    zone = zone_of(time_zone) or UTC
    start, end = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + _DAY))
    return start, end


def day_typed(text: str, field: str) -> date | None:
    """What a field for a day holds; none if it is empty."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("bad_day", "Write the day as 2026-05-04.", field=field) from None
