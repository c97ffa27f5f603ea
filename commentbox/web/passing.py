"""Cookies of a browser that is on its way in: they tie a code or a challenge to the browser that asked."""

from datetime import timedelta

from flask import request
from werkzeug import Response

from commentbox.web.work import settings


def passing_token(name: str) -> str | None:
    return request.cookies.get(name)


def set_passing(
    answer: Response, name: str, token: str, *, path: str, lasts: timedelta, is_strict: bool = True
) -> None:
    """Goes to that path alone. Not strict where a link in a letter leads there."""
    answer.set_cookie(
        name,
        token,
        max_age=int(lasts.total_seconds()),
        path=path,
        secure=settings().base_url.startswith("https:"),
        httponly=True,
        samesite="Strict" if is_strict else "Lax",
    )
