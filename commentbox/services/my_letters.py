"""Which letters somebody wants: one choice for each kind that is sent at all."""

from collections.abc import Mapping

from commentbox.domain.errors import Invalid
from commentbox.domain.notices import Letters, NoticeKind
from commentbox.domain.people import Actor
from commentbox.services.work import Work
from commentbox.store.notice_letters import choices_of, choose
from commentbox.store.people import PersonRow

# In this order on the page. What answers an appeal is always written: they have asked.
OFFERED = tuple(kind for kind in NoticeKind if kind is not NoticeKind.APPEAL)


def read_letters(work: Work, actor: Actor) -> dict[NoticeKind, Letters]:
    """The choice for every kind that is offered, made or not."""
    chosen = choices_of(work.session, work.session.get_one(PersonRow, actor.id))
    return {kind: chosen[kind] for kind in OFFERED}


def choose_letters(work: Work, actor: Actor, wanted: Mapping[str, object]) -> None:
    """Choices by the name of the kind; what is not named stays. All of them are good, or none is taken.

    Letters about the account itself always come: they are how its owner learns of a thief.
    """
    person = work.session.get_one(PersonRow, actor.id)
    for kind in OFFERED:
        if kind.value not in wanted:
            continue
        try:
            choose(work.session, person, kind, Letters(str(wanted[kind.value])))
        except ValueError:
            raise Invalid("bad_choice", "Choose when we may write to you.", field=kind.value) from None
