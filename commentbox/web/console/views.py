"""One's own views of the queue: kept by a name, and deleted."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import Conflict, Invalid
from commentbox.services.saved_views import NewView, delete_view, keep_view
from commentbox.web.console.door import staff_at
from commentbox.web.console.queue import queue_page
from commentbox.web.work import work


def keep_queue_view(site: str) -> ResponseReturnValue:
    actor, form = staff_at(site), request.form
    new = NewView(
        name=form.get("name", ""),
        lane=form.get("lane", ""),
        section=form.get("section", ""),
        article=form.get("article", ""),
        language=form.get("language", ""),
        is_new="new" in form,
    )
    try:
        with work() as w:
            kept = keep_view(w, actor, site, new)
    except (Conflict, Invalid) as error:
        return queue_page(site, error)
    return redirect(url_for("console.queue", site=site, view=kept), 303)


def delete_queue_view(site: str, view: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        delete_view(w, actor, site, view)
    return redirect(url_for("console.queue", site=site), 303)
