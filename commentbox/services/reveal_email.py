"""An administrator looks at a reader's address: for a reason, and the look stays on record."""

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.staff import StaffAct
from commentbox.domain.text import clean_line
from commentbox.services.staff import note, site_to_administer
from commentbox.services.work import Work
from commentbox.store.comments import comment_by_id
from commentbox.store.people import person_by_id

MIN_REASON, MAX_REASON = 10, 300


def reveal_email(work: Work, actor: Actor | None, site_key: str, comment_id: int, reason: object) -> str:
    """The address of whoever wrote this comment of the site. Every look is a line of its own in the log.

    The line says who looked at whose address and why, and never what the address is.
    """
    site = site_to_administer(work, actor, site_key)
    comment = comment_by_id(work.session, site.id, comment_id)
    if comment is None:
        raise NotFound("no_comment", "There is no such comment.")
    author = person_by_id(work.session, comment.author_id)
    if author is None or author.email is None:
        raise NotFound("no_address", "We have no address of this person.")
    why = _reason(reason, author.email)
    note(work, site.id, StaffAct.REVEALED, by_id=signed_in(actor).id, person_id=author.id, why=why)
    return author.email


def _reason(raw: object, address: str) -> str:
    line = " ".join(raw.split()) if isinstance(raw, str) else ""
    if len(line) < MIN_REASON:
        raise Invalid("no_reason", "Say in a few words why you need the address.", field="why")
    why = clean_line(line, field="why", max_length=MAX_REASON)
    if address in why.lower():
        raise Invalid("address_in_reason", "Leave the address itself out: the reason is kept.", field="why")
    return why
