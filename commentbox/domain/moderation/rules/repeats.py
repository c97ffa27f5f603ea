"""The same words again: from the same person they go back, from several people a moderator looks."""

from commentbox.domain.moderation.text import normalised, words
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome
from commentbox.domain.words import Words

_SHORT = 12  # letters; "Thank you!" may answer two people
_COMMON = 30  # letters; different people do write "I could not agree more"
_FEWEST_GROUPS = 8
_ALIKE = 0.6  # one word changed in a sentence of twenty leaves 0.7


def repeats(draft: Draft) -> Finding | None:
    text = normalised(draft.text)
    if any(text == normalised(earlier) for earlier in draft.recent_texts) and not _is_courtesy(draft, text):
        return Finding(
            rule="repeats",
            outcome=Outcome.REFUSE,
            reason="The author has sent this text before.",
            advice=Words("You have already posted this."),
        )
    if draft.is_known_elsewhere and len(text) >= _COMMON:
        return _held("Somebody else has sent the same text.")
    if _is_like_any(draft.text, draft.recent_texts):
        return _held("Nearly the same as an earlier comment of the author.")
    return None


def _is_courtesy(draft: Draft, text: str) -> bool:
    return draft.is_reply and len(text) < _SHORT


def _is_like_any(text: str, earlier_texts: tuple[str, ...]) -> bool:
    mine = _groups(text)
    return len(mine) >= _FEWEST_GROUPS and any(
        _are_alike(mine, _groups(earlier)) for earlier in earlier_texts
    )


def _are_alike(mine: set[tuple[str, ...]], theirs: set[tuple[str, ...]]) -> bool:
    """Whether most groups of three words in either text occur in both (Jaccard index of shingles)."""
    return len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _groups(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return set(zip(found, found[1:], found[2:], strict=False))


def _held(reason: str) -> Finding:
    return Finding(rule="repeats", outcome=Outcome.HOLD, reason=reason)
