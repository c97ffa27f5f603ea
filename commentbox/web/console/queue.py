"""What waits, and one comment in its conversation."""

from secrets import token_urlsafe

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.services.queue import read_card, read_queue, read_sites
from commentbox.web.auth import current_staff
from commentbox.web.console.answers import asked, page, typed_answer
from commentbox.web.console.door import staff_at
from commentbox.web.work import reading


def index() -> ResponseReturnValue:
    """Whoever has one site goes straight to its queue."""
    actor = current_staff()
    with reading() as w:
        sites = read_sites(w, actor)
    if len(sites) == 1:
        return redirect(url_for(f"console.{sites[0].home}", site=sites[0].site.key), 303)
    return page("console/sites.html", actor, sites=sites)


def queue(site: str) -> ResponseReturnValue:
    return queue_page(site)


def queue_page(site: str, error: CommentboxError | None = None) -> ResponseReturnValue:
    """The queue as it is now; after a view that could not be kept, with what was typed."""
    actor, wanted = staff_at(site), asked()
    with reading() as w:
        found = read_queue(w, actor, site, wanted)
    return page(
        "console/queue.html",
        actor,
        section="queue",
        error=error,
        page=found,
        asked=wanted,
        act_key=token_urlsafe(12),
        typed=request.form if error is not None else {},
        field=None if error is None else error.field,
    )


def comment(site: str, comment: int) -> ResponseReturnValue:
    return card_page(site, comment)


def card_page(
    site: str, comment: int, error: CommentboxError | None = None, *, why: str = "", address: str = ""
) -> ResponseReturnValue:
    """The comment as it is now; after a refused decision, with the reason on the card.

    `address` is its author's, where it was just revealed; `why` is what was typed to see it.
    """
    actor = staff_at(site)
    with reading() as w:
        found = read_card(w, actor, site, comment)
    note = request.form.get("note", "")
    return page(
        "console/comment.html",
        actor,
        section="comment",
        error=error,
        page=found,
        asked=asked(),
        note=note,
        typed=typed_answer(),
        why=why,
        address=address,
        is_about_address=error is not None and error.field == "why",
    )
