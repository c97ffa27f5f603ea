"""Security headers: the same on every answer, but for what a page needs to look like one."""

from collections.abc import Collection

from flask import Response, g

from commentbox.domain.origins import Origin
from commentbox.web.hosts import asked, own_origin

_DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
_YEAR = 365 * 24 * 3600


def secure(answer: Response, *, is_page: bool) -> None:
    headers = answer.headers
    policy = page_policy(g.get("framers", ())) if is_page and answer.mimetype == "text/html" else _DATA
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if own_origin().scheme == "https":
        headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")


def page_policy(framers: Collection[Origin]) -> str:
    """No inline script or style, nothing from elsewhere; framed by nobody, or by the publisher alone.

    Who came as 127.0.0.1 finds files and forms under `localhost`, hence the second source.
    """
    own = "'self'" if asked() == own_origin() else f"'self' {own_origin()}"
    ancestors = " ".join(str(origin) for origin in framers) or "'none'"
    return (
        f"default-src 'none'; style-src {own}; script-src {own}; img-src {own}; connect-src {own};"
        f" form-action {own}; base-uri 'none'; frame-ancestors {ancestors}"
    )
