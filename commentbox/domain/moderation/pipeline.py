"""Asks every rule about a draft and keeps all they find."""

from dataclasses import replace

from commentbox.domain.moderation.ruleset import RULES
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome, Rule, Verdict
from commentbox.domain.people import Role

_STAFF = {Role.MODERATOR, Role.ADMIN}


def judge(draft: Draft, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """No finding hides another: a moderator sees them all, and the strongest decides.

    Staff are not held; what would hold a reader is noted. Only what they can mend goes back to them.
    """
    findings = tuple(finding for rule in rules if (finding := rule(draft)) is not None)
    if draft.author.role in _STAFF:
        findings = tuple(map(_noted, findings))
    return Verdict(findings=findings)


def _noted(finding: Finding) -> Finding:
    return replace(finding, outcome=Outcome.NOTE) if finding.outcome is Outcome.HOLD else finding
