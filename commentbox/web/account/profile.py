"""Somebody's own name and the line about themselves."""

from flask import request
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.domain.words import Words
from commentbox.services.my_language import choose_language
from commentbox.services.my_profile import read_profile
from commentbox.services.names import MAX_BIO, change_bio, change_name
from commentbox.web.account.blueprint import account, back, me, show
from commentbox.web.work import reading, work

HERE = ""
NOTES = {
    "name": Words(
        "Your name is changed, also beside what you have written. It takes a minute to show everywhere."
    ),
    "bio": Words("Saved."),
    "language": Words("Saved."),
}


@account.get("")
def profile(error: CommentboxError | None = None) -> ResponseReturnValue:
    actor = me()
    with reading() as w:
        found = read_profile(w, actor)
    form = {"name": found.name, "bio": found.bio} | (request.form.to_dict() if error else {})
    return show("profile.html", HERE, notes=NOTES, error=error, profile=found, form=form, max_bio=MAX_BIO)


@account.post("/name")
def set_name() -> ResponseReturnValue:
    actor = me()
    try:
        with work() as w:
            change_name(w, actor, request.form.get("name", ""))
    except CommentboxError as error:
        return profile(error)
    return back(HERE, "name")


@account.post("/bio")
def set_bio() -> ResponseReturnValue:
    actor = me()
    try:
        with work() as w:
            change_bio(w, actor, request.form.get("bio", ""))
    except CommentboxError as error:
        return profile(error)
    return back(HERE, "bio")


@account.post("/language")
def set_language() -> ResponseReturnValue:
    actor = me()
    try:
        with work() as w:
            choose_language(w, actor, request.form.get("language"))
    except CommentboxError as error:
        return profile(error)
    return back(HERE, "language")
