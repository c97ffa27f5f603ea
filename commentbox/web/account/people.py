"""A commenter's page, and whom somebody would rather not read."""

from flask.typing import ResponseReturnValue

from commentbox.domain.budgets import Act
from commentbox.domain.words import Words
from commentbox.services.people_pages import list_muted, mute, read_person, unmute
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.auth import current_actor
from commentbox.web.limits import take
from commentbox.web.pages.accounts import accounts
from commentbox.web.pages.page import page
from commentbox.web.work import reading, work

HERE = "/muted"
NOTES = {"muted": Words("Done. You will find what they write folded away."), "unmuted": Words("Done.")}


@accounts.get("/u/<site>/<int:person>")
def person(site: str, person: int) -> ResponseReturnValue:
    actor = current_actor()
    take(Act.PROFILE)
    with reading() as w:
        found = read_person(w, actor, site, person)
    return page("account/person.html", person=found, actor=actor)


@account.get(HERE)
def muted() -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        found = list_muted(w, actor)
    return show("muted.html", HERE, notes=NOTES, people=found)


@account.post(f"{HERE}/<int:person>")
def mute_person(person: int) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        mute(w, actor, person)
    return back(HERE, "muted")


@account.post(f"{HERE}/<int:person>/end")
def unmute_person(person: int) -> ResponseReturnValue:
    actor = me()
    with work() as w:
        unmute(w, actor, person)
    return back(HERE, "unmuted")
