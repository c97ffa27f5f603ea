"""What somebody may want to think over before they send it. It stops nobody: sent again, it goes its way."""

from collections.abc import Callable
from difflib import SequenceMatcher

from commentbox.domain.errors import Conflict
from commentbox.domain.moderation.likeness import groups, share_in_common
from commentbox.domain.moderation.rules.shouting import shouting
from commentbox.domain.moderation.rules.words import suspect_words
from commentbox.domain.moderation.text import normalised
from commentbox.domain.moderation.verdict import Draft
from commentbox.domain.words import Joined, Words

_SHORT = 12  # letters; "Thank you!" may answer two people
_THIN = 6  # letters of a reply
_COMPARED = 200  # letters; longer texts are compared by their groups of words
_ALIKE = 0.9


def nudge(draft: Draft) -> Conflict | None:
    """The question to its author, if there is one; staff are not asked."""
    if draft.author.role.is_newsroom:
        return None
    found = [words for is_so, words in _NUDGES if is_so(draft)]
    return Conflict("think_again", Joined(*found), field="text") if found else None


def _is_said_already(draft: Draft) -> bool:
    text, mine = normalised(draft.text), groups(draft.text)
    return len(text) >= _SHORT and any(
        _is_nearly(text, normalised(each.text))
        or share_in_common(mine, groups(each.text)) >= draft.policy.alike
        for each in draft.earlier
        if each.is_here and not each.is_removed
    )


def _is_nearly(one: str, other: str) -> bool:
    if one == other or max(len(one), len(other)) > _COMPARED:
        return one == other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _is_loud(draft: Draft) -> bool:
    return draft.policy.is_in_force("shouting") and shouting(draft) is not None


def _may_hurt(draft: Draft) -> bool:
    return draft.policy.is_in_force("suspect_words") and suspect_words(draft) is not None


def _is_thin(draft: Draft) -> bool:
    return draft.is_reply and len(normalised(draft.text)) < _THIN


_NUDGES: tuple[tuple[Callable[[Draft], bool], Words], ...] = (
    (_is_said_already, Words("You have said nearly the same here already.")),
    (_is_loud, Words("Most of it is in capitals, which many read as shouting.")),
    (_may_hurt, Words("It has words in it that others here may take badly.")),
    (_is_thin, Words("This is very short. Others learn more from why you think so.")),
)
