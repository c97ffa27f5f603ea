"""Decisions in plain words, for those who make them and those who come after."""

from commentbox.domain.comment import Action, Status
from commentbox.domain.sanctions import SanctionKind
from commentbox.store.decisions import DecisionRow

THE_BOX = "The box"  # who speaks where no person decided


def outcome(row: DecisionRow) -> str:
    """What the decision did, in one sentence for whoever made it."""
    if row.action.answers_appeal:
        return _ANSWERED[row.action]
    if row.action.is_about_picks:
        return _PICKED[row.action]
    if row.undoes_id is not None:
        return "Taken back: it is where it was before." if _is_still(row) else _BACK[row.status_after]
    if row.reason is not None:
        return f"Removed: {in_sentence(row.reason.label)}."
    if row.status_before is row.status_after is Status.PUBLISHED:
        return "Approved: it stays on the page."
    return _DONE[row.action]


def who_did(name: str | None, row: DecisionRow) -> str:
    """The same, for everybody else; `name` is empty where the box decided."""
    if row.action.answers_appeal:
        return f"{name or THE_BOX} {_DID_ANSWER[row.action]}."
    if row.action is Action.UNPICK:
        return f"{name or THE_BOX} took this comment out of the editors’ picks."
    if row.action is Action.PICK:
        return f"{name or THE_BOX} picked this comment{'' if row.undoes_id is None else ' again'}."
    if row.undoes_id is not None:
        now = "it is where it was before" if _is_still(row) else _NOW[row.status_after]
        return f"{name or THE_BOX} took a decision back: {now}."
    if row.action.passes_on:
        return f"{name or THE_BOX} {_PASSED_ON[row.action]}."
    why = "" if row.reason is None else f": {in_sentence(row.reason.label)}"
    return f"{name or THE_BOX} {_DID[row.action]} this comment{why}."


def imposed(name: str | None, kind: SanctionKind) -> str:
    """What was done about a person; `name` is empty for what was there before that was written down."""
    return f"{name or 'Somebody'} {_IMPOSED[kind]}."


def _is_still(row: DecisionRow) -> bool:
    """Whether the comment itself did not move: it was only passed on, or stayed removed on appeal."""
    is_off = row.status_after is Status.REMOVED
    return row.status_before is row.status_after and (row.called_before is not None or is_off)


def in_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]


_DID = {Action.APPROVE: "approved", Action.REMOVE: "removed", Action.HOLD: "held back"}
_IMPOSED = {
    SanctionKind.WARNING: "warned this person",
    SanctionKind.MESSAGE: "wrote to this person",
    SanctionKind.MUTE: "muted this person",
    SanctionKind.BAN: "banned this person",
    SanctionKind.ALWAYS_READ: "wants this person’s comments to be read first",
    SanctionKind.TRUST: "trusts this person",
}
_PASSED_ON = {
    Action.ESCALATE: "passed this comment on to the lead",
    Action.TO_LEGAL: "passed this comment on to the legal lane",
    Action.ASK: "asked for a second opinion about this comment",
}
_ANSWERED = {
    Action.UPHOLD: "Answered: the removal stands.",
    Action.OVERTURN: "Answered: the comment is on the page again.",
}
_DID_ANSWER = {
    Action.UPHOLD: "answered the appeal: the removal stands",
    Action.OVERTURN: "answered the appeal: the removal was wrong, and the comment is on the page again",
}
_DONE = {
    Action.APPROVE: "Approved: it is on the page.",
    Action.REMOVE: "Removed.",
    Action.HOLD: "Held back: nobody sees it until somebody decides.",
    Action.ESCALATE: "Passed on to the lead.",
    Action.TO_LEGAL: "Passed on to the legal lane.",
    Action.ASK: "A colleague is asked.",
}
_PICKED = {
    Action.PICK: "Picked: it is among the editors’ picks.",
    Action.UNPICK: "Out of the editors’ picks.",
}
_BACK = {
    Status.PUBLISHED: "Taken back: the comment is on the page again.",
    Status.HELD: "Taken back: the comment waits again.",
    Status.REMOVED: "Taken back: the comment is removed again.",
}
_NOW = {
    Status.PUBLISHED: "the comment is on the page again",
    Status.HELD: "the comment waits again",
    Status.REMOVED: "the comment is removed again",
}
