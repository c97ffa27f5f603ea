"""What a person is told of, and when by letter."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    REPLY = "reply"  # somebody answers a comment of theirs
    MENTION = "mention"  # somebody names them
    PICK = "pick"  # the newsroom features a comment of theirs
    DECISION = "decision"  # a moderator has decided about a comment of theirs
    APPEAL = "appeal"  # a moderator has answered an appeal of theirs
    REPORT = "report"  # a moderator has looked at what they reported

    @property
    def is_by_somebody(self) -> bool:
        """It comes from another reader, whom they may have muted, and goes with that reader's comment."""
        return self in (NoticeKind.REPLY, NoticeKind.MENTION)


class SanctionNews(StrEnum):
    """What there is to tell about a sanction; its letter always comes, so nobody chooses one."""

    IMPOSED = "imposed"
    ENDED = "ended"  # before its time
    ANSWERED = "answered"  # an appeal against it


class Letters(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


BY_ITSELF: Mapping[NoticeKind, Letters] = {  # where a person has not chosen
    NoticeKind.REPLY: Letters.NEVER,  # nobody gets letters they did not ask for
    NoticeKind.MENTION: Letters.NEVER,
    NoticeKind.PICK: Letters.NEVER,
    NoticeKind.DECISION: Letters.AT_ONCE,
    NoticeKind.APPEAL: Letters.NEVER,  # there is a letter of its own
    NoticeKind.REPORT: Letters.NEVER,
}

_BEFORE_THE_HOUR = timedelta(
    minutes=5
)  # what happens so shortly before is for the next day: nothing is missed


def next_digest(now: datetime, hour: int) -> datetime:
    """When the next letter of the day goes out: at that hour, UTC, and not within five minutes."""
    at = now.astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)
    while at < now + _BEFORE_THE_HOUR:
        at += timedelta(days=1)
    return at
