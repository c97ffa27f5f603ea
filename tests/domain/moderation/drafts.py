"""Builders of drafts, and what one rule makes of them."""

from dataclasses import replace

from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.verdict import Draft, Earlier, Outcome, Policy
from commentbox.domain.people import Actor, Role


def draft(
    text: str = "A fair point.", policy: Policy | None = None, role: Role = Role.READER, **facts: object
) -> Draft:
    author = Actor(
        id=1,
        name="Ada",
        role=role,
        verified=True,
        is_staff_session=False,
    )
    regular = Draft(text=text, policy=policy or Policy(), author=author, count_approved=10)
    return replace(regular, **facts)  # type: ignore[arg-type]  # each row names only the facts it is about


def said(*texts: str, hours: float = 1) -> tuple[Earlier, ...]:
    return tuple(Earlier(text=text, seconds_ago=hours * 3600) for text in texts)


def judged(given: Draft, rule: str) -> Outcome:
    """What one rule makes of the draft; the others have their own table."""
    outcomes = [finding.outcome for finding in judge(given).findings if finding.rule == rule]
    return outcomes[0] if outcomes else Outcome.PUBLISH
