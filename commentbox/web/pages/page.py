"""How every page of an account is drawn, and how it says what went wrong."""

from flask import make_response, render_template
from werkzeug import Response

from commentbox.domain.errors import CommentboxError
from commentbox.domain.words import Words
from commentbox.web.errors import status_of
from commentbox.web.pages.return_to import ReturnTo
from commentbox.web.work import settings


def page(
    template: str,
    target: ReturnTo | None = None,
    *,
    error: CommentboxError | None = None,
    status: int = 200,
    **values: object,
) -> Response:
    site_name = Words("Comments") if target is None or target.site is None else target.site.name
    html = render_template(
        template, base_url=settings().base_url, target=target, site_name=site_name, error=error, **values
    )
    answer = make_response(html, status if error is None else status_of(error))
    if error is not None and error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def told(error: CommentboxError) -> dict[str, str]:
    return {error.field or "form": error.message}
