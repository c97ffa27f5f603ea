"""Too little or too much text goes back to its author."""

from commentbox.domain.moderation.text import count_visible
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome
from commentbox.domain.words import Words, counted


def length(draft: Draft) -> Finding | None:
    policy = draft.policy
    if count_visible(draft.text, policy.min_length) < policy.min_length:
        return _refused("Too short.", _ask_for_more(policy.min_length))
    over = len(draft.text) - policy.max_length
    if over <= 0:
        return None
    advice = counted(
        "Please shorten your comment by {n} character; it may have {most} at most.",
        "Please shorten your comment by {n} characters; it may have {most} at most.",
        n=over,
        most=policy.max_length,
    )
    return _refused(f"Longer than {policy.max_length:,} characters.", advice)


def _ask_for_more(least: int) -> Words:
    if least == 1:
        return Words("Write something first.")
    return Words("Please write at least {least} characters.", least=least)


def _refused(reason: str, advice: str) -> Finding:
    return Finding(rule="length", outcome=Outcome.REFUSE, reason=reason, advice=advice)
