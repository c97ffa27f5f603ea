"""Too little or too much text goes back to its author."""

from commentbox.domain.moderation.text import count_visible
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome


def length(draft: Draft) -> Finding | None:
    policy = draft.policy
    if count_visible(draft.text, policy.min_length) < policy.min_length:
        return _refused("Too short.", _ask_for_more(policy.min_length))
    over = len(draft.text) - policy.max_length
    if over <= 0:
        return None
    unit = "character" if over == 1 else "characters"
    advice = f"Please shorten your comment by {over:,} {unit}; it may have {policy.max_length:,} at most."
    return _refused(f"Longer than {policy.max_length:,} characters.", advice)


def _ask_for_more(least: int) -> str:
    return "Write something first." if least == 1 else f"Please write at least {least:,} characters."


def _refused(reason: str, advice: str) -> Finding:
    return Finding(rule="length", outcome=Outcome.REFUSE, reason=reason, advice=advice)
