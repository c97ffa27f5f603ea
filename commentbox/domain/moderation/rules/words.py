"""The newsroom's two word lists: one holds a comment, the other leaves a note for moderators."""

from commentbox.domain.moderation.verdict import Draft, Finding, Outcome
from commentbox.domain.moderation.word_list import word_list

_MOST_NAMED = 5


def banned_words(draft: Draft) -> Finding | None:
    return _finding("banned_words", Outcome.HOLD, draft, draft.policy.banned_words)


def suspect_words(draft: Draft) -> Finding | None:
    return _finding("suspect_words", Outcome.NOTE, draft, draft.policy.suspect_words)


def listed(draft: Draft, entries: tuple[str, ...]) -> str:
    """The entries that are in the text, named for moderators; nothing if there are none."""
    return named(_found(draft, entries))


def named(found: tuple[str, ...]) -> str:
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return ", ".join(f"“{entry}”" for entry in found[:_MOST_NAMED]) + more


def _found(draft: Draft, entries: tuple[str, ...]) -> tuple[str, ...]:
    # A text that is too long goes back whatever it says; searching a book would only cost time.
    if not entries or len(draft.text) > draft.policy.max_length:
        return ()
    return word_list(entries).find(draft.text)


def _finding(rule: str, outcome: Outcome, draft: Draft, entries: tuple[str, ...]) -> Finding | None:
    found = _found(draft, entries)
    if not found:
        return None
    kind = rule.removesuffix("_words")
    noun = f"a {kind} word" if len(found) == 1 else f"{kind} words"
    return Finding(rule=rule, outcome=outcome, reason=f"Contains {noun}: {named(found)}.")
