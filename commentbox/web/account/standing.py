"""What newsrooms have told somebody about themselves."""

from flask.typing import ResponseReturnValue

from commentbox.domain.words import Words
from commentbox.services.my_standing import acknowledge as acknowledge_it
from commentbox.services.my_standing import read_standing
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.work import reading, work

HERE = "/standing"
NOTES = {"read": Words("Thank you. You can comment again.")}


@account.get(HERE)
def standing() -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        found = read_standing(w, actor)
    return show("standing.html", HERE, notes=NOTES, sanctions=found)


@account.post(f"{HERE}/<int:sanction>/read")
def acknowledge(sanction: int) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        acknowledge_it(w, actor, sanction)
    return back(HERE, "read")
