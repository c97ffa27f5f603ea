"""What stands beside somebody's name: the article's author, an expert."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from commentbox.domain.errors import Invalid
from commentbox.services.marks import name_author, name_expert
from commentbox.web.console.door import staff_at
from commentbox.web.numbers import number_in
from commentbox.web.work import work


def mark_author(site: str, article: int) -> ResponseReturnValue:
    actor, person = staff_at(site), number_in(request.form.get("person"))
    if person is None:
        raise Invalid("bad_number", "Say whom you mean.", field="person")
    with work() as w:
        name_author(w, actor, site, article, person, wrote=_wanted())
    return _back(site)


def mark_expert(site: str, person: int) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        name_expert(w, actor, site, person, is_expert=_wanted(), field=request.form.get("field", ""))
    return _back(site)


def _wanted() -> bool:
    wanted = request.form.get("is")
    if wanted not in ("0", "1"):
        raise Invalid("bad_mark", "Say whether it is so: 1 or 0.", field="is")
    return wanted == "1"


def _back(site: str) -> Response:
    comment = number_in(request.form.get("comment"))
    place = url_for("console.queue", site=site)
    return redirect(place if comment is None else url_for("console.comment", site=site, comment=comment), 303)
