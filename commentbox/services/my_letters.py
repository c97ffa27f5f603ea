"""Which letters somebody wants: one choice for each kind that is sent at all."""

from commentbox.domain.errors import Invalid
from commentbox.domain.people import Actor
from commentbox.services.work import Work
from commentbox.store.people import PersonRow

DECISIONS = ("at_once", "never")  # what a moderator has decided about a comment of theirs


def read_letters(work: Work, actor: Actor) -> str:
    return work.session.get_one(PersonRow, actor.id).decision_letters


def choose_letters(work: Work, actor: Actor, decisions: object) -> None:
    """Letters about the account itself always come: they are how its owner learns of a thief."""
    if decisions not in DECISIONS:
        raise Invalid("bad_choice", "Choose when we may write to you.", field="decisions")
    work.session.get_one(PersonRow, actor.id).decision_letters = str(decisions)
