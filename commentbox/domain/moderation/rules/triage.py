"""The model of this site's own decisions: it asks a moderator to look, and never does more."""

from commentbox.domain.moderation.verdict import Draft, Finding, Outcome


def triage(draft: Draft) -> Finding | None:
    """Holds from the score on that was measured to be sure enough; without one it holds nothing."""
    scored = draft.triage
    if scored is None or draft.policy.triage != "hold":
        return None
    threshold = scored.later.threshold_for(draft.policy.triage_certainty)
    if threshold is None or scored.score < threshold:
        return None
    reason = f"Triage: {scored.score} of 100 like it were removed here, and it holds from {threshold} on."
    return Finding(rule="triage", outcome=Outcome.HOLD, reason=reason)
