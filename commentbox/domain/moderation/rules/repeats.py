"""The same words again: from the same person they go back, from several people a moderator looks."""

from collections.abc import Iterable

from commentbox.domain.moderation.likeness import groups, share_in_common
from commentbox.domain.moderation.text import normalised
from commentbox.domain.moderation.verdict import Draft, Earlier, Finding, Outcome
from commentbox.domain.words import Words

_SHORT = 12  # letters; "Thank you!" may answer two people
_COMMON = 30  # letters; different people do write "I could not agree more"
_HOUR = 3600


def repeats(draft: Draft) -> Finding | None:
    """What the author has said before."""
    earlier = _remembered(draft, draft.earlier)
    if not earlier:
        return None
    text = normalised(draft.text)
    if any(text == normalised(each.text) for each in earlier) and not _is_courtesy(draft, text):
        return Finding(
            rule="repeats",
            outcome=Outcome.REFUSE,
            reason="The author has sent this text before.",
            advice=Words("You have already posted this."),
        )
    if _most_alike(draft, earlier) >= draft.policy.alike:
        return _held("repeats", "Nearly the same as an earlier comment of the author.")
    return None


def copies(draft: Draft) -> Finding | None:
    """What somebody else has said before: so campaigns look."""
    others = _remembered(draft, draft.others)
    if not others:
        return None
    text = normalised(draft.text)
    if len(text) >= _COMMON and any(text == normalised(each.text) for each in others):
        return _held("copies", "Somebody else has sent the same text.")
    share = _most_alike(draft, others)
    if share >= draft.policy.alike:
        return _held("copies", f"Somebody else has sent nearly the same text: {share:.0%} in common.")
    return None


def _remembered(draft: Draft, earlier: Iterable[Earlier]) -> list[Earlier]:
    window = draft.policy.repeat_window_hours * _HOUR
    return [each for each in earlier if each.seconds_ago <= window]


def _is_courtesy(draft: Draft, text: str) -> bool:
    return draft.is_reply and len(text) < _SHORT


def _most_alike(draft: Draft, earlier: Iterable[Earlier]) -> float:
    mine = groups(draft.text)
    if not mine:
        return 0.0
    return max((share_in_common(mine, groups(each.text)) for each in earlier), default=0.0)


def _held(rule: str, reason: str) -> Finding:
    return Finding(rule=rule, outcome=Outcome.HOLD, reason=reason)
