"""A comment waits until its author has shown that their e-mail address is theirs."""

from collections.abc import Mapping, Sequence

from commentbox.domain.moderation.verdict import Draft, Finding, Outcome

RULE = "unconfirmed"


def unconfirmed(draft: Draft) -> Finding | None:
    if draft.author.verified or not draft.policy.verified_only:
        return None
    return Finding(rule=RULE, outcome=Outcome.HOLD, reason="The author’s e-mail address is not confirmed.")


def waits_only_for_confirmation(findings: Sequence[Mapping[str, object]]) -> bool:
    """Whether nothing else that was found holds the comment; `findings` as they are stored."""
    holds = [found.rule for found in map(Finding.from_dict, findings) if found.outcome >= Outcome.HOLD]
    return bool(holds) and set(holds) == {RULE}
