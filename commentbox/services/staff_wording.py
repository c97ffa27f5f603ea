"""What staff did, in plain words for the log."""

from commentbox.domain.staff import StaffAct
from commentbox.store.staff_log import StaffLogRow

COMMAND_LINE = "The command line"  # who speaks where nobody was signed in


def what_staff_did(row: StaffLogRow, by: str, whom: str) -> str:
    """In one sentence, without the reason given for it."""
    whom = whom or row.email or "somebody who is gone"
    role = "" if row.role is None else row.role.value
    said = _SAID[row.act].format(whom=whom, role=role, detail=row.detail or "")
    return f"{by or COMMAND_LINE} {said}."


_SAID = {
    StaffAct.INVITED: "invited {whom} as {role}",
    StaffAct.WITHDRAWN: "withdrew the invitation of {whom}",
    StaffAct.JOINED: "invited {whom}, who joined as {role}",
    StaffAct.CHANGED: "gave {whom} the role {role}",
    StaffAct.REMOVED: "took the role of {whom} away",
    StaffAct.FACTOR_RESET: "let {whom} set up a new second factor",
    StaffAct.REVEALED: "looked at the e-mail address of {whom}",
    StaffAct.AUTHOR: "named {whom} as the author of this article",
    StaffAct.NO_AUTHOR: "said that {whom} did not write this article",
    StaffAct.EXPERT: "marked {whom} as an expert",
    StaffAct.NO_EXPERT: "took the mark “Expert” of {whom} away",
    StaffAct.ASKED: "asked readers: {detail}",
    StaffAct.UNASKED: "took the question away: {detail}",
    StaffAct.SET_UP: "changed the settings of this article",
    StaffAct.MERGED: "merged the article at {detail} into this one",
    StaffAct.MOVED: "moved this article from {detail}",
    StaffAct.LEADS: "let {detail} lead to this article",
    StaffAct.LEADS_NOT: "let {detail} no longer lead to this article",
    StaffAct.CONFIRMED: "confirmed {detail}, asked for by {whom}",
    StaffAct.REFUSED: "refused {detail}, asked for by {whom}",
    StaffAct.POLICY: "changed the rules",
    StaffAct.WATCH: "put other rules on trial, or ended that",
    StaffAct.ALWAYS_READ: "wants the comments of {whom} to be read first",
    StaffAct.NOT_ALWAYS_READ: "no longer wants the comments of {whom} to be read first",
    StaffAct.SANCTIONED: "sanctioned {whom}: {detail}",
    StaffAct.LIFTED: "ended a sanction of {whom}: {detail}",
    StaffAct.UPHELD: "answered the appeal of {whom}: it stands ({detail})",
    StaffAct.OVERTURNED: "answered the appeal of {whom}: it was wrong ({detail})",
    StaffAct.REOPENED: "took the answer to an appeal of {whom} back ({detail})",
    StaffAct.ALONE: "answered an appeal of {whom} against a decision of their own ({detail})",
    StaffAct.EXPORTED: "exported the log: {detail}",
}
ACT_LABELS = {
    StaffAct.INVITED: "Invited a colleague",
    StaffAct.WITHDRAWN: "Withdrew an invitation",
    StaffAct.JOINED: "Joined the staff",
    StaffAct.CHANGED: "Changed a role",
    StaffAct.REMOVED: "Took a role away",
    StaffAct.FACTOR_RESET: "Reset a second factor",
    StaffAct.REVEALED: "Looked at an e-mail address",
    StaffAct.AUTHOR: "Named an author",
    StaffAct.NO_AUTHOR: "Took an author’s mark away",
    StaffAct.EXPERT: "Marked an expert",
    StaffAct.NO_EXPERT: "Took an expert’s mark away",
    StaffAct.ASKED: "Asked a question",
    StaffAct.UNASKED: "Took a question away",
    StaffAct.SET_UP: "Set up an article",
    StaffAct.MERGED: "Merged two articles",
    StaffAct.MOVED: "Moved an article",
    StaffAct.LEADS: "Gave an article another address",
    StaffAct.LEADS_NOT: "Took an address of an article away",
    StaffAct.CONFIRMED: "Confirmed an act about many",
    StaffAct.REFUSED: "Refused an act about many",
    StaffAct.POLICY: "Changed the rules",
    StaffAct.WATCH: "Put rules on trial",
    StaffAct.ALWAYS_READ: "Always read a person",
    StaffAct.NOT_ALWAYS_READ: "No longer always read a person",
    StaffAct.SANCTIONED: "Sanctioned somebody",
    StaffAct.LIFTED: "Ended a sanction",
    StaffAct.UPHELD: "Upheld a sanction on appeal",
    StaffAct.OVERTURNED: "Overturned a sanction on appeal",
    StaffAct.REOPENED: "Took an answer to an appeal back",
    StaffAct.ALONE: "Answered an appeal alone",
    StaffAct.EXPORTED: "Exported the log",
}
