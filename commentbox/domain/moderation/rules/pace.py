"""Nobody writes two comments within a few seconds, but machines and double clicks do."""

import math

from commentbox.domain.moderation.verdict import Draft, Finding, Outcome
from commentbox.domain.words import counted


def pace(draft: Draft) -> Finding | None:
    since = draft.seconds_since_last
    if since is None or since >= draft.policy.pace_seconds:
        return None
    # A clock set back makes `since` negative; nobody shall wait longer than the rule says.
    wait = min(math.ceil(draft.policy.pace_seconds - since), draft.policy.pace_seconds)
    return Finding(
        rule="pace",
        outcome=Outcome.REFUSE,
        reason=f"Sent {max(0.0, since):.1f} seconds after the author’s comment before.",
        advice=counted(
            "You are writing very quickly. Please wait {n} second, then send your comment again.",
            "You are writing very quickly. Please wait {n} seconds, then send your comment again.",
            n=wait,
        ),
        retry_after=wait,
    )
