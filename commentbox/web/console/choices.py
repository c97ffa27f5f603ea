"""One's own keys, whether marked words are blurred, and when to hear of a break."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from commentbox.domain.care import BREAK_HEAVY, BREAK_MINUTES
from commentbox.domain.console_keys import COMMANDS
from commentbox.domain.errors import Invalid
from commentbox.services.console_choices import read_choices, save_choices
from commentbox.web.auth import current_staff
from commentbox.web.console.answers import page
from commentbox.web.numbers import number_in
from commentbox.web.work import reading, work


def console_choices() -> ResponseReturnValue:
    return _page()


def save_console_choices() -> ResponseReturnValue:
    actor, form = current_staff(), request.form
    try:
        with work() as w:
            sent = {} if form.get("again") else form
            save_choices(
                w,
                actor,
                sent,
                is_blurred=form.get("blur") == "1",
                break_minutes=_number("break_minutes", BREAK_MINUTES),
                break_heavy=_number("break_heavy", BREAK_HEAVY),
            )
    except Invalid as error:
        return _page(error)
    return redirect(url_for("console.console_choices", done="saved"), 303)


def _number(name: str, default: int) -> int | None:
    """None for what is no number."""
    typed = request.form.get(name)
    return default if typed is None else number_in(typed.strip(), digits=4)


def _page(error: Invalid | None = None) -> ResponseReturnValue:
    actor, form = current_staff(), request.form
    with reading() as w:
        choices = read_choices(w, actor)
    breaks: dict[str, object] = {
        "break_minutes": choices.break_minutes,
        "break_heavy": choices.break_heavy,
    }
    values = {
        "commands": COMMANDS,
        "typed": {**choices.keys, **form} if error else choices.keys,
        "breaks": breaks | form.to_dict() if error else breaks,
        "is_blurred": form.get("blur") == "1" if error else choices.is_blurred,
        "field": None if error is None else error.field,
        "note": "Saved." if request.args.get("done") and not error else "",
    }
    return page("console/choices.html", actor, section="choices", error=error, **values)
