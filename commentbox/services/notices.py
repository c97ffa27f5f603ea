"""A letter to somebody about their own account."""

from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.people import PersonRow

Letter = dict[str, str]


def letter_to(person: PersonRow, subject: str, text: str) -> Letter:
    return {"to": person.email or "", "subject": subject, "text": f"Dear {person.name},\n\n{text}\n"}


def notify(work: Work, person: PersonRow, subject: str, text: str) -> None:
    """Sent by the worker; whoever has no address is told nothing."""
    if person.email:
        add_job(work.session, "mail", letter_to(person, subject, text), work.now)
