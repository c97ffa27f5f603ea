"""Domain errors to HTTP, in one place; the only code that knows which status an error has."""

import secrets
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from commentbox.domain.errors import (
    CommentboxError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    TooFast,
)
from commentbox.domain.words import Words
from commentbox.web.crowd import CrowdedError
from commentbox.web.language import said

log = structlog.get_logger()

_STATUS: dict[type[CommentboxError], int] = {
    Invalid: 422,
    NotFound: 404,
    NotSignedIn: 401,
    Forbidden: 403,
    Conflict: 409,
    TooFast: 429,
}
_WORDS = {
    400: Words("The request could not be understood."),
    404: Words("There is nothing at this address."),
    405: Words("This address does not take that kind of request."),
    413: Words("This is too large. Send less than 64 kB."),
    415: Words("Send JSON, with the header Content-Type: application/json."),
    421: Words("This server does not answer for that host name."),
}
_BUSY = Words(
    "The comments are busy right now. Nothing was saved; your text is still here. Try again in a moment."
)
_UNEXPECTED = Words("Something went wrong on our side. Please try again in a moment.")


def install(app: Flask) -> None:
    app.before_request(_name_request)
    app.after_request(_say_name)
    app.register_error_handler(CommentboxError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(TimeoutError, _no_turn)
    app.register_error_handler(CrowdedError, _crowded)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: CommentboxError) -> int:
    return _STATUS.get(type(error), 400)


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def request_id() -> str:
    return str(g.get("request_id", "-"))


def _name_request() -> None:
    g.request_id = secrets.token_hex(8)


def _say_name(answer: Response) -> Response:
    answer.headers.setdefault("X-Request-Id", request_id())
    return answer


def _refused(error: CommentboxError) -> Response:
    return _answer(
        status_of(error), error.code, error.message, field=error.field, retry_after=error.retry_after
    )


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    answer = _answer(status, f"http_{status}", _WORDS.get(status, error.description or "That did not work."))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def _database(error: OperationalError) -> Response:
    log.error("database_unavailable", error=type(error.orig).__name__, route=request.endpoint)
    return _answer(503, "busy", _BUSY, retry_after=2)


def _no_turn(_error: TimeoutError) -> Response:
    log.error("no_turn_to_write", route=request.endpoint)
    return _answer(503, "busy", _BUSY, retry_after=2)


def _crowded(_error: CrowdedError) -> Response:
    log.warning("too_much_to_do", route=request.endpoint)
    return _answer(503, "busy", _BUSY, retry_after=5)


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected_error", route=request.endpoint, error=type(error).__name__)
    return _answer(500, "unexpected", _UNEXPECTED)


def _answer(
    status: int, code: str, message: str, *, field: str | None = None, retry_after: int | None = None
) -> Response:
    if wants_json():
        problem = {"code": code, "message": said(message), "field": field, "retry_after": retry_after}
        told = {key: value for key, value in problem.items() if value is not None}
        answer = jsonify(error=told, request_id=request_id())
    else:
        ways = {"typed": _typed(status), "way_back": _way_back(status, field)}
        values = {"status": status, "message": message, "request_id": request_id()}
        answer = make_response(render_template("pages/error.html", **values, **ways))
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def _typed(status: int) -> dict[str, str]:
    """What a reader sent us in vain, to be sent again as it was: the key makes one comment of both tries."""
    is_lost = status >= 500 and request.method == "POST" and request.blueprint == "pages"
    return request.form.to_dict() if is_lost else {}


def _way_back(status: int, field: str | None) -> str | None:
    """The conversation the reader came from, unless there is none."""
    given = request.view_args or {}
    if status == 404 or request.blueprint != "pages":
        return None
    if "comment" in given:
        return f"/c/{given['comment']}"
    url = request.args.get("url")
    return f"/t/{given['site']}?{urlencode({'url': url})}" if url and field != "url" else None
