"""Asks every rule about a draft and keeps all they find."""

from collections.abc import Iterator
from dataclasses import replace

from commentbox.domain.moderation.ruleset import RULES
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome, Rule, Verdict

_WOULD = {
    Outcome.NOTE: "it would have left this note",
    Outcome.HOLD: "the comment would have waited",
    Outcome.REFUSE: "the comment would have gone back to its author",
}


def judge(draft: Draft, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """No finding hides another: a moderator sees them all, and the strongest decides.

    Staff are not held; what would hold a reader is noted. Only what they can mend goes back to them. What a
    rule finds that is only watched is kept, and nothing follows from it.
    """
    findings = list(_found(draft, rules))
    if draft.watched is not None:
        findings += _found_besides(replace(draft, policy=draft.watched, watched=None), rules, findings)
    return Verdict(findings=tuple(findings), scored=draft.triage)


def _found(draft: Draft, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    off, watched = draft.policy.rules_off, draft.policy.rules_watched
    for rule in rules:
        name = getattr(rule, "__name__", "")
        finding = None if name in off else rule(draft)
        if finding is not None:
            is_held_staff = draft.author.role.is_newsroom and finding.outcome is Outcome.HOLD
            finding = replace(finding, outcome=Outcome.NOTE) if is_held_staff else finding
            yield _only_watched(finding) if name in watched else finding


def _found_besides(draft: Draft, rules: tuple[Rule, ...], findings: list[Finding]) -> Iterator[Finding]:
    """What the other policy finds and this one does not, or makes less of."""
    known = {finding.rule: finding.outcome for finding in findings}
    for finding in _found(draft, rules):
        if finding.outcome > known.get(finding.rule, Outcome.PUBLISH):
            yield _only_watched(finding)


def _only_watched(finding: Finding) -> Finding:
    reason = f"{finding.reason} Only watched: {_WOULD.get(finding.outcome, 'nothing would have followed')}."
    return Finding(rule=finding.rule, outcome=Outcome.PUBLISH, reason=reason, would=finding.outcome)
