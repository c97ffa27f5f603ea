"""The pulse of an open queue: what is in hand, what others do, what has come in."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from commentbox.services import desk
from commentbox.web.console.answers import counted
from commentbox.web.console.door import staff_at
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, work


def sit_down(site: str) -> ResponseReturnValue:
    actor = staff_at(site)
    with work() as w:
        read = number_in(request.form.get("read", ""))
        found = desk.sit_down(w, actor, site, _numbers("hold"), _numbers("shown"), _appeals(), read=read)
    with reading() as w:
        own = desk.read_own(w, actor, site)
    return jsonify(
        counts=counted(found.counts) | {f"view-{key}": count for key, count in own.views.items()},
        claimed={str(key): name for key, name in found.claimed.items()},
        decided={str(key): text for key, text in found.decided.items()},
        more=found.more,
        care=own.care,
    )


def _numbers(name: str) -> list[int]:
    sent = (number_in(part) for part in request.form.get(name, "").split(","))
    return [number for number in sent if number][: desk.MAX_SHOWN]


def _appeals() -> list[int]:
    """Among what is shown, those that are about no comment."""
    sent = request.form.get("shown", "").split(",")
    found = (number_in(part.removeprefix("appeal-")) for part in sent if part.startswith("appeal-"))
    return [number for number in found if number][: desk.MAX_SHOWN]
