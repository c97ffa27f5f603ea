"""Every address of the console, with the guard before them."""

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue

from commentbox.domain.errors import CommentboxError
from commentbox.web.console import decisions, log_in, queue, sso
from commentbox.web.console.answers import refused
from commentbox.web.console.door import staff_only

View = Callable[..., ResponseReturnValue]

_ID = "int(max=999999999999999999)"  # what is larger fits no database

ROUTES: tuple[tuple[str, str, View], ...] = (
    ("GET", "/login", log_in.log_in_form),
    ("POST", "/login", log_in.log_in),
    ("POST", "/logout", log_in.log_out),
    ("GET", "/", queue.index),
    ("GET", "/<site>/queue", queue.queue),
    ("GET", "/<site>/log", queue.log),
    ("GET", "/<site>/sso", sso.sso),
    ("POST", "/<site>/sso", sso.explain),
    ("GET", f"/<site>/comments/<{_ID}:comment>", queue.comment),
    ("POST", f"/<site>/comments/<{_ID}:comment>/decisions", decisions.decide),
    ("POST", f"/<site>/decisions/<{_ID}:decision>/undo", decisions.undo),
    ("POST", f"/<site>/articles/<{_ID}:article>/open", decisions.set_article),
)


def _console() -> Blueprint:
    made = Blueprint("console", __name__, url_prefix="/console")
    made.before_request(staff_only)
    made.register_error_handler(CommentboxError, refused)
    for method, rule, view in ROUTES:
        made.add_url_rule(rule, view.__name__, view, methods=[method])
    return made


console = _console()
