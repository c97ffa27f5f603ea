"""What newsrooms have told somebody about themselves."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.errors import CommentboxError
from commentbox.domain.words import Words
from commentbox.services.appeals import appeal_sanction
from commentbox.services.my_standing import acknowledge as acknowledge_it
from commentbox.services.my_standing import read_standing
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.limits import counted
from commentbox.web.work import reading, work

HERE = "/standing"
NOTES = {
    "read": Words("Thank you. You can comment again."),
    "appealed": Words("Your appeal is sent. What becomes of it stands here, and you get a letter."),
}


@account.get(HERE)
def standing(error: CommentboxError | None = None, appealed: int | None = None) -> ResponseReturnValue:
    """`appealed`: the sanction whose appeal has the error."""
    actor = me()
    with reading() as w:
        found = read_standing(w, actor)
    typed = request.form.get("words", "")
    return show(
        "standing.html", HERE, notes=NOTES, error=error, sanctions=found, appealed=appealed, typed=typed
    )


@account.post(f"{HERE}/<int:sanction>/read")
def acknowledge(sanction: int) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        acknowledge_it(w, actor, sanction)
    return back(HERE, "read")


@account.post(f"{HERE}/<int:sanction>/appeal")
def appeal(sanction: int) -> ResponseReturnValue:
    actor = me()
    try:
        with counted(actor, Act.APPEAL) as w:
            appeal_sanction(w, actor, sanction, request.form.get("words", ""))
    except CommentboxError as error:
        return standing(error, sanction)
    return back(HERE, "appealed")
