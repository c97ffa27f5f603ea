"""Whose comments wait because of who sends them."""

from commentbox.domain.moderation.verdict import Draft, Finding, Outcome

_DAY = 24 * 3600


def removals(draft: Draft) -> Finding | None:
    """Of the person's comments in these days, too many were removed, and too large a part."""
    policy = draft.policy
    lately = [each for each in draft.earlier if each.seconds_ago <= policy.removal_days * _DAY]
    removed = sum(each.is_removed for each in lately)
    decided = removed + sum(each.is_published for each in lately)
    if removed < policy.removal_count or removed < policy.removal_share * decided:
        return None
    reason = f"{removed} of this person’s last {decided} comments were removed."
    return _held("removals", reason)


def newcomers(draft: Draft) -> Finding | None:
    if not (draft.policy.hold_new and draft.is_from_new_person):
        return None
    return _held("newcomers", f"New here: {_so_far(draft.count_approved)} so far.")


def disposable(draft: Draft) -> Finding | None:
    """Who is to be refused at the door and came in by another is held, however long they are here."""
    wanted = draft.policy.disposable_addresses
    if not draft.has_disposable_address or wanted == "allow":
        return None
    if wanted == "hold" and not draft.is_from_new_person:
        return None
    return _held("disposable", "The author’s e-mail address is of the kind that is thrown away.")


def unchallenged(draft: Draft) -> Finding | None:
    """Only who is new is held: two comments that were approved prove more than any sum."""
    if not (draft.policy.registration_challenge and draft.is_without_challenge and draft.is_from_new_person):
        return None
    return _held("unchallenged", "Registered without the check against machines, perhaps without JavaScript.")


def _so_far(count: int) -> str:
    return {0: "no approved comment", 1: "1 approved comment"}.get(count, f"{count} approved comments")


def _held(rule: str, reason: str) -> Finding:
    return Finding(rule=rule, outcome=Outcome.HOLD, reason=reason)
