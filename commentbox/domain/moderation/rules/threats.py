"""What cannot wait its turn: threats, and people who may mean to harm themselves."""

from commentbox.domain.moderation.rules.words import listed
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome


def threats(draft: Draft) -> Finding | None:
    named = listed(draft, draft.policy.threats)
    reason = f"This may be a threat: {named}."
    return Finding(rule="threats", outcome=Outcome.HOLD, reason=reason) if named else None


def self_harm(draft: Draft) -> Finding | None:
    named = listed(draft, draft.policy.self_harm)
    reason = f"Somebody may mean to harm themselves: {named}."
    return Finding(rule="self_harm", outcome=Outcome.HOLD, reason=reason) if named else None
