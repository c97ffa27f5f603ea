"""A reader asks the moderators to look at a comment, or no longer does."""

from commentbox.domain.comment import FlagReason
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import require, signed_in, why_not_flag
from commentbox.domain.text import clean_line, is_blank
from commentbox.services.line import put_in_line
from commentbox.services.sites import get_site
from commentbox.services.work import Work
from commentbox.store.comments import lock_comment
from commentbox.store.events import EventRow
from commentbox.store.flags import add_flag, count_open_flags, take_open_flag_back

MAX_NOTE = 500


def flag_comment(
    work: Work, actor: Actor | None, site_key: str, comment_id: int, reason: object, note: object
) -> None:
    """Put the comment into the queue; a person's second flag has no effect, and no number hides it."""
    site = get_site(work, site_key)
    # Locked: of two readers at once, each would count one flag too few.
    comment = lock_comment(work.session, site.id, comment_id)
    if comment is None or not comment.shown:
        raise NotFound("no_comment", "This comment is no longer there.")
    require(why_not_flag(actor, comment.author_id, comment.status, now=work.now, site_id=site.id))
    is_first = add_flag(
        work.session,
        comment.id,
        signed_in(actor).id,
        revision=comment.revision,
        reason=_reason(reason),
        note=_note(note),
        now=work.now,
    )
    if is_first:
        comment.open_flags = count_open_flags(work.session, comment.id)
        put_in_line(work, comment)
        event = EventRow(
            article_id=comment.article_id, comment_id=comment.id, kind="flagged", created_at=work.now
        )
        work.session.add(event)


def take_flag_back(work: Work, actor: Actor | None, site_key: str, comment_id: int) -> None:
    """As if it had not been; what a moderator has answered already stays, and again has no effect."""
    person = signed_in(actor)
    comment = lock_comment(work.session, get_site(work, site_key).id, comment_id)
    if comment is None or not comment.shown:
        raise NotFound("no_comment", "This comment is no longer there.")
    if take_open_flag_back(work.session, comment.id, person.id):
        comment.open_flags = count_open_flags(work.session, comment.id)
        put_in_line(work, comment)


def _note(raw: object) -> str:
    """On one line, whatever stood between: the form's field has several."""
    line = " ".join(raw.split()) if isinstance(raw, str) else raw
    is_empty = not line or (isinstance(line, str) and is_blank(line))
    return "" if is_empty else clean_line(line, field="note", max_length=MAX_NOTE)


def _reason(raw: object) -> FlagReason:
    try:
        return FlagReason(str(raw))
    except ValueError:
        raise Invalid("bad_reason", "Choose why you report this comment.", field="reason") from None
