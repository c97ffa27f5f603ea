"""Where and when a moderator reads every comment first."""

from urllib.parse import urlsplit

from commentbox.domain.moderation.hours import is_staffed
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome


def premoderation(draft: Draft) -> Finding | None:
    return _held("premoderation", "Premoderation is on.") if draft.policy.premoderate else None


def sections(draft: Draft) -> Finding | None:
    if not draft.policy.read_sections:
        return None
    path = urlsplit(draft.url).path
    found = next((each for each in draft.policy.read_sections if path.startswith(each)), None)
    return None if found is None else _held("sections", f"Every comment under {found} is read first.")


def hours(draft: Draft) -> Finding | None:
    policy = draft.policy
    if draft.at is None or is_staffed(policy.staffed_hours, policy.time_zone, draft.at):
        return None
    return _held("hours", "Sent outside the hours in which somebody looks at comments.")


def always_read(draft: Draft) -> Finding | None:
    if not draft.is_always_read:
        return None
    return _held("always_read", "A moderator wants to read this person’s comments first.")


def _held(rule: str, reason: str) -> Finding:
    return Finding(rule=rule, outcome=Outcome.HOLD, reason=reason)
