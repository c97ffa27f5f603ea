"""A plain letter to one person, in their language."""

from datetime import datetime

from commentbox.domain.words import Words, in_words
from commentbox.services.translations import say
from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.people import PersonRow

Letter = dict[str, str]


def letter(work: Work, person: PersonRow, subject: str, text: str, *, to: str | None = None) -> Letter:
    """To their address, or to another one that is theirs; `text` begins in small letters.

    What is given as `Words` is said in their language, or in this box's where they have chosen none.
    """
    whole = Words("Dear {name},\n\n{text}\n", name=person.name, text=in_words(text))
    return letter_to(work, to or person.email or "", subject, whole, language=person.language or "")


def letter_to(work: Work, to: str, subject: str, whole: Words, *, language: str = "") -> Letter:
    """To an address that may be nobody's; `whole` is all of the text."""
    code, folder = language or work.settings.language, work.settings.translations
    return {"to": to, "subject": say(in_words(subject), code, folder), "text": say(whole, code, folder)}


def write(
    work: Work,
    person: PersonRow,
    subject: str,
    text: str,
    *,
    to: str | None = None,
    at: datetime | None = None,
) -> None:
    """Put it into the outbox; whoever has no address gets none."""
    if to or person.email:
        add_job(work.session, "mail", letter(work, person, subject, text, to=to), at or work.now)
