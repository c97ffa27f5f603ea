"""Where somebody is signed in."""

from flask.typing import ResponseReturnValue

from commentbox.domain.words import Words
from commentbox.services.my_sessions import end_one, end_others, list_sessions
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.auth import sent_token
from commentbox.web.work import reading, work

HERE = "/sessions"
NOTES = {"one": Words("That session has ended."), "others": Words("You are signed out everywhere but here.")}


@account.get(HERE)
def sessions() -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        found = list_sessions(w, actor, sent_token("reader"))
    return show("sessions.html", HERE, notes=NOTES, sessions=found)


@account.post(f"{HERE}/<session>/end")
def end_session(session: str) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        end_one(w, actor, session)
    return back(HERE, "one")


@account.post(f"{HERE}/end-others")
def end_other_sessions() -> ResponseReturnValue:
    actor = me()
    with work() as w:
        end_others(w, actor, sent_token("reader") or "")
    return back(HERE, "others")
