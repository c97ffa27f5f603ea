"""Mail domains and networks that sent too much of the same kind: read first, or not taken at all.

What is found stays with a comment, so it names neither the domain nor the network.
"""

from commentbox.domain.moderation.senders import find_sender
from commentbox.domain.moderation.verdict import Draft, Finding, Outcome
from commentbox.domain.words import Words


def senders(draft: Draft) -> Finding | None:
    """Nobody of the newsroom is met by it, wherever they write from."""
    policy = draft.policy
    if draft.author.role.is_newsroom:
        return None
    if name := _listed(draft, policy.refused_senders):
        return Finding(
            rule="senders",
            outcome=Outcome.REFUSE,
            reason=f"Sent from {_kind(name)} of which no comments are taken.",
            advice=_advice(name),
        )
    if name := _listed(draft, policy.read_senders):
        reason = f"Sent from {_kind(name)} of which all comments are read first."
        return Finding(rule="senders", outcome=Outcome.HOLD, reason=reason)
    return None


def _listed(draft: Draft, lines: tuple[str, ...]) -> str | None:
    return find_sender(lines, draft.mail_domain, draft.network, draft.policy.time_zone, draft.at)


def _kind(name: str) -> str:
    return "a mail domain" if name.startswith("@") else "a network"


def _advice(name: str) -> Words:
    if name.startswith("@"):
        return Words(
            "At present no comments are taken here from e-mail addresses at {domain}.", domain=name[1:]
        )
    return Words("At present no comments are taken here from the network you are in.")
