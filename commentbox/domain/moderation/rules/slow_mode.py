"""Where a conversation runs hot, each reader speaks once in a while, and everybody is read."""

import math

from commentbox.domain.moderation.verdict import Draft, Finding, Outcome
from commentbox.domain.words import Words, counted


def slow_mode(draft: Draft) -> Finding | None:
    between = draft.policy.slow_mode_seconds
    wait = seconds_left(between, draft.seconds_since_last_here)
    if not wait or draft.author.role.is_newsroom:
        return None
    return Finding(
        rule="slow_mode",
        outcome=Outcome.REFUSE,
        reason=f"Slow mode: {wait:,} seconds too early.",
        advice=explained(between).then(
            counted(
                "You can send yours in {n} second; your text is kept.",
                "You can send yours in {n} seconds; your text is kept.",
                n=wait,
            )
        ),
        retry_after=wait,
    )


def seconds_left(between: int, since_last: float | None) -> int:
    """How long whoever spoke `since_last` seconds ago has to wait; never longer than the rule says."""
    return 0 if since_last is None else max(0, min(math.ceil(between - since_last), between))


def explained(between: int) -> Words:
    return Words(
        "Slow mode: at least {span} between two comments here, so that everybody is heard.",
        span=span(between),
    )


def span(seconds: int) -> Words:
    """In the largest unit that comes out even."""
    if seconds % 60:
        return counted("{n} second", "{n} seconds", n=seconds)
    if seconds % 3600:
        return counted("{n} minute", "{n} minutes", n=seconds // 60)
    return counted("{n} hour", "{n} hours", n=seconds // 3600)
