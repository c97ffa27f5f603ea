"""The language somebody is written to in, and finds their own pages in."""

from commentbox.domain.errors import Invalid
from commentbox.domain.people import Actor
from commentbox.services.translations import codes
from commentbox.services.work import Work
from commentbox.store.people import PersonRow


def choose_language(work: Work, actor: Actor, code: object) -> None:
    """Empty: no choice, their browser's."""
    if code and code not in codes(work.settings.translations):
        raise Invalid("bad_language", "Choose one of the languages in the list.", field="language")
    work.session.get_one(PersonRow, actor.id).language = str(code) if code else None


def note_language(work: Work, person_id: int, code: str) -> None:
    """Whoever has chosen none is written to in the language in which they logged in."""
    person = work.session.get_one(PersonRow, person_id)
    if not person.language:
        person.language = code
