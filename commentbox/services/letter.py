"""A plain letter to one person."""

from datetime import datetime

from commentbox.services.work import Work
from commentbox.store.jobs import add_job
from commentbox.store.people import PersonRow

Letter = dict[str, str]


def letter(person: PersonRow, subject: str, text: str, *, to: str | None = None) -> Letter:
    """To their address, or to another one that is theirs; `text` begins in small letters."""
    return {"to": to or person.email or "", "subject": subject, "text": f"Dear {person.name},\n\n{text}\n"}


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
        add_job(work.session, "mail", letter(person, subject, text, to=to), at or work.now)
